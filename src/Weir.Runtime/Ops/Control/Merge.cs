using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Hands on the input that lives, and says which one it is. RefMerge hands on a reference.</summary>
/// <remarks>Source: control_flow_ops.cc.</remarks>
internal sealed class Merge(OpDefinition definition) : Op
{
    public static readonly Op[] All =
    [
        new Merge("Merge(inputs: N * T) -> output: T, value_index: int32; T: type; N: int >= 1"),
        new Merge("RefMerge(inputs: N * Ref(T)) -> output: Ref(T), value_index: int32; T: type; N: int >= 1"),
    ];

    public override OpDefinition Definition => definition;

    public override ControlFlowRole Role => ControlFlowRole.Merge;

    /// <remarks>What all inputs have in common; an input that comes round in a loop is not known yet.</remarks>
    public override void InferShapes(ShapeContext c)
    {
        Shape shape = c.Input(0);
        for (int i = 1; i < c.InputCount; i++) shape = Common(shape, c.Input(i));
        c.Output(0, shape);
        c.Output(1, Shape.Scalar);
    }

    /// <remarks>
    /// What came from an input goes back to it, where it came from it; to the others goes what is dead. Where two sides of a choice meet, the
    /// same choice says so: then it can be seen what of the gradient lives together. Loops have gradients of their own.
    /// </remarks>
    public override void Gradient(GradientContext g)
    {
        if (g.Conditions.SidesOf(g.Operation) is { } sides)
        {
            Operation choice = Switch.Build(g.Outgoing(0), sides.First.Predicate);
            if (g.Wants(0)) g.Flow(0, choice[sides.First.Branch]);
            if (g.Wants(1)) g.Flow(1, choice[sides.Second.Branch]);
            return;
        }

        for (int i = 0; i < g.InputCount; i++)
        {
            if (g.Wants(i)) g.Flow(i, Switch.Build(g.Outgoing(0), Comparisons.Equal(g.Output(1), g.Graph.Const(i)))[1]);
        }
    }

    /// <summary>The one of two values that lives.</summary>
    public static Output Build(Output x, Output y) => x.Operation.Graph.AddOperation("Merge", [x, y])[0];

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "N");
        return new FirstAlive();
    }

    /// <summary>What is true of both shapes.</summary>
    public static Shape Common(Shape a, Shape b)
    {
        if (!a.HasRank || !b.HasRank || a.Rank != b.Rank) return Shape.Unknown;
        long[] sizes = a.Dimensions.ToArray();
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] != b[i]) sizes[i] = -1;
        }

        return Shape.Of(sizes);
    }

    private sealed class FirstAlive : Kernel
    {
        public override void Run(StepContext s)
        {
            int alive = 0;
            while (!s.Input(alive).HasValue) alive++;
            s.Forward(alive, 0);
            s.Output(1).Elements<int>()[0] = alive;
        }
    }
}
