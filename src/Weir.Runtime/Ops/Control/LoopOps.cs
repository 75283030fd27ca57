using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>The ops at the border of TensorFlow 1's loops: a plan makes one step of a whole loop and moves the values itself.</summary>
/// <remarks>Source: control_flow_ops.cc.</remarks>
internal sealed class LoopOps(OpDefinition definition, ControlFlowRole role) : Op
{
    public static readonly Op[] All =
    [
        new LoopOps("Enter(data: T) -> output: T; T: type; frame_name: string; is_constant: bool = false; parallel_iterations: int = 10", ControlFlowRole.Enter),
        new LoopOps("Exit(data: T) -> output: T; T: type", ControlFlowRole.Exit),
        new LoopOps("LoopCond(input: bool) -> output: bool", ControlFlowRole.None),
        new LoopOps("NextIteration(data: T) -> output: T; T: type", ControlFlowRole.NextIteration),
        new LoopOps("RefEnter(data: Ref(T)) -> output: Ref(T); T: type; frame_name: string; is_constant: bool = false; parallel_iterations: int = 10", ControlFlowRole.Enter),
        new LoopOps("RefExit(data: Ref(T)) -> output: Ref(T); T: type", ControlFlowRole.Exit),
        new LoopOps("RefNextIteration(data: Ref(T)) -> output: Ref(T); T: type", ControlFlowRole.NextIteration),
    ];

    public override OpDefinition Definition => definition;

    public override ControlFlowRole Role => role;

    public static string FrameName(AttributeList attributes) => attributes.GetString("frame_name");

    /// <summary>Whether all rounds of the loop see the value.</summary>
    public static bool IsConstant(AttributeList attributes) => attributes.Get<bool>("is_constant");

    public override void InferShapes(ShapeContext c) => c.Output(0, role == ControlFlowRole.Enter && !IsConstant(c.Attributes) ? Shape.Unknown : c.Input(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "frame_name", "is_constant", "parallel_iterations");
        return new ForwardKernel();
    }
}
