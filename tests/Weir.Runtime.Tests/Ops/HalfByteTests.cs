using Google.Protobuf;
using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>Casts from and to int4 and uint4, as checkpoints have them.</summary>
public sealed class HalfByteTests
{
    [Theory]
    [InlineData(DType.Int4, new[] { 7f, -8f, -1f, -1f })]
    [InlineData(DType.UInt4, new[] { 7f, 8f, 15f, 15f })]
    public void High_bits_do_not_count(DType dtype, float[] expected)
    {
        Graph graph = new();
        Output stored = graph.Constant(Stored(dtype));
        Output floats = Cast(stored, DType.Float32);
        using Session session = new(graph);
        Assert.Equal(expected, session.Floats(floats));
        Assert.Equal(expected, session.Floats(Cast(Cast(floats, DType.Int32), dtype, DType.Float32)));
        Assert.Equal(expected, session.Floats(Cast(stored, DType.Int8, DType.Int32, DType.Float32)));
    }

    private static Tensor Stored(DType dtype) => TensorProtoCodec.Decode(new TensorProto
    {
        Dtype = (DataType)dtype,
        TensorShape = ShapeProtoCodec.Encode(Shape.Of(4)),
        TensorContent = ByteString.CopyFrom(0x07, 0xf8, 0x0f, 0xff),
    });

    private static Output Cast(Output x, params DType[] dtypes) =>
        dtypes.Aggregate(x, (value, dtype) => value.Graph.AddOperation("Cast", [value], new Dictionary<string, object> { ["DstT"] = dtype })[0]);
}
