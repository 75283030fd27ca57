namespace Weir.Runtime.Tests;

/// <summary>Finds the recorded files under tests/corpus.</summary>
internal static class CorpusFolder
{
    public static string Root { get; } = Path.Combine(FindRepository(), "tests", "corpus");

    public static string Checkpoint(params string[] parts) => Path.Combine([Root, "checkpoints", .. parts]);

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("No folder above the tests holds Weir.slnx.");
    }
}
