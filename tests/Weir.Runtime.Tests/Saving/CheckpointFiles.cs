namespace Weir.Runtime.Tests.Saving;

/// <summary>The files of checkpoints, compared byte by byte.</summary>
internal static class CheckpointFiles
{
    /// <param name="expected">The prefix of one checkpoint in one shard.</param>
    /// <param name="found">The prefix of another.</param>
    public static void AssertSame(string expected, string found)
    {
        foreach (string suffix in new[] { ".index", ".data-00000-of-00001" }) Assert.Equal(File.ReadAllBytes(expected + suffix), File.ReadAllBytes(found + suffix));
    }
}
