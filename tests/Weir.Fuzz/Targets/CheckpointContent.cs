namespace Weir.Fuzz.Targets;

/// <summary>What the targets of both formats do with a checkpoint that opens: read its tensors, some of which may be damaged.</summary>
internal static class CheckpointContent
{
    private const int MostEntries = 50;

    /// <returns>What came of each entry, for telling inputs apart.</returns>
    public static string Read(CheckpointReader reader, StatusCode[] errors)
    {
        string outcome = "ok";
        foreach (CheckpointEntry entry in reader.Entries.Take(MostEntries))
        {
            try
            {
                using Tensor tensor = reader.Read(entry.Name);
                outcome += $" {tensor.DType}";
            }
            catch (TfException e) when (errors.Contains(e.Code))
            {
                outcome += $" {e.Code} {e.Message}";
            }
        }

        return outcome;
    }
}
