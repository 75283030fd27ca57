using Google.Protobuf;
using Google.Protobuf.Reflection;
using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>What EncodeProto writes, the generated parsers read.</summary>
public sealed class EncodeProtoTests
{
    [Fact]
    public void Messages_of_TensorFlow_are_known()
    {
        byte[][] dims = Encode("tensorflow.TensorShapeProto.Dim", "local://", [[1, 1], [1, 0]], ("name", Tensor.From(new[,] { { "rows" }, { "x" } })), ("size", Tensor.From(new[,] { { 7L }, { -1L } })));
        TensorShapeProto.Types.Dim[] parsed = [.. dims.Select(TensorShapeProto.Types.Dim.Parser.ParseFrom)];
        Assert.Equal(["rows", "x"], parsed.Select(dim => dim.Name));
        Assert.Equal([7L, 0L], parsed.Select(dim => dim.Size));
    }

    [Fact]
    public void Repeated_numbers_are_as_many_as_the_sizes_say()
    {
        byte[] list = Encode("tensorflow.Int64List", "", [[3]], ("value", Tensor.From(new[,] { { 5L, -6L, long.MaxValue, 9L } })))[0];
        Assert.Equal([5L, -6L, long.MaxValue], Int64List.Parser.ParseFrom(list).Value);
        Assert.Equal(new Int64List { Value = { 5L, -6L, long.MaxValue } }.ToByteArray(), list);
    }

    [Fact]
    public void A_descriptor_may_come_with_the_node()
    {
        FieldDescriptorProto number = new() { Name = "n", Number = 2, Type = FieldDescriptorProto.Types.Type.Sint32, Label = FieldDescriptorProto.Types.Label.Optional };
        FileDescriptorSet set = new() { File = { new FileDescriptorProto { Package = "p", MessageType = { new DescriptorProto { Name = "M", Field = { number } } } } } };
        byte[] source = [.. "bytes://"u8, .. set.ToByteArray()];
        Assert.Equal([0x10, 0x03], Encode("p.M", source, [[1]], ("n", Tensor.From(new[,] { { -2 } })))[0]);
        TfException unknown = Assert.Throws<TfException>(() => Encode("p.M", source, [[1]], ("k", Tensor.From(new[,] { { -2 } }))));
        Assert.Contains("Unknown field: k in message type p.M", unknown.Message, StringComparison.Ordinal);
    }

    private static byte[][] Encode(string type, object source, int[][] sizes, params (string Name, Tensor Values)[] fields)
    {
        Graph graph = new();
        int[,] counts = new int[sizes.Length, fields.Length];
        for (int i = 0; i < sizes.Length; i++) for (int k = 0; k < fields.Length; k++) counts[i, k] = sizes[i][k];
        Dictionary<string, object> attributes = new() { ["message_type"] = type, ["field_names"] = fields.Select(field => field.Name).ToArray(), ["descriptor_source"] = source };
        Output bytes = graph.AddOperation("EncodeProto", [graph.Constant(Tensor.From(counts)), .. fields.Select(field => graph.Constant(field.Values))], attributes)[0];
        using Session session = new(graph);
        using Tensor result = session.Run(bytes);
        return result.ToArray<byte[]>();
    }
}
