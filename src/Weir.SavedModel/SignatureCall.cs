namespace Weir.SavedModels;

/// <summary>A signature planned for given inputs and asked outputs.</summary>
internal sealed class SignatureCall(Callable callable, string[] inputKeys, string[] outputKeys)
{
    /// <summary>Which outputs are asked for can be a client's choice: beyond this many combinations plans are not kept.</summary>
    public const int MaxKept = 64;

    public Callable Callable => callable;

    public string[] InputKeys => inputKeys;

    public string[] OutputKeys => outputKeys;

    /// <summary>The feeds in the callable's order.</summary>
    public Tensor[] Arrange(IReadOnlyDictionary<string, Tensor> given, Dictionary<string, Tensor> defaults)
    {
        Tensor[] feeds = new Tensor[inputKeys.Length];
        for (int i = 0; i < feeds.Length; i++) feeds[i] = given.TryGetValue(inputKeys[i], out Tensor? tensor) ? tensor : defaults[inputKeys[i]];
        return feeds;
    }
}
