namespace Weir.Training;

/// <summary>What lies between ys and xs in a graph, in a function's body or in a round of a loop: where gradients flow.</summary>
internal sealed class GradientPath
{
    private static readonly HashSet<Operation> None = [];

    private readonly FrameLoops loops;
    private readonly IReadOnlySet<Operation> border;
    private readonly HashSet<Operation> stops;
    private readonly HashSet<Operation> reached = [];

    /// <param name="ys">Where gradients come from.</param>
    /// <param name="xs">Where they go to.</param>
    /// <param name="loops">The loops of TensorFlow 1 in the graph.</param>
    /// <param name="border">The border of the loop's round; null: it is not a round.</param>
    /// <param name="stops">Operations past which nothing flows; null: none.</param>
    public GradientPath(IReadOnlyList<Output> ys, IReadOnlyList<Output> xs, FrameLoops loops, IReadOnlySet<Operation>? border = null, IEnumerable<Output>? stops = null)
    {
        this.loops = loops;
        this.border = border ?? None;
        Conditions = new LivingConditions(this.border);
        this.stops = stops is null ? None : stops.Select(edge => loops.StandIn(edge.Operation)).ToHashSet();
        HashSet<Operation> sources = [.. xs.Select(x => loops.StandIn(x.Operation))];
        List<Operation> ordered = Backward(ys);
        foreach (Operation operation in ordered)
        {
            if (sources.Contains(operation) || Array.Exists(InputsOf(operation), Contains)) reached.Add(operation);
        }

        Operations = [.. ordered.Where(reached.Contains)];
    }

    /// <summary>The operations from which a y can be reached, and which can be reached from an x, each behind all that it reads. A loop's condition stands for the loop.</summary>
    public IReadOnlyList<Operation> Operations { get; }

    public FrameLoops Loops => loops;

    /// <summary>Where edges of the graph live.</summary>
    public LivingConditions Conditions { get; }

    /// <summary>Whether this is in a round of a loop of TensorFlow 1.</summary>
    public bool IsInLoop => border.Count > 0;

    /// <summary>Whether the gradient with respect to an edge is asked for.</summary>
    public bool Contains(Output edge) => IsDifferentiable(edge.DType) && reached.Contains(loops.StandIn(edge.Operation));

    /// <summary>The loop that an operation stands for; null: it is itself.</summary>
    public FrameLoop? LoopOf(Operation operation) => loops.Find(operation);

    public Output[] InputsOf(Operation operation) => border.Contains(operation) || stops.Contains(operation) ? [] : loops.Find(operation)?.Inputs ?? operation.InputEdges;

    public Output[] OutputsOf(Operation operation) => loops.Find(operation)?.Outputs ?? operation.OutputEdges;

    public static bool IsDifferentiable(DType dtype) => dtype.BaseType() is var type && (type.IsFloating() || type.IsComplex() || type is DType.Resource or DType.Variant);

    /// <summary>All that ys depend on, each operation behind those it reads; without recursion, for graphs are deep.</summary>
    private List<Operation> Backward(IReadOnlyList<Output> ys)
    {
        List<Operation> ordered = [];
        HashSet<Operation> seen = [];
        Stack<(Operation Operation, Output[] Inputs, int Next)> path = [];
        void Enter(Operation operation)
        {
            operation = loops.StandIn(operation);
            if (seen.Add(operation)) path.Push((operation, InputsOf(operation), 0));
        }

        foreach (Output y in ys)
        {
            Enter(y.Operation);
            while (path.TryPop(out (Operation Operation, Output[] Inputs, int Next) top))
            {
                if (top.Next == top.Inputs.Length)
                {
                    ordered.Add(top.Operation);
                    continue;
                }

                path.Push(top with { Next = top.Next + 1 });
                Enter(top.Inputs[top.Next].Operation);
            }
        }

        return ordered;
    }
}
