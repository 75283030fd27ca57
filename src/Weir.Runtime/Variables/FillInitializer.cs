using Weir.Ops;

namespace Weir.Variables;

/// <summary>The same number everywhere: a constant, or a Fill where that would be large.</summary>
internal sealed class FillInitializer(string name, double value) : Initializer
{
    /// <summary>TensorFlow fills larger ones when they are run.</summary>
    private const long MostConstantElements = 1000;

    internal override Output Build(InitializerContext c)
    {
        if (c.Shape.ElementCount >= MostConstantElements || c.DType == DType.String)
        {
            Output element = c.DType == DType.String ? c.Constant(name + "/Const", Tensor.Scalar("")) : c.Number(name + "/Const", value);
            return c.Add("Fill", name, [c.ShapeVector(name + "/shape_as_tensor"), element]);
        }

        Tensor tensor = Tensor.Allocate(c.DType, c.Shape);
        using Tensor one = c.DType == DType.Bool ? Tensor.Scalar(value != 0) : ConstBuilding.Scalar(value, c.DType);
        for (int i = 0; i < tensor.ElementCount; i++) one.Bytes.CopyTo(tensor.Bytes[(i * one.Bytes.Length)..]);
        return c.Constant(name, tensor);
    }
}

/// <summary>A given value.</summary>
internal sealed class ValueInitializer(Tensor value) : Initializer
{
    internal override Shape? GivenShape => value.Shape;

    internal override DType? GivenDType => value.DType;

    internal override Output Build(InitializerContext c) => c.Constant("initial_value", value.Share());
}

/// <summary>The identity matrix.</summary>
internal sealed class IdentityInitializer(double gain) : Initializer
{
    internal override Output Build(InitializerContext c)
    {
        if (c.Shape.Rank != 2) throw new ArgumentException($"The identity initializer needs a matrix, not the shape {c.Shape}.");
        Tensor tensor = Tensor.Allocate(c.DType, c.Shape);
        tensor.Clear();
        using Tensor one = ConstBuilding.Scalar(gain, c.DType);
        for (long i = 0; i < Math.Min(c.Shape[0], c.Shape[1]); i++) one.Bytes.CopyTo(tensor.Bytes[(int)(((i * c.Shape[1]) + i) * one.Bytes.Length)..]);
        return c.Constant("eye", tensor);
    }
}
