using System.Text.Json;
using CsCheck;
using Google.Protobuf;
using Weir.Protos;
using Weir.Tests;

namespace Weir.Codec;

public class TensorProtoCodecTests
{
    [Fact]
    public void Decodes_every_encoding_as_TensorFlow_does()
    {
        int values = 0, errors = 0;
        List<string> wrong = [];
        foreach (JsonElement row in Corpus.Rows("ops/Const.jsonl.gz"))
        {
            string label = row.GetProperty("case").GetString()!;
            NodeDef node = NodeDef.Parser.ParseFrom(row.GetProperty("node").GetBytesFromBase64());
            TensorProto given = node.Attr["value"].Tensor;
            if (row.TryGetProperty("error", out JsonElement error))
            {
                // That the attribute dtype contradicts the value is for the op to see, not for the codec.
                if ((DataType)given.Dtype != node.Attr["dtype"].Type) continue;
                errors++;
                StatusCode? code = CodeOf(given);
                if (code?.CanonicalName() != error.GetProperty("code").GetString()) wrong.Add($"{label}: {code?.ToString() ?? "no error"}");
                continue;
            }

            values++;
            TensorProto expected = TensorProto.Parser.ParseFrom(row.GetProperty("outputs")[0].GetBytesFromBase64());
            using Tensor got = TensorProtoCodec.Decode(given);
            using Tensor want = TensorProtoCodec.Decode(expected);
            if (!SameBits(got, want)) wrong.Add($"{label}: values differ");
        }

        Assert.Empty(wrong);
        Assert.Equal((394, 83), (values, errors));
    }

