using System.Text.Json;
using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests;

/// <summary>Parts of tensors: what TensorFlow's RestoreV2 gave for 23 specifications, and for slices written by hand.</summary>
public sealed class SlicedReadTests
{
    [Fact]
    public void Specifications_give_what_TensorFlow_gave()
    {
        using JsonDocument expected = CorpusFolder.Json(CorpusFolder.Checkpoint("partitioned", "expect.json"));
        using CheckpointReader reader = CheckpointReader.Open(CorpusFolder.Checkpoint("partitioned", "model.ckpt"));
        int cases = 0;
        foreach (JsonProperty read in expected.RootElement.GetProperty("slice_reads").EnumerateObject())
        {
            string name = read.Name[..read.Name.IndexOf(' ', StringComparison.Ordinal)];
            string spec = read.Name[(read.Name.IndexOf('[', StringComparison.Ordinal) + 1)..read.Name.IndexOf(']', StringComparison.Ordinal)];
            DType dtype = read.Name[(read.Name.LastIndexOf(' ') + 1)..] switch { "float32" => DType.Float32, "int32" => DType.Int32, _ => DType.Int64 };
            AssertOutcome(read.Value, () => reader.ReadAll([System.Text.Encoding.UTF8.GetBytes(name)], [System.Text.Encoding.UTF8.GetBytes(spec)], [dtype])[0], read.Name);
            cases++;
        }

        Assert.Equal(23, cases);
    }

    [Fact]
    public void Slices_written_by_hand_give_what_TensorFlow_gave()
    {
        using JsonDocument expected = CorpusFolder.Json(CorpusFolder.Checkpoint("slices_by_hand", "expect.json"));
        int cases = 0;
        foreach (JsonProperty written in expected.RootElement.GetProperty("cases").EnumerateObject())
        {
            if (!written.Value.TryGetProperty("whole", out JsonElement whole)) continue;
            using CheckpointReader reader = CheckpointReader.Open(CorpusFolder.Checkpoint("slices_by_hand", written.Name));
            AssertOutcome(whole, () => reader.Read("t"), written.Name);
            AssertOutcome(written.Value.GetProperty("first half"), () => reader.ReadSlice("t", "4 0,2"), written.Name + ", first half");
            cases++;
        }

        Assert.True(cases >= 7, $"{cases} cases");
    }

    private static void AssertOutcome(JsonElement recorded, Func<Tensor> read, string what)
    {
        if (recorded.TryGetProperty("ok", out JsonElement values))
        {
            using Tensor tensor = read();
            Assert.Equal(Flat(values), tensor.DType == DType.Int64 ? tensor.ToArray<long>().Select(v => (double)v) : tensor.ToArray<float>().Select(v => (double)v));
            return;
        }

        JsonElement error = recorded.GetProperty("error");
        string message = error.TryGetProperty("kernel_message", out JsonElement kernel) ? kernel.GetString()! : error.GetProperty("message").GetString()!;
        message = message.Split(" for '{{node")[0];
        string code = error.TryGetProperty("code", out JsonElement recordedCode) ? recordedCode.GetString()! : "INVALID_ARGUMENT";
        TfException e = Assert.Throws<TfException>(() => read().Dispose());
        Assert.True(e.Code.CanonicalName() == code && e.Message.StartsWith(message, StringComparison.Ordinal), $"{what}: expected {code} {message}, found {e.Code} {e.Message}");
    }

    private static IEnumerable<double> Flat(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Flat) : [value.GetDouble()];
}
