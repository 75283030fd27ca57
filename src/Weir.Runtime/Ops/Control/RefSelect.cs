using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Hands one of several references on.</summary>
/// <remarks>Source: control_flow_ops.cc.</remarks>
internal sealed class RefSelect : Op
{
    public override OpDefinition Definition { get; } = "RefSelect(index: int32, inputs: N * Ref(T)) -> output: Ref(T); T: type; N: int >= 1";

    public override void InferShapes(ShapeContext c) => c.WithRank(0, 0);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "N");
        return new Choice();
    }

    private sealed class Choice : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor chooser = s.Input(0);
            s.Require(chooser.Shape.Rank == 0, $"Index must be a scalar, but it has shape {chooser.Shape}");
            int index = chooser.Elements<int>()[0];
            s.Require(index >= 0 && index < s.InputCount - 1, $"Index must be in the range [0, {s.InputCount - 1}) but got {index}");
            s.Forward(index + 1, 0);
        }
    }
}
