using Weir.Protos;

namespace Weir.Graphs;

/// <summary>Between TensorShapeProto and <see cref="Shape"/>.</summary>
internal static class ShapeCodec
{
    public static Shape Decode(TensorShapeProto proto)
    {
        if (proto.UnknownRank) return Shape.Unknown;
        if (proto.Dim.Count > Shape.MaxRank)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Shape has {proto.Dim.Count} dimensions, more than the {Shape.MaxRank} allowed.");
        }

        Span<long> sizes = stackalloc long[proto.Dim.Count];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = proto.Dim[i].Size;
        return Shape.Of(sizes);
    }

    public static TensorShapeProto Encode(Shape shape)
    {
        TensorShapeProto proto = new() { UnknownRank = !shape.HasRank };
        foreach (long size in shape.Dimensions) proto.Dim.Add(new TensorShapeProto.Types.Dim { Size = size });
        return proto;
    }
}
