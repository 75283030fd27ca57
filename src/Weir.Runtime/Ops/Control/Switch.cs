using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Hands its value on to one of its outputs; the others are dead. RefSwitch hands on a reference.</summary>
/// <remarks>Source: control_flow_ops.cc.</remarks>
internal sealed class Switch(OpDefinition definition) : Op
{
    public static readonly Op[] All =
    [
        new Switch("RefSwitch(data: Ref(T), pred: bool) -> output_false: Ref(T), output_true: Ref(T); T: type | uninitialized"),
        new Switch("Switch(data: T, pred: bool) -> output_false: T, output_true: T; T: type"),
        new Switch("_SwitchN(data: T, output_index: int32) -> outputs: num_outs * T; num_outs: int >= 1; T: type"),
    ];

    public override OpDefinition Definition => definition;

    public override ControlFlowRole Role => ControlFlowRole.Switch;

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(1, 0);
        c.AllOutputs(c.Input(0));
    }

    /// <remarks>Zeros come back from where no gradient does, but only if that way was taken. The switch of many ways has no gradient in TensorFlow.</remarks>
    public override void Gradient(GradientContext g)
    {
        if (definition.Outputs.Count == 1)
        {
            base.Gradient(g);
            return;
        }

        DType dtype = g.Outgoing(Enumerable.Range(0, g.OutputCount).First(g.HasOutgoing)).DType;
        g.Flow(0, Enumerable.Range(0, g.OutputCount).Select(i => g.HasOutgoing(i) ? g.Outgoing(i) : VariableShape.BuildZerosLike(g.Output(i), dtype)).Aggregate(Merge.Build));
    }

    /// <summary>Outputs that live where the predicate is false (0) and where it is true (1).</summary>
    public static Operation Build(Output data, Output predicate) => data.Operation.Graph.AddOperation("Switch", [data, predicate]);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "num_outs");
        return r.InputTypes[1] == DType.Bool ? new OfTwo() : new OfMany();
    }

    private static void RequireScalar(StepContext s) =>
        s.Require(s.Input(1).Shape.Rank == 0, $"The second input must be a scalar, but it has shape {s.Input(1).Shape}");

    private sealed class OfTwo : Kernel
    {
        public override void Run(StepContext s)
        {
            RequireScalar(s);
            s.Forward(0, s.Input(1).Elements<bool>()[0] ? 1 : 0);
        }
    }

    private sealed class OfMany : Kernel
    {
        public override void Run(StepContext s)
        {
            RequireScalar(s);
            int index = s.Input(1).Elements<int>()[0];
            s.Forward(0, index >= 0 && index < s.OutputCount ? index : s.OutputCount - 1);
        }
    }
}
