using System.Text.Json;
using Weir.Tests;

namespace Weir.Printing;

public class NumpyTextTests
{
    [Fact]
    public void Prints_as_numpy_does()
    {
        List<string> wrong = [];
        int rows = 0;
        foreach (JsonElement row in Corpus.Rows("facts/numpy_format.jsonl.gz"))
        {
            rows++;
            using Tensor tensor = Read(row);
            string dtype = row.GetProperty("dtype").GetString()!;
            NumpyText text = new(tensor, Options(row))
            {
                StringsAreText = dtype == "unicode",
                TypeName = dtype == "unicode" ? $"'<U{Math.Max(1, tensor.Strings.Max(s => System.Text.Encoding.UTF8.GetString(s).EnumerateRunes().Count()))}'"
                    : dtype == "bytes" ? $"'|S{row.GetProperty("itemsize").GetInt32()}'" : null,
            };
            Compare(text.Str(), "str");
            Compare(text.Repr(), "repr");
            // The public door has no names for numpy's own text types, and takes a tensor of rank 0 for one of numpy's scalars.
            if (text.TypeName is null && !(tensor.Shape.Rank == 0 && Options(row).IsLegacy113))
            {
                Compare(tensor.ToString(Options(row)), "str");
                Compare(tensor.ToRepr(Options(row)), "repr");
            }

            void Compare(string got, string kind)
            {
                string want = row.GetProperty(kind).GetString()!;
                if (got != want) wrong.Add($"{row.GetProperty("name")} {dtype} {(row.TryGetProperty("options", out JsonElement o) ? o : default)} {kind}:\n{got}\nwant\n{want}\n");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(20)));
        Assert.Equal(604, rows);
    }

    /// <summary>The outputs that the guide to save and restore of TensorFlow 1.x shows.</summary>
    [Fact]
    public void Prints_as_the_guide_shows()
    {
        using Tensor ones = Tensor.From(1f, 1f, 1f);
        using Tensor minus = Tensor.From(-1f, -1f, -1f, -1f, -1f);
        using Tensor floats = Tensor.From([1.5f, 2.5f, 3.5f], [3, 1]);
        using Tensor integers = Tensor.From([2, 3, 4], [3, 1]);
        Assert.Equal("[ 1.  1.  1.]", ones.ToString(NumpyPrintOptions.Legacy113));
        Assert.Equal("[-1. -1. -1. -1. -1.]", minus.ToString(NumpyPrintOptions.Legacy113));
        Assert.Equal("[[ 1.5]\n [ 2.5]\n [ 3.5]]", floats.ToString(NumpyPrintOptions.Legacy113));
        Assert.Equal("[[2]\n [3]\n [4]]", integers.ToString(NumpyPrintOptions.Legacy113));
    }

    [Fact]
    public void A_tensor_prints_itself()
    {
        using Tensor tensor = Tensor.From([1f, 0.1f, 1e-3f], [1, 3]);
        Assert.Equal("[[1.    0.1   0.001]]", tensor.ToString());
        tensor.Dispose();
        Assert.Equal("<disposed tensor>", tensor.ToString());
    }

    /// <summary>Seen in a recorded run: in an array all digits before the point are the number's own.</summary>
    [Fact]
    public void Whole_numbers_keep_their_digits()
    {
        using Tensor halves = Tensor.From((Half)65504, Half.PositiveInfinity);
        Assert.Equal("[65504.    inf]", halves.ToString());
        using Tensor floats = Tensor.From(67108864f, 33554432f);
        Assert.Equal("[67108864. 33554432.]", floats.ToString());
    }

    [Fact]
    public void A_large_tensor_is_printed_without_looking_at_all_of_it()
    {
        using Tensor tensor = Tensor.Create<float>([2_000, 5_000], values => values.Fill(0.5f));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.StartsWith("[[0.5 0.5 0.5 ... 0.5 0.5 0.5]\n", tensor.ToString(), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    private static Tensor Read(JsonElement row)
    {
        Shape shape = Shape.Of([.. row.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())]);
        if (row.TryGetProperty("strings", out JsonElement strings))
        {
            return Tensor.From<byte[]>([.. strings.EnumerateArray().Select(s => s.GetBytesFromBase64())], shape);
        }

        DType dtype = row.GetProperty("dtype").GetString()! switch
        {
            "float32" => DType.Float32,
            "float64" => DType.Float64,
            "float16" => DType.Float16,
            string name => Enum.GetValues<DType>().First(d => d.TfName() == name),
        };
        Tensor tensor = Tensor.Allocate(dtype, shape);
        row.GetProperty("data").GetBytesFromBase64().CopyTo(tensor.Bytes);
        return tensor;
    }

    private static NumpyPrintOptions Options(JsonElement row)
    {
        NumpyPrintOptions options = NumpyPrintOptions.Default;
        if (!row.TryGetProperty("options", out JsonElement given)) return options;
        foreach (JsonProperty o in given.EnumerateObject())
        {
            options = o.Name switch
            {
                "precision" => options with { Precision = o.Value.GetInt32() },
                "suppress" => options with { Suppress = o.Value.GetBoolean() },
                "threshold" => options with { Threshold = o.Value.GetInt64() },
                "edgeitems" => options with { EdgeItems = o.Value.GetInt32() },
                "linewidth" => options with { LineWidth = o.Value.GetInt32() },
                "nanstr" => options with { NanText = o.Value.GetString()! },
                "infstr" => options with { InfText = o.Value.GetString()! },
                "sign" => options with { Sign = o.Value.GetString()![0] },
                "floatmode" => options with { FloatMode = Enum.Parse<NumpyFloatMode>(o.Value.GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true) },
                "legacy" => options with { IsLegacy113 = true },
                _ => throw new InvalidDataException(o.Name),
            };
        }

        return options;
    }
}