    [Theory]
    [InlineData(TensorProtoEncoding.TypedFields)]
    [InlineData(TensorProtoEncoding.TensorContent)]
    public void What_is_encoded_is_decoded_again(TensorProtoEncoding encoding)
    {
        int dtypes = 0;
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            if (!dtype.IsPlain()) continue;
            dtypes++;
            Gen.Byte.Array[12 * dtype.ElementSize()].Sample(bytes =>
            {
                if (dtype == DType.Bool) bytes = Array.ConvertAll(bytes, b => (byte)(b & 1));
                using Tensor tensor = Tensor.Allocate(dtype, [3, 4]);
                bytes.CopyTo(tensor.Bytes);
                using Tensor again = TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(TensorProtoCodec.Encode(tensor, encoding).ToByteArray()));
                Assert.True(SameBits(tensor, again), dtype.ToString());
            }, iter: 20);
        }

        Assert.Equal(24, dtypes);
    }

    [Theory]
    [InlineData(TensorProtoEncoding.TypedFields)]
    [InlineData(TensorProtoEncoding.TensorContent)]
    public void Strings_are_encoded_and_decoded_again(TensorProtoEncoding encoding) =>
        Gen.Byte.Array[0, 300].Array[0, 5].Sample(strings =>
        {
            using Tensor tensor = Tensor.From<byte[]>(strings);
            TensorProto proto = TensorProtoCodec.Encode(tensor, encoding);
            Assert.Equal(encoding == TensorProtoEncoding.TypedFields ? strings.Length : 0, proto.StringVal.Count);
            using Tensor again = TensorProtoCodec.Decode(proto);
            Assert.Equal(strings, again.ToArray<byte[]>());
        }, iter: 100);

    [Fact]
    public void The_typed_encoding_is_the_one_TensorFlow_Serving_answers_with()
    {
        TensorProto expected = new() { Dtype = DataType.DtHalf, TensorShape = ShapeProtoCodec.Encode([2]), HalfVal = { 0x3c00, 0xbc00 } };
        using Tensor tensor = Tensor.From((Half)1, (Half)(-1));
        Assert.Equal(expected, TensorProtoCodec.Encode(tensor));
        Assert.Equal(ByteString.CopyFrom(0, 0x3c, 0, 0xbc), TensorProtoCodec.Encode(tensor, TensorProtoEncoding.TensorContent).TensorContent);
    }

    [Fact]
    public void Tensors_are_encoded_byte_for_byte_as_Python_encodes_them()
    {
        List<string> wrong = [];
        int count = 0;
        foreach (string path in new[] { "saved_models", "tf2_models" }.SelectMany(folder => Directory.GetFiles(Corpus.PathOf(folder), "cases.jsonl.gz", SearchOption.AllDirectories)))
        {
            foreach (JsonElement row in Corpus.Rows(path))
            {
                foreach (JsonProperty recorded in new[] { "inputs", "outputs" }.SelectMany(side => row.TryGetProperty(side, out JsonElement map) && map.ValueKind == JsonValueKind.Object ? map.EnumerateObject() : default))
                {
                    if (recorded.Value.ValueKind != JsonValueKind.String) continue;
                    byte[] bytes = recorded.Value.GetBytesFromBase64();
                    using Tensor tensor = TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(bytes));
                    count++;
                    if (!TensorProtoCodec.Encode(tensor, TensorProtoEncoding.MakeTensorProto).ToByteArray().AsSpan().SequenceEqual(bytes)) wrong.Add($"{path} {recorded.Name}: {tensor.DType} {tensor.Shape}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} differ:\n" + string.Join('\n', wrong.Take(20)));
        Assert.True(count > 1500, $"only {count}");
    }

    [Fact]
    public void Content_is_compared_with_the_shape_before_memory_is_asked_for()
    {
        TensorProto forged = new() { Dtype = DataType.DtFloat, TensorShape = ShapeProtoCodec.Encode([1L << 40]), TensorContent = ByteString.CopyFrom(1, 2, 3, 4) };
        TfException e = Assert.Throws<TfException>(() => TensorProtoCodec.Decode(forged));
        Assert.Equal(StatusCode.InvalidArgument, e.Code);
        Assert.Contains("[1099511627776] must have 4398046511104 bytes, found 4", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DataType.DtFloat, 1L << 50)]
    [InlineData(DataType.DtComplex128, long.MaxValue)]
    [InlineData(DataType.DtString, 1L << 33)]
    [InlineData(DataType.DtInt8, (64L << 30) + 1)]
    public void What_cannot_be_allocated_is_an_invalid_argument(DataType dtype, long size)
    {
        TensorProto forged = new() { Dtype = dtype, TensorShape = ShapeProtoCodec.Encode([size]) };
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(forged));
    }

    [Fact]
    public void A_limit_is_kept()
    {
        TensorProto splat = new() { Dtype = DataType.DtFloat, TensorShape = ShapeProtoCodec.Encode([1000]), FloatVal = { 1f } };
        TensorProtoCodec.Decode(splat, maxBytes: 4000).Dispose();
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => TensorProtoCodec.Decode(splat, maxBytes: 3999)).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(27)]
    [InlineData(101)]
    [InlineData(201)]
    [InlineData(int.MaxValue)]
    [InlineData(-5)]
    public void Unknown_dtypes_are_refused(int dtype) =>
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(new TensorProto { Dtype = (DataType)dtype }));

    [Fact]
    public void Any_bool_byte_that_is_not_zero_is_true()
    {
        TensorProto proto = new() { Dtype = DataType.DtBool, TensorShape = ShapeProtoCodec.Encode([3]), TensorContent = ByteString.CopyFrom(0, 1, 2) };
        using Tensor tensor = TensorProtoCodec.Decode(proto);
        Assert.Equal([0, 1, 1], tensor.Bytes.ToArray());
    }

    [Fact]
    public void Corrupt_messages_give_documented_errors_only()
    {
        byte[][] seeds = [.. Corpus.Rows("ops/Const.jsonl.gz").Select(r => NodeDef.Parser.ParseFrom(r.GetProperty("node").GetBytesFromBase64()).Attr["value"].Tensor.ToByteArray())];
        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, 200], Gen.Byte, Gen.Bool).Sample((seed, position, value, cut) =>
        {
            byte[] bytes = (byte[])seeds[seed].Clone();
            if (bytes.Length == 0) return;
            bytes[position % bytes.Length] = value;
            if (cut) bytes = bytes[..(position % bytes.Length)];
            try
            {
                TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(bytes), maxBytes: 1 << 20).Dispose();
            }
            catch (Exception e) when (e is InvalidProtocolBufferException
                or TfException { Code: StatusCode.InvalidArgument or StatusCode.Unimplemented })
            {
            }
        }, iter: 20_000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(new long[0])]
    [InlineData(new long[] { -1, 3, 0 })]
    public void Shapes_are_encoded_and_decoded_again(long[]? sizes)
    {
        Shape shape = sizes is null ? Shape.Unknown : Shape.Of(sizes);
        Assert.Equal(shape, ShapeProtoCodec.Decode(ShapeProtoCodec.Encode(shape)));
    }

    [Theory]
    [InlineData(DType.Int4, "[ 7 -8 -1 -1]", new[] { 7, -8, -1, -1 })]
    [InlineData(DType.UInt4, "[ 7  8 15 15]", new[] { 7, 8, 15, 15 })]
    public void Half_bytes_are_numbers_whatever_their_high_bits_are(DType dtype, string printed, int[] values)
    {
        TensorProto proto = new()
        {
            Dtype = (DataType)dtype,
            TensorShape = ShapeProtoCodec.Encode(Shape.Of(4)),
            TensorContent = ByteString.CopyFrom(0x07, 0xf8, 0x0f, 0xff),
        };
        using Tensor tensor = TensorProtoCodec.Decode(proto);
        Assert.Equal(printed, tensor.ToString());
        Assert.Equal(values, TensorProtoCodec.Encode(tensor).IntVal);
    }

    private static StatusCode? CodeOf(TensorProto proto)
    {
        try
        {
            TensorProtoCodec.Decode(proto).Dispose();
            return null;
        }
        catch (TfException e)
        {
            return e.Code;
        }
    }

    private static bool SameBits(Tensor a, Tensor b) => a.DType == b.DType && a.Shape.Equals(b.Shape)
        && (a.DType == DType.String ? a.Strings.Zip(b.Strings).All(p => p.First.AsSpan().SequenceEqual(p.Second))
            : a.DType is DType.Int4 or DType.UInt4 ? a.ToString() == b.ToString() : a.Bytes.SequenceEqual(b.Bytes));
}
