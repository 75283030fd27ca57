using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests;

/// <summary>Every V2 checkpoint that TensorFlow wrote and whose contents are recorded.</summary>
public sealed class RecordedCheckpointTests
{
    public static TheoryData<string> Listings() => [.. Directory.GetFiles(CorpusFolder.Checkpoint(), "expect*.json", SearchOption.AllDirectories)
        .Where(HasListing).Select(path => Path.GetRelativePath(CorpusFolder.Checkpoint(), path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Expectations() => [.. Directory.GetFiles(CorpusFolder.Checkpoint(), "expect*.json", SearchOption.AllDirectories)
        .Where(IsRecordedV2).Select(path => Path.GetRelativePath(CorpusFolder.Checkpoint(), path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Expectations))]
    public void Reads_what_TensorFlow_wrote(string expectation)
    {
        foreach (RestoreMode mode in Enum.GetValues<RestoreMode>()) AssertReads(expectation, mode);
    }

    private static void AssertReads(string expectation, RestoreMode mode)
    {
        string path = CorpusFolder.Checkpoint(expectation);
        using JsonDocument expected = CorpusFolder.Json(path);
        using CheckpointReader reader = CheckpointReader.Open(Path.Combine(Path.GetDirectoryName(path)!, expected.RootElement.GetProperty("prefix").GetString()!), mode);
        AssertContents(expected.RootElement.GetProperty("tensors"), reader);
    }

    [Theory]
    [MemberData(nameof(Listings))]
    public void Lists_what_TensorFlow_lists(string expectation)
    {
        string path = CorpusFolder.Checkpoint(expectation);
        using JsonDocument expected = CorpusFolder.Json(path);
        using CheckpointReader reader = CheckpointReader.Open(Path.Combine(Path.GetDirectoryName(path)!, expected.RootElement.GetProperty("prefix").GetString()!));
        byte[] recorded = expected.RootElement.TryGetProperty("debug_string_base64", out JsonElement bytes)
            ? bytes.GetBytesFromBase64()
            : Encoding.UTF8.GetBytes(expected.RootElement.GetProperty("debug_string").GetString()!);
        // Lines of the first format are in the order of a hash table.
        bool isFirstFormat = expected.RootElement.GetProperty("format").GetString() == "V1";
        if (isFirstFormat) Assert.Equal(Lines(recorded), Lines(reader.DebugString()));
        else Assert.Equal(recorded, reader.DebugString());
    }

    private static IEnumerable<string> Lines(byte[] text) => Encoding.UTF8.GetString(text).Split('\n').Order(StringComparer.Ordinal);

    [Theory]
    [InlineData("same")]
    [InlineData("blocks_256")]
    [InlineData("blocks_64_restart_1")]
    [InlineData("restart_3")]
    [InlineData("snappy")]
    [InlineData("snappy_blocks_512")]
    [InlineData("snappy_index_too")]
    [InlineData("snappy_literals_only")]
    public void Reads_an_index_that_is_encoded_otherwise(string variant)
    {
        string folder = CorpusFolder.Checkpoint("reencoded");
        using JsonDocument expected = CorpusFolder.Json(Path.Combine(folder, "expect.json"));
        MemoryFiles files = new()
        {
            ["m.index"] = File.ReadAllBytes(Path.Combine(folder, variant + ".index")),
            ["m.data-00000-of-00001"] = File.ReadAllBytes(Path.Combine(folder, "base.data-00000-of-00001")),
        };
        using CheckpointReader reader = CheckpointReader.Open(files, "m");
        AssertContents(expected.RootElement.GetProperty("tensors"), reader);
    }

    [Fact]
    public void Lists_two_thousand_names_in_their_order()
    {
        using JsonDocument expected = CorpusFolder.Json(CorpusFolder.Checkpoint("many", "expect.json"));
        using CheckpointReader reader = CheckpointReader.Open(CorpusFolder.Checkpoint("many", "model.ckpt"));
        Assert.Equal(expected.RootElement.GetProperty("count").GetInt32(), reader.Entries.Count);
        string names = string.Join('\n', reader.Entries.Select(entry => entry.Name));
        Assert.Equal(expected.RootElement.GetProperty("sha256_of_names").GetString(), Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(names))));
        foreach (CheckpointEntry entry in reader.Entries)
        {
            using Tensor tensor = reader.Read(entry.Name);
            Assert.Equal(entry.Shape, tensor.Shape);
        }
    }

    [Theory]
    [InlineData("int4", DType.Int4)]
    [InlineData("uint4", DType.UInt4)]
    [InlineData("float8_e5m2", DType.Float8E5M2)]
    [InlineData("float8_e4m3fn", DType.Float8E4M3FN)]
    public void Reads_the_small_dtypes(string name, DType dtype)
    {
        using CheckpointReader reader = CheckpointReader.Open(CorpusFolder.Checkpoint("dtypes", "extra_" + name));
        using Tensor tensor = reader.Read("x");
        Assert.Equal(dtype, tensor.DType);
        Assert.Equal(4, tensor.ByteCount);
    }

    [Theory]
    [InlineData("int4", "[ 1  2  3 -1]")]
    [InlineData("uint4", "[1 2 3 4]")]
    public void Half_bytes_are_the_numbers_that_were_saved(string name, string printed)
    {
        using CheckpointReader reader = CheckpointReader.Open(CorpusFolder.Checkpoint("dtypes", "extra_" + name));
        using Tensor tensor = reader.Read("x");
        Assert.Equal(printed, tensor.ToString());
    }

    [Fact]
    public void Refuses_a_variant_clearly_and_lists_it()
    {
        using CheckpointReader reader = CheckpointReader.Open(CorpusFolder.Checkpoint("dtypes", "extra_variant"));
        Assert.Equal(DType.Variant, Assert.Single(reader.Entries, entry => entry.Name == "list").DType);
        TfException e = Assert.Throws<TfException>(() => reader.Read("list"));
        Assert.Equal(StatusCode.Unimplemented, e.Code);
        Assert.Contains("list", e.Message, StringComparison.Ordinal);
    }

    private static readonly string[] DamagedModels =
        ["variables_data_flipped", "variables_data_short", "variables_index_empty", "variables_index_flipped", "variables_index_short"];

    public static TheoryData<string> ModelVariables()
    {
        string[] roots = [Path.Combine(CorpusFolder.Root, "saved_models"), Path.Combine(CorpusFolder.Root, "tf2_models"), CorpusFolder.Checkpoint()];
        return [.. roots.SelectMany(root => Directory.GetFiles(root, "*.index", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(CorpusFolder.Root, path))
            .Where(path => !Array.Exists(DamagedModels, name => path.Contains(name, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(ModelVariables))]
    public void Every_recorded_index_opens_and_reads(string index)
    {
        string prefix = Path.Combine(CorpusFolder.Root, index[..^".index".Length]);
        using CheckpointReader reader = CheckpointReader.Open(prefix);
        bool hasData = Directory.GetFiles(Path.GetDirectoryName(prefix)!, Path.GetFileName(prefix) + ".data-*").Length > 0;
        foreach (CheckpointEntry entry in reader.Entries)
        {
            if (!hasData || entry.DType == DType.Variant) continue;
            try
            {
                using Tensor tensor = reader.Read(entry.Name);
                Assert.Equal((entry.DType, entry.Shape), (tensor.DType, tensor.Shape));
            }
            catch (TfException e) when (index.Contains("slices_by_hand", StringComparison.Ordinal))
            {
                Assert.Contains("slices", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Models_with_damaged_variables_are_refused()
    {
        foreach (string model in DamagedModels)
        {
            string prefix = Path.Combine(CorpusFolder.Root, "saved_models", model, "model", "variables", "variables");
            TfException e = Assert.Throws<TfException>(() =>
            {
                using CheckpointReader reader = CheckpointReader.Open(prefix);
                foreach (CheckpointEntry entry in reader.Entries) reader.Read(entry.Name).Dispose();
            });
            Assert.Equal(model == "variables_data_short" ? StatusCode.OutOfRange : StatusCode.DataLoss, e.Code);
            Assert.Contains(prefix, e.Message, StringComparison.Ordinal);
        }
    }

    private static void AssertContents(JsonElement expected, CheckpointReader reader)
    {
        Assert.Equal(expected.EnumerateObject().Select(tensor => tensor.Name).Order(StringComparer.Ordinal), reader.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (JsonProperty tensor in expected.EnumerateObject())
        {
            Assert.True(reader.Contains(tensor.Name));
            using Tensor found = reader.Read(tensor.Name);
            RecordedTensor.AssertEqual(tensor.Value, found, tensor.Name);
            Assert.Equal(found.DType, reader.GetDType(tensor.Name));
            Assert.Equal(found.Shape, reader.GetShape(tensor.Name));
        }
    }

    /// <summary>The listing of the damaged one is recorded as text that is not the bytes.</summary>
    private static bool HasListing(string path)
    {
        if (path.Contains("damaged", StringComparison.Ordinal)) return false;
        using JsonDocument json = CorpusFolder.Json(path);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("prefix", out _) && json.RootElement.TryGetProperty("debug_string", out _);
    }

    private static bool IsRecordedV2(string path)
    {
        using JsonDocument json = CorpusFolder.Json(path);
        return json.RootElement.TryGetProperty("format", out JsonElement format) && format.GetString() == "V2" && json.RootElement.TryGetProperty("tensors", out _);
    }
}
