using System.Text;
using System.Text.Json;

namespace Weir.Conformance;

/// <summary>One recorded call of a model: a line of its cases.jsonl.gz.</summary>
internal sealed class ModelCall(JsonElement row, string modelFolder)
{
    public string[] Tags => row.TryGetProperty("tags", out JsonElement tags) ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [];

    /// <summary>The signature's key; null: a run by tensor names.</summary>
    public string? Signature => row.TryGetProperty("signature", out JsonElement signature) ? signature.GetString() : null;

    /// <summary>Calls with the same tags and number run one after the other in one loaded model.</summary>
    public int Session => row.TryGetProperty("session", out JsonElement session) ? session.GetInt32() : 0;

    public IReadOnlyDictionary<string, JsonElement> Inputs => Map(Signature is null ? "feeds" : "inputs");

    /// <summary>What TensorFlow gave, by output key or tensor name; a frozen graph's lines have it in place of the fetches.</summary>
    public IReadOnlyDictionary<string, JsonElement> Outputs => row.TryGetProperty("outputs", out _) ? Map("outputs") : Map("fetches");

    public string[] Fetches => row.GetProperty("fetches").ValueKind == JsonValueKind.Array
        ? [.. row.GetProperty("fetches").EnumerateArray().Select(fetch => fetch.GetString()!)]
        : [.. Map("fetches").Keys];

    public string[] Targets => row.TryGetProperty("targets", out JsonElement targets) ? [.. targets.EnumerateArray().Select(target => target.GetString()!)] : [];

    /// <summary>The output keys that were asked for; null: all.</summary>
    public string[]? Asked => row.TryGetProperty("only", out JsonElement only) ? [.. only.EnumerateArray().Select(key => key.GetString()!)] : null;

    public Tolerance Tolerance => new(row.GetProperty("rtol").GetDouble(), row.GetProperty("atol").GetDouble());

    public bool Fails => row.TryGetProperty("error", out _);

    public bool FailsToLoad => Fails && Error.TryGetProperty("at", out JsonElement at) && at.GetString() == "load";

    /// <summary>The code of the error; null: plain Python refused the call, without a code.</summary>
    public string? ErrorCode => Error.GetProperty("code").GetString();

    private JsonElement Error => row.GetProperty("error");

    /// <summary>A recorded input as tensors; <c>${MODEL}</c> in strings is the model's folder.</summary>
    public Tensor Input(JsonElement value)
    {
        Tensor tensor = Corpus.Tensor(value);
        if (tensor.DType != DType.String) return tensor;
        byte[][] strings = [.. tensor.ToArray<byte[]>().Select(text => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(text).Replace("${MODEL}", modelFolder, StringComparison.Ordinal)))];
        return Tensor.From<byte[]>(strings, tensor.Shape);
    }

    public override string ToString() => Signature ?? $"run of {string.Join(", ", Fetches.Concat(Targets))}";

    private Dictionary<string, JsonElement> Map(string field) =>
        row.TryGetProperty(field, out JsonElement map) ? map.EnumerateObject().SelectMany(pair => Parts(pair.Name, pair.Value)).ToDictionary(part => part.Key, part => part.Value) : [];

    /// <summary>A sparse or composite tensor is recorded as a list of its parts; each has a key of its own.</summary>
    private static IEnumerable<(string Key, JsonElement Value)> Parts(string key, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return [(key, value)];
        if (value.TryGetProperty("coo_sparse", out JsonElement sparse)) return [($"{key}.values", sparse[0]), ($"{key}.indices", sparse[1]), ($"{key}.dense_shape", sparse[2])];
        return value.GetProperty("composite").EnumerateArray().Select((component, i) => ($"{key}.{i}", component));
    }
}
