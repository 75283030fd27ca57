using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Weir.Benchmarks.Models;

/// <summary>One model of tests/corpus/bench: an archive there, unpacked below the program, and its entry in models.json.</summary>
internal sealed class BenchModel
{
    private readonly string folder;

    private BenchModel(JsonElement entry, bool sharesWeights = true)
    {
        SharesWeights = sharesWeights;
        Name = entry.GetProperty("name").GetString()!;
        SignatureName = entry.GetProperty("onnx_signature").GetString()!;
        MaxBatch = entry.GetProperty("max_batch").GetInt32();
        Inputs = [.. entry.GetProperty("inputs").GetProperty(SignatureName).EnumerateObject()
            .OrderBy(input => input.Name, StringComparer.Ordinal).Select(input => new BenchInput(input))];
        folder = Unpack(Name);
        if (!sharesWeights) Name += "*";
    }

    public string Name { get; }

    /// <summary>
    /// Whether the layers of a model that has the same weights in each may share their packed form. ONNX Runtime packs them for each layer;
    /// a real model's layers have weights of their own.
    /// </summary>
    public bool SharesWeights { get; }

    /// <summary>The signature that the ONNX twin is.</summary>
    public string SignatureName { get; }

    public int MaxBatch { get; }

    /// <summary>The signature's inputs, by key in ordinal order.</summary>
    public IReadOnlyList<BenchInput> Inputs { get; }

    public string SavedModel => Path.Combine(folder, "model");

    public string Onnx => Path.Combine(folder, "model.onnx");

    public string Calls => Path.Combine(folder, "case.jsonl.gz");

    /// <summary>All models that are asked for, the small ones first.</summary>
    /// <param name="names">Names; empty: all.</param>
    public static IEnumerable<BenchModel> Open(IReadOnlyCollection<string> names)
    {
        using JsonDocument models = JsonDocument.Parse(File.ReadAllBytes(Corpus("models.json")));
        return [.. models.RootElement.GetProperty("models").EnumerateArray()
            .Where(entry => names.Count == 0 || names.Contains(entry.GetProperty("name").GetString()))
            .OrderBy(entry => entry.GetProperty("flops_batch_1").GetDouble()).SelectMany(entry => entry.GetProperty("name").GetString() == "bert_base"
                ? new[] { new BenchModel(entry), new BenchModel(entry, sharesWeights: false) }
                : [new BenchModel(entry)])];
    }

    private static string Unpack(string name)
    {
        string root = Path.Combine(AppContext.BaseDirectory, "models"), target = Path.Combine(root, name);
        if (Directory.Exists(target)) return target;
        string part = Directory.CreateDirectory(Path.Combine(root, name + ".part")).FullName;
        using FileStream archive = File.OpenRead(Corpus(name + ".tar.gz"));
        using GZipStream unzipped = new(archive, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(unzipped, part, overwriteFiles: true);
        Directory.Move(Path.Combine(part, name), target);
        Directory.Delete(part);
        return target;
    }

    private static string Corpus(string file)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "tests", "corpus", "bench", file);
            if (File.Exists(path)) return path;
        }

        throw new FileNotFoundException($"tests/corpus/bench/{file} is not above {AppContext.BaseDirectory}.");
    }
}

/// <summary>An input of a model: floats in -1..1, ids below every vocabulary's size, masks of ones.</summary>
internal sealed class BenchInput(JsonProperty input)
{
    private readonly long[] sizes = [.. input.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];

    public string Key { get; } = input.Name;

    public bool IsFloat { get; } = input.Value.GetProperty("dtype").GetString() == "float32";

    public long[] Shape(int batch) => [.. sizes.Select(size => size < 0 ? batch : size)];

    public int Length(int batch) => checked((int)Shape(batch).Aggregate(1L, (product, size) => product * size));

    public float[] Floats(int batch)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, Length(batch)).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    public int[] Integers(int batch)
    {
        Random random = new(2);
        return [.. Enumerable.Range(0, Length(batch)).Select(_ => Key.EndsWith("mask", StringComparison.Ordinal) ? 1 : random.Next(1, 900))];
    }
}
