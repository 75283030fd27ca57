using System.Text.Json;
using CsCheck;
using Weir.Codec.Pickle;
using Weir.Codec.Python;
using Weir.Tests;

namespace Weir.Codec;

public class UnpicklerTests
{
    private static readonly string[] Files = [.. Directory.GetFiles(Corpus.PathOf("facts/npy"), "*.pkl").Order(StringComparer.Ordinal)];

    [Fact]
    public void Reads_what_Python_reads()
    {
        int read = 0;
        foreach (JsonElement row in JsonElement.Parse(File.ReadAllText(Corpus.PathOf("facts/npy/index.json"))).EnumerateArray())
        {
            string file = row.GetProperty("file").GetString()!;
            if (!file.EndsWith(".pkl", StringComparison.Ordinal) || !row.TryGetProperty("allow_pickle_true", out JsonElement expected)) continue;
            byte[] bytes = File.ReadAllBytes(Corpus.PathOf("facts/npy/" + file));
            if (expected.TryGetProperty("error", out _))
            {
                Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => Unpickler.Load(bytes)).Code);
                continue;
            }

            read++;
            PythonValue got = Unpickler.Load(bytes);
            bool isArray = expected.TryGetProperty("array", out JsonElement want) || (want = expected.GetProperty("pickle")).ValueKind == JsonValueKind.Null;
            Assert.True(Same(got, want), $"{file}: {isArray} {got.TypeName}, not {want}");
        }

        Assert.Equal(42, read);
    }

    [Theory]
    [InlineData("pickle_evil_reduce.pkl", "posix.getpid")]
    [InlineData("pickle_global_system.pkl", "system")]
    public void Any_other_name_is_refused_before_anything_runs(string file, string name)
    {
        TfException e = Assert.Throws<TfException>(() => Unpickler.Load(File.ReadAllBytes(Corpus.PathOf("facts/npy/" + file))));
        Assert.Equal(StatusCode.Unimplemented, e.Code);
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Corrupt_pickles_give_documented_errors_only()
    {
        byte[][] seeds = [.. Files.Select(File.ReadAllBytes)];
        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, 1000], Gen.Byte, Gen.Int[0, 4]).Sample((seed, position, value, cut) =>
        {
            byte[] bytes = (byte[])seeds[seed].Clone();
            bytes[position % bytes.Length] = value;
            if (cut == 0) bytes = bytes[..(position % bytes.Length)];
            try
            {
                Unpickler.Load(bytes, maxBytes: 1 << 20);
            }
            catch (TfException e) when (e.Code is StatusCode.InvalidArgument or StatusCode.Unimplemented or StatusCode.ResourceExhausted)
            {
            }
        }, iter: 50_000);
    }

    private static bool Same(PythonValue got, JsonElement want)
    {
        if (got is PickledArray { Content: { } content }) got = content;
        if (want.ValueKind == JsonValueKind.Array) return got is PythonSequence { Items: var items } && items.Count == want.GetArrayLength() && items.Zip(want.EnumerateArray()).All(p => Same(p.First, p.Second));
        if (!want.TryGetProperty("dtype", out JsonElement dtype))
        {
            return got is PythonDict { Items: var pairs } && want.EnumerateObject().All(m => pairs.Any(p => p.Key is PythonStr { Value: var key } && key == m.Name && Same(p.Value, m.Value)));
        }

        // Python's own numbers and strings are recorded as the arrays that numpy makes of them.
        string type = dtype.GetString()!;
        return got switch
        {
            PythonTensor { Tensor: var t } => t.DType == DType.String
                ? t.ToArray<byte[]>().Select(Convert.ToBase64String).SequenceEqual(want.GetProperty("strings").EnumerateArray().Select(s => s.GetString()))
                : t.Bytes.SequenceEqual(want.GetProperty("data").GetBytesFromBase64()),
            PythonSequence s => type is "int64" or "float64" && s.Items.Count == want.GetProperty("shape")[0].GetInt32(),
            PythonStr or PythonBytes => type == "string",
            PythonFloat => type == "float64",
            PythonInt => type == "int64",
            PythonBool => type == "bool",
            _ => false,
        };
    }
}
