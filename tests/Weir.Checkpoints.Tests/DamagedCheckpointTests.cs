using System.Text;
using System.Text.Json;
using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests;

/// <summary>The 1,068 damaged copies of one checkpoint, each with what TensorFlow's restore op made of it.</summary>
public sealed class DamagedCheckpointTests
{
    private static readonly (string Name, DType DType)[] Asked = [("a", DType.Float32), ("p", DType.Float32), ("s", DType.String), ("w", DType.Int32)];

    /// <summary>TensorFlow takes the first entry for the header whatever its key; we do not, as the corpus asks.</summary>
    private static readonly HashSet<string> FirstKeyIsNoHeader = ["header: absent", "header last", "keys out of order", "block: key length 127"];

    [Fact]
    public void Each_gives_what_TensorFlow_gave_and_never_anything_but_a_TfException()
    {
        List<string> wrong = [];
        using JsonDocument undamaged = JsonDocument.Parse(DamagedCases.Lines().First());
        JsonElement whole = undamaged.RootElement.GetProperty("tensorflow").GetProperty("restore");
        int cases = 0;
        foreach (string line in DamagedCases.Lines().Skip(1))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement recorded = document.RootElement;
            string name = recorded.GetProperty("name").GetString()!;
            MemoryFiles files = DamagedCases.Build(recorded);
            JsonElement tensorflow = recorded.GetProperty("tensorflow");
            bool crashed = tensorflow.ValueKind == JsonValueKind.Object && tensorflow.TryGetProperty("crash", out _);
            foreach ((string key, DType dtype) in Asked)
            {
                string? difference = Compare(Expected(tensorflow, key), whole.GetProperty(key), Restore(files, key, dtype), crashed);
                if (difference is not null && !FirstKeyIsNoHeader.Contains(name)) wrong.Add($"{name}: {key}: {difference}");
            }

            cases++;
        }

        Assert.Equal(1068, cases);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(60)));
    }

    [Theory]
    [InlineData("strings: first length huge", "s")]
    [InlineData("strings: first length 2^63", "s")]
    [InlineData("footer: index handle size huge", "a")]
    [InlineData("p: slice entry dtype int32", "p")]
    public void What_ended_TensorFlows_process_is_data_loss(string name, string key)
    {
        using JsonDocument document = Case(name);
        TfException e = Assert.IsType<TfException>(Restore(DamagedCases.Build(document.RootElement), key, Asked.Single(asked => asked.Name == key).DType));
        Assert.Equal(StatusCode.DataLoss, e.Code);
    }

    [Theory]
    [InlineData("header: absent")]
    [InlineData("header last")]
    [InlineData("block: key length 127")]
    public void A_first_key_that_is_not_empty_is_no_header(string name)
    {
        using JsonDocument document = Case(name);
        TfException e = Assert.Throws<TfException>(() => CheckpointReader.Open(DamagedCases.Build(document.RootElement), "m"));
        Assert.Equal(StatusCode.DataLoss, e.Code);
        Assert.Contains("m.index", e.Message, StringComparison.Ordinal);
    }

    private static JsonDocument Case(string name) =>
        JsonDocument.Parse(DamagedCases.Lines().Single(line => line.StartsWith($"{{\"name\": \"{name}\"", StringComparison.Ordinal)));

    private static object Restore(MemoryFiles files, string key, DType dtype)
    {
        try
        {
            using CheckpointReader reader = CheckpointReader.Open(files, "m");
            return reader.ReadAll([Encoding.UTF8.GetBytes(key)], [Array.Empty<byte>()], [dtype])[0];
        }
        catch (TfException e)
        {
            return e;
        }
    }

    /// <summary>The record for one tensor: null as undamaged; else an outcome, or (for a crash) an undefined element.</summary>
    private static JsonElement? Expected(JsonElement tensorflow, string key)
    {
        if (tensorflow.ValueKind == JsonValueKind.String) return null;
        if (tensorflow.TryGetProperty("restore alone", out JsonElement alone))
        {
            if (alone.ValueKind == JsonValueKind.String) return null;
            if (alone.TryGetProperty("crash", out _)) return default(JsonElement);
            return alone.TryGetProperty(key, out JsonElement outcome) ? outcome : null;
        }

        return tensorflow.TryGetProperty("restore", out JsonElement restore) && restore.TryGetProperty(key, out JsonElement recorded) ? recorded : null;
    }

    private static string? Compare(JsonElement? expected, JsonElement undamaged, object found, bool crashed)
    {
        if (expected is { ValueKind: JsonValueKind.Undefined })
        {
            // The record does not say which tensor ended the process: the others may well be read, or be cut off.
            return found is TfException { Code: not (StatusCode.DataLoss or StatusCode.OutOfRange) } e ? $"crash: expected DATA_LOSS, found {e.Code.CanonicalName()} {e.Message}" : null;
        }

        if (expected is { } outcome && outcome.TryGetProperty("code", out JsonElement code))
        {
            string wanted = code.GetString()!;
            if (found is not TfException e) return $"expected {wanted}, found a tensor";
            return e.Code.CanonicalName() == wanted || (crashed && e.Code == StatusCode.DataLoss) ? null : $"expected {wanted} ({outcome.GetProperty("message").GetString()}), found {e.Code.CanonicalName()} ({e.Message})";
        }

        JsonElement value = expected ?? undamaged;
        if (found is TfException unexpected) return $"expected a tensor, found {unexpected.Code.CanonicalName()} {unexpected.Message}";
        using Tensor tensor = (Tensor)found;
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        if (!tensor.Shape.Dimensions.SequenceEqual(shape)) return $"other shape: {tensor.Shape}";
        bool same = tensor.DType == DType.String
            ? value.GetProperty("strings").EnumerateArray().Select(text => text.GetString()).SequenceEqual(tensor.ToArray<byte[]>().Select(Convert.ToBase64String))
            : TensorBytes.Of(tensor).AsSpan().SequenceEqual(value.GetProperty("data").GetBytesFromBase64());
        return same ? null : "other values";
    }
}
