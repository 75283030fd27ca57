using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The range that integers of 32 bits take.</summary>
/// <remarks>Source: requantization_range_op.cc.</remarks>
internal sealed class RequantizationRange : Op
{
    public override OpDefinition Definition { get; } =
        $"RequantizationRange(input: Tinput, input_min: float, input_max: float) -> output_min: float, output_max: float; Tinput: {QuantizedTypes.All}";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(1, 0);
        c.WithRank(2, 0);
        c.AllOutputs(Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("Tinput") == DType.QInt32 ? new Find() : throw r.NoKernel("Tinput");

    private sealed class Find : Kernel
    {
        public override void Run(StepContext s)
        {
            (float low, float high) = (QuantizedTypes.Scalar(s, 1, "input_min"), QuantizedTypes.Scalar(s, 2, "input_max"));
            (float least, float most) = UsedRange.Of(s.Input(0).Elements<int>(), low, high);
            s.Output(0).Elements<float>()[0] = least;
            s.Output(1).Elements<float>()[0] = most;
        }
    }
}
