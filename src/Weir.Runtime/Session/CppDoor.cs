namespace Weir.Sessions;

/// <summary>What TensorFlow's C++ session refuses before a run.</summary>
internal static class CppDoor
{
    public static void Check(RunSignature signature)
    {
        HashSet<Output> fed = [];
        foreach (Output feed in signature.Feeds)
        {
            if (!fed.Add(feed)) throw new TfException(StatusCode.InvalidArgument, $"{feed} fed more than once.");
        }

        foreach (Output fetch in signature.Fetches)
        {
            if (fed.Contains(fetch)) throw new TfException(StatusCode.InvalidArgument, $"{fetch} is both fed and fetched.");
        }
    }
}
