using Weir.Bundles;
using Weir.Ops;

namespace Weir.Variables;

/// <summary>The same number everywhere: a constant, or a Fill where that would be large.</summary>
internal sealed class FillInitializer(string name, double value) : Initializer
{
    /// <summary>TensorFlow fills larger ones when they are run.</summary>
    private const long MostConstantElements = 1000;

    internal override Output Build(InitializerContext c) => Build(c, name, value, c.Shape);

    public static Output Build(InitializerContext c, string name, double value, Shape shape)
    {
        if (shape.ElementCount >= MostConstantElements || c.DType == DType.String)
        {
            Output element = c.DType == DType.String ? c.Constant(name + "/Const", Tensor.Scalar("")) : c.Number(name + "/Const", value);
            return c.Add("Fill", name, [c.Sizes(name + "/shape_as_tensor", shape), element]);
        }

        Tensor tensor = Tensor.Allocate(c.DType, shape);
        using Tensor one = c.DType == DType.Bool ? Tensor.Scalar(value != 0) : ConstBuilding.Scalar(value, c.DType);
        for (int i = 0; i < tensor.ElementCount; i++) one.Bytes.CopyTo(tensor.Bytes[(i * one.Bytes.Length)..]);
        return c.Constant(name, tensor);
    }
}

/// <summary>A given value, or of a partitioned variable the part's share of it.</summary>
internal sealed class ValueInitializer(Tensor value) : Initializer
{
    internal override Shape? GivenShape => value.Shape;

    internal override DType? GivenDType => value.DType;

    internal override Output Build(InitializerContext c)
    {
        if (c.Slice is not { } slice || slice.Sizes.AsSpan().SequenceEqual(value.Shape.Dimensions)) return c.Constant("initial_value", value.Share());
        if (!slice.FullShape.Equals(value.Shape)) throw new ArgumentException($"A value of shape {value.Shape} can not initialize a variable of shape {slice.FullShape}.");
        Tensor part = Tensor.Allocate(value.DType, Shape.Of(slice.Sizes));
        SliceBox box = new(slice.Offset, slice.Sizes);
        SliceBox whole = new(new long[box.Rank], value.Shape.Dimensions.ToArray());
        new BoxRuns(box, whole, box).Copy(value, part);
        return c.Constant("initial_value", part);
    }
}
