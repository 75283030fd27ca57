using Weir.Graphs;
using Weir.Ops;

namespace Weir.Training;

/// <summary>
/// The gradient of a body: built among the body's own operations, behind them, and then cut off as a function. What the gradient reads on
/// the other side of the cut is handed to the function.
/// </summary>
internal sealed class BodyGradient : IDisposable
{
    private readonly int mark;
    private readonly GradientPass pass;
    private readonly string? name;
    private readonly GraphScope? scope;
    private readonly List<Output> arguments = [];
    private readonly Dictionary<Output, Output> replaced = [];
    private readonly HashSet<Operation> forward = [];
    private readonly LivingConditions conditions;

    /// <param name="graph">The graph that has the body; it gets the gradient's operations, too.</param>
    /// <param name="pass">The call that builds gradients.</param>
    /// <param name="name">The function; null: the body is part of the graph.</param>
    /// <param name="border">Operations past which the body is not followed, if it is part of the graph; null: it is all of the graph.</param>
    /// <param name="loops">The loops of TensorFlow 1 in the graph; null: they are looked for.</param>
    public BodyGradient(Graph graph, GradientPass pass, string? name, IReadOnlySet<Operation>? border = null, FrameLoops? loops = null)
    {
        Graph = graph;
        Border = border;
        Loops = loops ?? new FrameLoops(graph);
        conditions = new LivingConditions(border ?? new HashSet<Operation>());
        mark = graph.Operations.Count;
        this.pass = pass;
        this.name = name;
        if (border is null) scope = graph.NameScope(pass.Scope);
    }

    public Graph Graph { get; }

    public FrameLoops Loops { get; }

    /// <summary>Whether the value of an edge of the body is known outside of it, so that nothing needs to be kept for the gradient.</summary>
    public Predicate<Output> IsGiven { get; init; } = static _ => false;

    private IReadOnlySet<Operation>? Border { get; }

    /// <summary>The path from results of the body to edges in it.</summary>
    public GradientPath Path(IReadOnlyList<Output> ys, IReadOnlyList<Output> xs) => new(ys, xs, Loops, Border);

    /// <summary>An argument of the gradient function.</summary>
    public Output AddArgument(DType dtype, Shape shape)
    {
        Output argument = Argument.Build(Graph, dtype, shape);
        arguments.Add(argument);
        return argument;
    }

    /// <summary>An argument of the gradient function that stands for an edge.</summary>
    public Output AddArgument(Output like) => AddArgument(like.DType.BaseType(), like.Shape);

    /// <summary>Builds the derivatives of some ys with respect to xs.</summary>
    /// <param name="ys">Edges of the body.</param>
    /// <param name="arriving">What flows into each.</param>
    /// <param name="xs">Edges of the body.</param>
    public Output?[] Differentiate(IReadOnlyList<Output> ys, IReadOnlyList<Output> arriving, IReadOnlyList<Output> xs) =>
        Array.ConvertAll(DifferentiateInParts(ys, arriving, xs), gradient => gradient?.ToDense());

    /// <inheritdoc cref="Differentiate"/>
    public Gradient?[] DifferentiateInParts(IReadOnlyList<Output> ys, IReadOnlyList<Output> arriving, IReadOnlyList<Output> xs) => pass.Inside(name, () =>
    {
        GradientWalk walk = new(Path(ys, xs), pass);
        for (int i = 0; i < ys.Count; i++) walk.Begin(ys[i], arriving[i]);
        walk.Run();
        return xs.Select(walk.Find).ToArray();
    });

    /// <summary>Puts a value of the gradient's own in the place of an edge of the body.</summary>
    public void Replace(Output edge, Output with) => replaced.Add(edge, with);

    /// <summary>The edges of the body that the gradient reads, constants apart, which it gets copies of. All are alive whenever the body runs.</summary>
    public IReadOnlyList<Output> Crossing(IReadOnlyList<Output> results)
    {
        while (true)
        {
            (_, List<Output> crossing) = Cut(results);
            Output[] mortal = [.. crossing.Where(edge => conditions.Of(edge) is not null)];
            if (mortal.Length == 0) return crossing;
            foreach (Output edge in mortal) Guard(edge);
        }
    }

    /// <summary>The gradient as a function of the arguments.</summary>
    public Function Make(string name, IReadOnlyList<Output> results) => new FunctionMaker(Graph, arguments) { Replaced = replaced }.Make(name, results, []);

