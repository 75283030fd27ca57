using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>A value that is part of the graph.</summary>
internal sealed class Const : Op
{
    public override OpDefinition Definition { get; } = "Const() -> output: dtype; value: tensor; dtype: type";

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, c.Attributes.Find("value") switch
        {
            Tensor value => value.Shape,
            MalformedTensor { Message.TensorShape: { } shape } => ShapeCodec.Decode(shape),
            _ => Shape.Unknown,
        });
    }

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        if (c.Attributes.Find("value") is not Tensor value) return null;
        return value.DType switch
        {
            _ when value.ElementCount > ShapeContext.MaxConstant => null,
            DType.Int32 => Array.ConvertAll(value.ToArray<int>(), number => (long?)number),
            DType.Int64 => Array.ConvertAll(value.ToArray<long>(), number => (long?)number),
            _ => null,
        };
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        Tensor value = r.Tensor("value");
        if (value.DType != r.Type("dtype")) throw new TfException(StatusCode.InvalidArgument, $"Type mismatch between value ({value.DType.TfName()}) and dtype ({r.Type("dtype").TfName()})");
        return new Constant(value);
    }

    private sealed class Constant(Tensor value) : Kernel
    {
        public override void Run(StepContext s) => s.Forward(value, 0);
    }
}

/// <summary>Builds constants.</summary>
internal static class ConstBuilding
{
    public static Output Const(this Graph graph, Tensor value) => graph.AddOperation(
        "Const", attributes: new Dictionary<string, object> { ["value"] = value, ["dtype"] = value.DType })[0];

    public static Output Const(this Graph graph, int value) => graph.Const(Tensor.Scalar(value));

    /// <summary>A scalar of any numeric dtype.</summary>
    public static Output Const(this Graph graph, double value, DType dtype) => graph.Const(Scalar(value, dtype));

    /// <summary>A scalar of any numeric dtype.</summary>
    public static Tensor Scalar(double value, DType dtype) => dtype switch
    {
        DType.Float32 => Tensor.Scalar((float)value),
        DType.Float64 => Tensor.Scalar(value),
        DType.Float16 => Tensor.Scalar((Half)value),
        DType.BFloat16 => Tensor.Scalar((BFloat16)(float)value),
        DType.Complex64 => Tensor.Scalar(new Complex64((float)value, 0)),
        DType.Complex128 => Tensor.Scalar(new System.Numerics.Complex(value, 0)),
        DType.Int8 => Tensor.Scalar((sbyte)value),
        DType.Int16 => Tensor.Scalar((short)value),
        DType.Int32 => Tensor.Scalar((int)value),
        DType.Int64 => Tensor.Scalar((long)value),
        DType.UInt8 => Tensor.Scalar((byte)value),
        DType.UInt16 => Tensor.Scalar((ushort)value),
        DType.UInt32 => Tensor.Scalar((uint)value),
        DType.UInt64 => Tensor.Scalar((ulong)value),
        DType.Bool => Tensor.Scalar(value != 0),
        _ => throw new ArgumentException($"There is no number of dtype {dtype.TfName()}.", nameof(dtype)),
    };
}
