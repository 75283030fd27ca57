using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The list cut, or with elements that are not set at its end.</summary>
/// <remarks>Source: list_kernels.cc; gradient: list_ops.py.</remarks>
internal sealed class TensorListResize : Op
{
    public override OpDefinition Definition { get; } = "TensorListResize(input_handle: variant, size: int32) -> output_handle: variant";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g) =>
        g.Flow(0, g.Graph.AddOperation("TensorListResize", [g.Outgoing(0), TensorListLength.Build(g.Input(0))])[0]);

    public override Kernel CreateKernel(KernelRequest r) => new Cut();

    private sealed class Cut : Kernel
    {
        public override void Run(StepContext s)
        {
            int size = s.Scalar(1);
            s.Require(size >= 0, $"TensorListSlice expects size to be non-negative. Got: {size}");
            s.RequireLength(size);
            s.ListToChange().Resize(size);
        }
    }
}
