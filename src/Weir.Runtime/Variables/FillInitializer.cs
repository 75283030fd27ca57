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
        return c.Constant("initial_value", Part(slice));
    }

    /// <summary>One dimension is cut: what is before it is a number of equal blocks, of which each gives a run.</summary>
    private Tensor Part(PartitionedSlice slice)
    {
        Tensor part = Tensor.Allocate(value.DType, Shape.Of(slice.Sizes));
        int axis = 0;
        while (slice.Sizes[axis] == slice.FullShape[axis]) axis++;
        long inner = 1;
        for (int i = axis + 1; i < slice.Sizes.Length; i++) inner *= slice.Sizes[i];
        long blocks = part.ElementCount / Math.Max(1, slice.Sizes[axis] * inner);
        for (long block = 0; block < blocks; block++)
        {
            long source = ((block * slice.FullShape[axis]) + slice.Offset[axis]) * inner;
            long target = block * slice.Sizes[axis] * inner;
            long count = slice.Sizes[axis] * inner;
            if (value.DType == DType.String)
            {
                for (long i = 0; i < count; i++) part.Strings[(int)(target + i)] = value.Strings[(int)(source + i)];
            }
            else
            {
                int size = value.DType.ElementSize();
                value.Bytes.Slice(checked((int)(source * size)), checked((int)(count * size))).CopyTo(part.Bytes[checked((int)(target * size))..]);
            }
        }

        return part;
    }
}
