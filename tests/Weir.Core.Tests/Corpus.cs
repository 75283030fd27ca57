namespace Weir.Core.Tests;

/// <summary>The recorded files under tests/corpus.</summary>
internal static class Corpus
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("No folder with Weir.slnx above the tests."), "tests", "corpus");
    }
}
