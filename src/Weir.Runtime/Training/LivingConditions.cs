using Weir.Ops;

namespace Weir.Training;

/// <summary>One choice of TensorFlow 1's conditions that an edge is behind: it is dead where the choice was another.</summary>
/// <param name="Outer">The choice around it; null: none.</param>
/// <param name="Predicate">What chooses.</param>
/// <param name="Branch">0: the edge lives where the predicate is false, 1: where it is true.</param>
internal sealed record LivingCondition(LivingCondition? Outer, Output Predicate, int Branch)
{
    public int Depth { get; } = Outer is null ? 1 : Outer.Depth + 1;
}

/// <summary>Finds the choices that decide whether an edge is alive.</summary>
/// <param name="border">Operations past which nothing is followed: what comes from there is alive.</param>
internal sealed class LivingConditions(IReadOnlySet<Operation> border)
{
    private readonly Dictionary<Operation, LivingCondition?> known = [];
    private readonly Dictionary<(LivingCondition?, Output, int), LivingCondition> conditions = [];

    /// <returns>The innermost choice; null: the edge is always alive.</returns>
    public LivingCondition? Of(Output edge)
    {
        Find(edge.Operation);
        return OfKnown(edge);
    }

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
    private static IEnumerable<Output> InputsOf(Operation operation) => RoleOf(operation) == ControlFlowRole.Merge
        ? operation.InputEdges.Where(edge => RoleOf(edge.Operation) != ControlFlowRole.NextIteration) : operation.InputEdges;

    private LivingCondition? Decide(Operation operation)
    {
        if (border.Contains(operation)) return null;
        IEnumerable<LivingCondition?> inputs = InputsOf(operation).Select(OfKnown);
        if (RoleOf(operation) == ControlFlowRole.Merge) return inputs.Aggregate(Common);
        return inputs.Concat(operation.ControlEdges.Select(control => known.GetValueOrDefault(control))).MaxBy(condition => condition?.Depth ?? 0);
    }

    private LivingCondition? OfKnown(Output edge)
    {
        LivingCondition? outer = known.GetValueOrDefault(edge.Operation);
        if (border.Contains(edge.Operation) || RoleOf(edge.Operation) != ControlFlowRole.Switch || LoopOps.IsCondition(edge.Operation.InputEdges[1].Operation)) return outer;
        Output predicate = edge.Operation.InputEdges[1].Source;
        if (predicate.DType.BaseType() != DType.Bool) throw new TfException(StatusCode.Unimplemented, $"{edge.Operation} inside of a loop or function has no gradient.");
        if (!conditions.TryGetValue((outer, predicate, edge.Index), out LivingCondition? condition)) conditions.Add((outer, predicate, edge.Index), condition = new(outer, predicate, edge.Index));
        return condition;
    }

    /// <summary>The choices that two edges are both behind.</summary>
    private static LivingCondition? Common(LivingCondition? a, LivingCondition? b)
    {
        while (a is not null && b is not null && !ReferenceEquals(a, b))
        {
            (int depthA, int depthB) = (a.Depth, b.Depth);
            if (depthA >= depthB) a = a.Outer;
            if (depthB >= depthA) b = b.Outer;
        }

        return a is null || b is null ? null : a;
    }

    private static ControlFlowRole RoleOf(Operation operation) => OpTable.Find(operation.Type)?.Role ?? ControlFlowRole.None;
}