    /// <summary>Takes the gradient's operations out of the body's graph.</summary>
    public void Remove(IReadOnlyList<Output> results)
    {
        HashSet<Operation> removed = Cut(results).Backward;
        removed.RemoveWhere(operation => operation.Id < mark);
        removed.UnionWith(arguments.Select(argument => argument.Operation));
        for (int i = mark; i < Graph.Operations.Count; i++)
        {
            Operation operation = Graph.Operations[i];
            if (Array.Exists(operation.InputEdges, edge => removed.Contains(edge.Operation)) || Array.Exists(operation.ControlEdges, removed.Contains)) removed.Add(operation);
        }

        Graph.Remove(removed);
    }

    public void Dispose() => scope?.Dispose();

    /// <summary>The operations behind the cut, and what they read before it.</summary>
    private (HashSet<Operation> Backward, List<Output> Crossing) Cut(IReadOnlyList<Output> results)
    {
        HashSet<Operation> backward = [];
        HashSet<Output> crossing = [];
        List<Output> ordered = [];
        Stack<Operation> open = [];
        void Read(Output edge)
        {
            edge = Resolve(edge);
            if (IsForward(edge.Operation) && !IsConstant(edge.Operation))
            {
                if (crossing.Add(edge)) ordered.Add(edge);
            }
            else if (backward.Add(edge.Operation))
            {
                open.Push(edge.Operation);
            }
        }

        foreach (Output result in results) Read(result);
        while (open.TryPop(out Operation? operation))
        {
            foreach (Output edge in operation.InputEdges) Read(edge);
        }

        return (backward, ordered);
    }

    /// <summary>Whether both sides of the cut may have an operation of their own.</summary>
    private static bool IsConstant(Operation operation) => OpTable.Find(operation.Type) is Const;

    /// <summary>What is read for an edge: the value that was put in its place, or the one that was only handed on to it.</summary>
    private Output Resolve(Output edge)
    {
        while (true)
        {
            if (replaced.TryGetValue(edge, out Output with)) edge = with;
            else if (IsForward(edge.Operation) && edge.Operation.ControlEdges.Length == 0 && edge.Operation.InputEdges.Length == edge.Operation.OutputCount
                && OpTable.Find(edge.Operation.Type) is { PassesThrough: true })
            {
                replaced.Add(edge, edge.Operation.InputEdges[edge.Index]);
            }
            else return edge;
        }
    }

    /// <summary>Whether an operation belongs to the body: also one that the gradients of loops inside have added to it, and the shape of a value of the body, which is less to keep than the value.</summary>
    private bool IsForward(Operation operation) => operation.Id < mark || forward.Contains(operation)
        || operation.Role == ControlFlowRole.Exit
        || (OpTable.Find(operation.Type) is { ReadsShapesAlone: true } && Array.TrueForAll(operation.InputEdges, edge => IsForward(edge.Operation) && !IsConstant(edge.Operation) && !IsGiven(edge)));

    /// <summary>
    /// Lets the gradient read an edge that lives only where a choice was taken: some value crosses the cut whatever was chosen, and dies behind
    /// it where the edge was dead.
    /// </summary>
    private void Guard(Output edge)
    {
        LivingCondition condition = conditions.Of(edge)!;
        Output alive = edge;
        List<LivingCondition> outward = [];
        for (LivingCondition? at = condition; at is not null; at = at.Outer)
        {
            if (!at.IsClear) throw new TfException(StatusCode.Unimplemented, $"Where {edge.Operation} lives is not the side of a choice between two: it has no gradient inside of a loop or function.");
            outward.Add(at);
            alive = Merge.Build(alive, Switch.Build(Filler(edge.DType.BaseType(), at.Predicate), at.Predicate)[1 - at.Branch]);
            forward.Add(alive.Operation);
        }

        Output behind = alive;
        for (int i = outward.Count - 1; i >= 0; i--) behind = Switch.Build(behind, outward[i].Predicate)[outward[i].Branch];
        replaced.Add(edge, behind);
    }

    /// <summary>Any value of a dtype, alive where the choice is made.</summary>
    private Output Filler(DType dtype, Output predicate)
    {
        using GraphScope there = Graph.ControlDependencies(predicate.Operation);
        return dtype switch
        {
            DType.Variant => OptionalOps.Nothing(Graph),
            DType.Resource => throw new TfException(StatusCode.Unimplemented, "Gradients through a resource that a branch inside of a loop or function makes are not there yet."),
            DType.String => Graph.Const(Tensor.From("")),
            _ => Graph.Const(0, dtype),
        };
    }
}
