using Weir.Ops;

namespace Weir.Training;

/// <summary>One choice of TensorFlow 1's conditions that an edge is behind: it is dead where the choice was another.</summary>
/// <param name="outer">The choice around it; null: none.</param>
/// <param name="predicate">What chooses.</param>
/// <param name="branch">0: the edge lives where the predicate is false, 1: where it is true; the output of the Switch.</param>
internal sealed class LivingCondition(LivingCondition? outer, Output predicate, int branch)
{
    private const int UnclearDepth = int.MaxValue / 2;

    /// <summary>Of an edge behind a Merge whose inputs are not the sides of a choice: nobody knows where it lives before it runs.</summary>
    public static LivingCondition Unclear { get; } = new(null, default, -1) { Depth = UnclearDepth };

    public LivingCondition? Outer => outer;

    public Output Predicate => predicate;

    public int Branch => branch;

    public int Depth { get; private init; } = outer is null ? 1 : outer.Depth + 1;

    /// <summary>Whether one of two sides is known to live where the choice is made.</summary>
    public bool IsClear => this != Unclear && Predicate.DType.BaseType() == DType.Bool;

    /// <summary>Whether an edge there is dead where one here lives, and the other way round, but one of them lives where the choice is made.</summary>
    public bool IsOtherSideOf(LivingCondition other) => IsClear && outer == other.Outer && predicate == other.Predicate && branch != other.Branch;
}

/// <summary>Finds the choices that decide whether an edge is alive.</summary>
/// <param name="border">Operations past which nothing is followed: what comes from there is alive.</param>
internal sealed class LivingConditions(IReadOnlySet<Operation> border)
{
    private readonly Dictionary<Operation, LivingCondition?> known = [];
    private readonly Dictionary<(LivingCondition?, Output, int), LivingCondition> conditions = [];
    private readonly Dictionary<(LivingCondition?, Output), Output> predicates = [];

    /// <returns>The innermost choice; null: the edge is always alive.</returns>
    public LivingCondition? Of(Output edge)
    {
        Find(edge.Operation);
        return OfKnown(edge);
    }

    /// <summary>Where the inputs of a Merge live, if they are the two sides of a choice; null: they are not.</summary>
    public (LivingCondition First, LivingCondition Second)? SidesOf(Operation merge) =>
        merge.InputEdges is [var first, var second] && Of(first) is { } a && Of(second) is { } b && a.IsOtherSideOf(b) ? (a, b) : null;

    /// <summary>Without recursion, for graphs are deep.</summary>
    private void Find(Operation operation)
    {
        Stack<(Operation Operation, bool IsReady)> open = new([(operation, false)]);
        while (open.TryPop(out (Operation Operation, bool IsReady) top))
        {
            if (!top.IsReady && known.ContainsKey(top.Operation)) continue;
            if (top.IsReady)
            {
                known[top.Operation] = Decide(top.Operation);
                continue;
            }

            known.Add(top.Operation, null);
            open.Push((top.Operation, true));
            foreach (Operation source in SourcesOf(top.Operation)) open.Push((source, false));
        }
    }

    private Operation[] SourcesOf(Operation operation) => border.Contains(operation) ? [] : [.. InputsOf(operation).Select(edge => edge.Operation), .. operation.ControlEdges];

    /// <summary>Not what comes round in a loop: it is alive where the loop is.</summary>
    private static IEnumerable<Output> InputsOf(Operation operation) => operation.Role == ControlFlowRole.Merge
        ? operation.InputEdges.Where(edge => edge.Operation.Role != ControlFlowRole.NextIteration) : operation.InputEdges;

    private LivingCondition? Decide(Operation operation)
    {
        if (border.Contains(operation)) return null;
        LivingCondition?[] inputs = [.. InputsOf(operation).Select(OfKnown)];
        if (operation.Role != ControlFlowRole.Merge) return inputs.Concat(operation.ControlEdges.Select(control => known.GetValueOrDefault(control))).MaxBy(condition => condition?.Depth ?? 0);
        if (inputs is [var first, ..] && Array.TrueForAll(inputs, condition => condition == first)) return first;
        return inputs is [{ } a, { } b] && a.IsOtherSideOf(b) ? a.Outer : LivingCondition.Unclear;
    }

    private LivingCondition? OfKnown(Output edge)
    {
        LivingCondition? outer = known.GetValueOrDefault(edge.Operation);
        if (border.Contains(edge.Operation) || edge.Operation.Role != ControlFlowRole.Switch || LoopOps.IsCondition(edge.Operation.InputEdges[1].Operation)) return outer;
        Output predicate = PredicateOf(edge.Operation, outer);
        if (!conditions.TryGetValue((outer, predicate, edge.Index), out LivingCondition? condition)) conditions.Add((outer, predicate, edge.Index), condition = new(outer, predicate, edge.Index));
        return condition;
    }

    /// <summary>What a Switch looks at: of edges that only hand on the same value one for all Switches of a place.</summary>
    private Output PredicateOf(Operation choice, LivingCondition? outer)
    {
        Output given = choice.InputEdges[1];
        Output origin = given;
        while (OpTable.Find(origin.Operation.Type) is Identity && !origin.Operation.InputEdges[0].DType.IsReference()) origin = origin.Operation.InputEdges[0];
        if (!predicates.TryGetValue((outer, origin), out Output predicate)) predicates.Add((outer, origin), predicate = given);
        return predicate;
    }
}
