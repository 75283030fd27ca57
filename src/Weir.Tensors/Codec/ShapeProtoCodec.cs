using Weir.Protos;

namespace Weir;

/// <summary>Turns shapes into <see cref="TensorShapeProto"/> and back.</summary>
public static class ShapeProtoCodec
{
    /// <summary>The shape that a message describes; sizes and rank may be unknown.</summary>
    /// <param name="proto">A message; null is an unknown rank, as an absent attribute is.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: a size below -1, dimensions of an unknown rank, more than 254 dimensions, or a
    /// product above 2^63 - 1.</exception>
    public static Shape Decode(TensorShapeProto? proto)
    {
        if (proto is null) return Shape.Unknown;
        if (!proto.UnknownRank) return Shape.Of(Sizes(proto));
        if (proto.Dim.Count == 0) return Shape.Unknown;
        throw new TfException(StatusCode.InvalidArgument, $"A shape of unknown rank must have no dimensions, this one has {proto.Dim.Count}.");
    }

    /// <summary>The message that describes a shape; -1 is an unknown size.</summary>
    /// <param name="shape">A shape.</param>
    public static TensorShapeProto Encode(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        TensorShapeProto proto = new() { UnknownRank = !shape.HasRank };
        foreach (long size in shape.Dimensions) proto.Dim.Add(new TensorShapeProto.Types.Dim { Size = size });
        return proto;
    }

    /// <summary>The shape of a tensor's value. As in TensorFlow, an unknown rank without dimensions is a scalar.</summary>
    /// <remarks>Source: <c>TensorShape::IsValid</c> (tensor_shape.cc, TensorFlow 2.15).</remarks>
    /// <exception cref="TfException">INVALID_ARGUMENT: not fully defined, or no tensor can have it.</exception>
    internal static Shape DecodeFull(TensorShapeProto? proto)
    {
        if (proto is null || proto.Dim.Count == 0) return Shape.Scalar;
        Shape shape = Shape.Of(Sizes(proto));
        if (shape.IsFullyDefined) return shape;
        throw new TfException(StatusCode.InvalidArgument, $"Shape {shape} is not fully defined");
    }

    private static long[] Sizes(TensorShapeProto proto)
    {
        long[] sizes = new long[proto.Dim.Count];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = proto.Dim[i].Size;
        return sizes;
    }
}
