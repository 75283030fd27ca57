using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Quantized elements under another shape, with their range.</summary>
/// <remarks>Source: quantized_reshape_op.cc.</remarks>
internal sealed class QuantizedReshape : Op
{
    private readonly Reshape reshape = new();

    public override OpDefinition Definition { get; } = "QuantizedReshape(tensor: T, shape: Tshape, input_min: float, input_max: float) -> output: T, output_min: float, "
        + "output_max: float; T: type; Tshape: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        reshape.InferShapes(c);
        c.WithRank(2, 0);
        c.WithRank(3, 0);
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        r.Type("T") is DType.QUInt8 or DType.QInt32 ? new KeptRange(reshape.CreateKernel(r), 2, "input_min", "input_max") : throw r.NoKernel("T");
}
