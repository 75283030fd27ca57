using System.IO.Compression;
using System.Text.Json;

namespace Weir.Fuzz;

/// <summary>Files of tests/corpus as seeds.</summary>
internal static class Corpus
{
    public static string Repository { get; } = FindRepository();

    public static string PathOf(string path) => Path.Combine(Repository, "tests", "corpus", path);

    /// <summary>Files of a folder and those below it, the smallest first.</summary>
    public static IEnumerable<string> Files(string folder, string pattern, int maxBytes, int maxFiles) =>
        Directory.GetFiles(PathOf(folder), pattern, SearchOption.AllDirectories).Select(path => new FileInfo(path)).Where(file => file.Length <= maxBytes)
            .OrderBy(file => file.Length).ThenBy(file => file.FullName, StringComparer.Ordinal).Take(maxFiles).Select(file => file.FullName);

    public static IEnumerable<JsonElement> Rows(string path)
    {
        using StreamReader lines = new(new GZipStream(File.OpenRead(PathOf(path)), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line) yield return JsonElement.Parse(line);
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the program holds Weir.slnx.");
    }
}
