using System.Text;
using System.Text.Json;
using CsCheck;
using Weir.Protos;
using Weir.Tests;

namespace Weir.Codec;

public class NpyTests
{
    private static readonly JsonElement[] Index = [.. JsonElement.Parse(File.ReadAllText(Corpus.PathOf("facts/npy/index.json"))).EnumerateArray()];

    [Fact]
    public void Reads_what_numpy_reads_and_refuses_the_rest()
    {
        List<string> wrong = [];
        int read = 0, refused = 0, errors = 0;
        foreach (JsonElement row in Index)
        {
            string file = row.GetProperty("file").GetString()!;
            if (!file.EndsWith(".npy", StringComparison.Ordinal)) continue;
            JsonElement expected = row.GetProperty("allow_pickle_false");
            (Tensor? got, StatusCode? code) = TryRead(() =>
            {
                using FileStream stream = File.OpenRead(Corpus.PathOf("facts/npy/" + file));
                return Npy.Read(stream);
            });
            if (expected.TryGetProperty("error", out _))
            {
                errors++;
                if (code is null) wrong.Add(file + ": no error");
            }
            else if (expected.GetProperty("array").TryGetProperty("repr", out _))
            {
                refused++;
                if (code != StatusCode.Unimplemented) wrong.Add($"{file}: {code}");
            }
            else
            {
                read++;
                if (got is null || !Same(got, expected.GetProperty("array"))) wrong.Add($"{file}: {code} {got?.DType} {got?.Shape}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal((54, 6, 15), (read, refused, errors));
    }

    [Fact]
    public void Reads_archives_member_by_member()
    {
        List<string> wrong = [];
        int members = 0;
        foreach (JsonElement row in Index)
        {
            string file = row.GetProperty("file").GetString()!;
            if (!file.EndsWith(".npz", StringComparison.Ordinal)) continue;
            string path = Corpus.PathOf("facts/npy/" + file);
            if (row.GetProperty("allow_pickle_false").TryGetProperty("error", out _))
            {
                Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => Npz.Open(File.OpenRead(path))).Code);
                continue;
            }

            using Npz archive = Npz.Open(File.OpenRead(path));
            JsonElement expected = row.GetProperty("allow_pickle_false").GetProperty("npz");
            Assert.Equal(expected.EnumerateObject().Select(m => m.Name), archive.Names);
            foreach (JsonProperty member in expected.EnumerateObject())
            {
                members++;
                (Tensor? got, StatusCode? code) = TryRead(() => archive.Read(member.Name));
                bool isArray = member.Value.TryGetProperty("dtype", out _);
                if (isArray ? got is null || !Same(got, member.Value) : code is null) wrong.Add($"{file} {member.Name}: {code}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(13, members);
    }

    [Fact]
    public void Arrays_are_written_byte_for_byte_as_numpy_writes_them()
    {
        // The files that numpy wrote as it writes today: version 1.0, C order, little-endian, no strings.
        int same = 0;
        foreach (string path in Directory.GetFiles(Corpus.PathOf("facts/npy"), "*.npy"))
        {
            string name = Path.GetFileName(path);
            if (!name.StartsWith("le_", StringComparison.Ordinal) && !name.StartsWith("scalar_", StringComparison.Ordinal)
                && !name.StartsWith("empty_", StringComparison.Ordinal) && name != "six_d.npy") continue;
            if (name is "scalar_str.npy" or "empty_string_dtype.npy") continue;
            using FileStream stream = File.OpenRead(path);
            using Tensor tensor = Npy.Read(stream);
            Assert.Equal(File.ReadAllBytes(path), Written(tensor));
            same++;
        }

        Assert.Equal(20, same);
    }

    [Fact]
    public void Strings_are_written_as_an_array_of_bytes_objects()
    {
        JsonElement row = Corpus.Rows("cli/run.jsonl.gz").First(r => r.TryGetProperty("wrote", out JsonElement w) && w.ValueKind == JsonValueKind.Object
            && w.TryGetProperty("o/y.npy", out JsonElement y) && Encoding.Latin1.GetString(y.GetBytesFromBase64()).Contains("'|O'", StringComparison.Ordinal));
        using Tensor tensor = Tensor.From("a", "bc");
        Assert.Equal(row.GetProperty("wrote").GetProperty("o/y.npy").GetBytesFromBase64(), Written(tensor));
        using Tensor repeated = Tensor.From<string>(["x", "", "b", "x", ""], [5, 1]);
        Assert.EndsWith("(C\u0001xq\u000eC\u0000q\u000fh\u0003h\u000eh\u000fetq\u0010b.", Encoding.Latin1.GetString(Written(repeated)), StringComparison.Ordinal);
        using Tensor scalar = Tensor.Scalar("abc");
        Assert.Contains("'|S3'", Encoding.Latin1.GetString(Written(scalar)), StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_are_written_and_read_again()
    {
        using Tensor a = Tensor.From(1f, 2f);
        using Tensor b = Tensor.Scalar(7L);
        using MemoryStream stream = new();
        Npz.Write(stream, [new("a", a), new("é/b", b)]);
        using Npz archive = Npz.Open(new MemoryStream(stream.ToArray()));
        Assert.Equal(["a", "é/b"], archive.Names);
        using Tensor again = archive.Read("é/b");
        Assert.Equal(7L, again.AsSpan<long>()[0]);
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => archive.Read("c")).Code);
    }

    [Fact]
    public void A_forged_shape_is_an_error_and_not_an_allocation()
    {
        using MemoryStream stream = new([.. NumPy.NpyHeader.Write("'<f4'", [1L << 40]), 1, 2, 3, 4]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TfException e = Assert.Throws<TfException>(() => Npy.Read(stream));
        Assert.Equal(StatusCode.InvalidArgument, e.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Corrupt_files_give_documented_errors_only()
    {
        byte[][] seeds = [.. Directory.GetFiles(Corpus.PathOf("facts/npy"), "*.np?").Select(File.ReadAllBytes)];
        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 3]).Sample((seed, position, value, cut) =>
        {
            byte[] bytes = (byte[])seeds[seed].Clone();
            if (bytes.Length == 0) return;
            position %= bytes.Length;
            bytes[position] = value;
            if (cut == 0) bytes = bytes[..position];
            TryRead(() => Npy.Read(new MemoryStream(bytes), maxBytes: 1 << 20));
            TryRead(() =>
            {
                using Npz archive = Npz.Open(new MemoryStream(bytes));
                foreach (string name in archive.Names) TryRead(() => archive.Read(name, maxBytes: 1 << 20));
                return null!;
            });
        }, iter: 20_000);
    }

    /// <summary>Only documented errors are caught: any other fails the test.</summary>
    private static (Tensor? Tensor, StatusCode? Code) TryRead(Func<Tensor> read)
    {
        try
        {
            return (read(), null);
        }
        catch (TfException e) when (e.Code is StatusCode.InvalidArgument or StatusCode.Unimplemented or StatusCode.ResourceExhausted)
        {
            return (null, e.Code);
        }
    }

    private static byte[] Written(Tensor tensor)
    {
        using MemoryStream stream = new();
        Npy.Write(stream, tensor);
        return stream.ToArray();
    }

    private static bool Same(Tensor got, JsonElement expected)
    {
        long[] shape = [.. expected.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())];
        if (!got.Shape.Equals(Shape.Of(shape))) return false;
        if (expected.TryGetProperty("tensor", out JsonElement proto))
        {
            using Tensor want = TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(proto.GetBytesFromBase64()));
            return got.ToArray<string>().SequenceEqual(want.ToArray<string>());
        }

        string name = got.DType switch { DType.Float16 => "float16", DType.Float32 => "float32", DType.Float64 => "float64", _ => got.DType.TfName() };
        return name == expected.GetProperty("dtype").GetString() && got.Bytes.SequenceEqual(expected.GetProperty("data").GetBytesFromBase64());
    }
}
