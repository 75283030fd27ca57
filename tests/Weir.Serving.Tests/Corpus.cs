using System.IO.Compression;
using System.Text.Json;

namespace Weir.Tests;

/// <summary>Reads tests/corpus and the samples, found by walking up from the test program to the folder that holds the solution.</summary>
internal static class Corpus
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string name) => Path.Combine(Root, "tests", "corpus", name);

    /// <summary>The folder above the versions of the sample model.</summary>
    public static string Sample => Path.Combine(Root, "samples", "models", "half_plus_two");

    /// <summary>The rows of a .jsonl.gz file.</summary>
    public static IEnumerable<JsonElement> Rows(string name)
    {
        using FileStream file = File.OpenRead(PathOf(name));
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        using StreamReader lines = new(unzipped);
        while (lines.ReadLine() is { } line) yield return JsonElement.Parse(line);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("No folder above the test program holds Weir.slnx.");
    }
}
