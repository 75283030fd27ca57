using System.Text.Json;
using Weir.Protos;

namespace Weir.Conformance;

/// <summary>One recorded scenario: a graph, and runs of it in one session. See tests/corpus/scenarios/README.md.</summary>
internal sealed class Scenario(JsonElement row)
{
    /// <summary>Stands for the folder of the scenario's files in fed strings.</summary>
    private const string FolderMark = "${DIR}";

    public string Name { get; } = row.GetProperty("name").GetString()!;

    public GraphDef Graph => GraphDef.Parser.ParseFrom(row.GetProperty("graph").GetBytesFromBase64());

    /// <summary>The code with which the graph is refused; null: it is not.</summary>
    public string? ImportError => row.TryGetProperty("import_error", out JsonElement error) ? error.GetProperty("code").GetString() : null;

    public bool AllowSoftPlacement => row.TryGetProperty("config", out JsonElement config) && config.TryGetProperty("allow_soft_placement", out JsonElement soft) && soft.GetBoolean();

    public Tolerance Tolerance => new(row.GetProperty("rtol").GetDouble(), row.GetProperty("atol").GetDouble());

    public IReadOnlyList<JsonElement> Steps { get; } = [.. row.GetProperty("steps").EnumerateArray()];

    /// <summary>Writes the scenario's files into a folder.</summary>
    public void WriteFiles(string folder)
    {
        if (!row.TryGetProperty("files", out JsonElement files)) return;
        foreach (JsonProperty file in files.EnumerateObject())
        {
            string path = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Value.GetBytesFromBase64());
        }
    }

    /// <summary>A fed value, with the folder put in where the record has its mark.</summary>
    public static Tensor Fed(JsonElement value, string folder)
    {
        Tensor tensor = Corpus.Tensor(value);
        if (tensor.DType != DType.String) return tensor;
        byte[][] strings = tensor.ToArray<byte[]>();
        for (int i = 0; i < strings.Length; i++)
        {
            string text = System.Text.Encoding.Latin1.GetString(strings[i]);
            if (text.Contains(FolderMark, StringComparison.Ordinal)) strings[i] = System.Text.Encoding.Latin1.GetBytes(text.Replace(FolderMark, folder, StringComparison.Ordinal));
        }

        return Tensor.From<byte[]>(strings, tensor.Shape);
    }
}
