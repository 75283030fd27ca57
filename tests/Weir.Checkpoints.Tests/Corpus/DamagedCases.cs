using System.IO.Compression;
using System.Text.Json;

namespace Weir.Checkpoints.Tests.Corpus;

/// <summary>The 1,068 damaged copies of one checkpoint, made anew from what the corpus says of them.</summary>
internal static class DamagedCases
{
    /// <summary>The files of a case.</summary>
    public static MemoryFiles Build(JsonElement recorded)
    {
        MemoryFiles files = new()
        {
            ["m.index"] = File.ReadAllBytes(CorpusFolder.Checkpoint("damaged", "base.index")),
            ["m.data-00000-of-00001"] = File.ReadAllBytes(CorpusFolder.Checkpoint("damaged", "base.data-00000-of-00001")),
        };
        if (recorded.TryGetProperty("edit", out JsonElement edit)) Edit(files, edit);
        Replace(files, recorded, "index", "m.index");
        Replace(files, recorded, "data", "m.data-00000-of-00001");
        if (recorded.TryGetProperty("files", out JsonElement others))
        {
            foreach (JsonProperty other in others.EnumerateObject()) Replace(files, others, other.Name, "m" + other.Name[other.Name.IndexOf('.', StringComparison.Ordinal)..]);
        }

        return files;
    }

    private static void Edit(MemoryFiles files, JsonElement edit)
    {
        string path = edit.GetProperty("file").GetString() == "index" ? "m.index" : "m.data-00000-of-00001";
        if (edit.GetProperty("op").GetString() == "truncate") files[path] = files[path][..edit.GetProperty("length").GetInt32()];
        else files[path][edit.GetProperty("offset").GetInt32()] ^= edit.GetProperty("mask").GetByte();
    }

    private static void Replace(MemoryFiles files, JsonElement from, string property, string path)
    {
        if (!from.TryGetProperty(property, out JsonElement bytes)) return;
        if (bytes.ValueKind == JsonValueKind.Null) files.Without(path);
        else files[path] = bytes.GetBytesFromBase64();
    }

    /// <summary>A JSON object a line; the first is of the undamaged checkpoint.</summary>
    public static IEnumerable<string> Lines()
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(CorpusFolder.Checkpoint("damaged", "cases.jsonl.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line) yield return line;
    }
}
