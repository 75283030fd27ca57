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

    /// <summary>Whether an operation says if a loop goes on.</summary>
    public static bool IsCondition(Operation operation) => operation.Type == "LoopCond";

    /// <summary>Brings a value into the loop that another operation leads into.</summary>
    public static Output BuildEnter(Output value, Operation alike) => value.Operation.Graph.AddOperation("Enter", [value], new Dictionary<string, object>
    {
        ["frame_name"] = FrameName(alike.Attributes),
        ["parallel_iterations"] = alike.Attributes.Get<long>("parallel_iterations"),
    })[0];

    /// <summary>Brings a value to the next round.</summary>
    public static Output BuildNext(Output value) => value.Operation.Graph.AddOperation("NextIteration", [value])[0];

    /// <summary>Brings a value out of its loop.</summary>
    public static Output BuildExit(Output value) => value.Operation.Graph.AddOperation("Exit", [value])[0];

    public override void InferShapes(ShapeContext c) => c.Output(0, role == ControlFlowRole.Enter && !IsConstant(c.Attributes) ? Shape.Unknown : c.Input(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "frame_name", "is_constant", "parallel_iterations");
        return new ForwardKernel();
    }
}
