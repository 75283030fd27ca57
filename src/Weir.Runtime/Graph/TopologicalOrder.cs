namespace Weir.Graphs;

/// <summary>Orders operations so that each follows its inputs, without recursion; the back edges of TensorFlow 1 loops are left out.</summary>
internal static class TopologicalOrder
{
    private const string MergeOp = "Merge";
    private const string RefMergeOp = "RefMerge";
    private const string NextIterationOp = "NextIteration";
    private const string RefNextIterationOp = "RefNextIteration";

    private static readonly HashSet<Output> NothingFed = [];

    /// <param name="operations">Operations of one graph; edges from outside them do not count.</param>
    /// <param name="fed">Edges whose values come from outside; null: none.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: there is a cycle that is not a loop.</exception>
    public static Operation[] Of(IReadOnlyList<Operation> operations, IReadOnlySet<Output>? fed = null)
    {
        if (operations.Count == 0) return [];
        int first = operations.Min(operation => operation.Id);
        int[] position = new int[operations.Max(operation => operation.Id) - first + 1];
        for (int i = 0; i < operations.Count; i++) position[operations[i].Id - first] = i + 1;
        int PositionOf(Operation operation) =>
            (uint)(operation.Id - first) < (uint)position.Length ? position[operation.Id - first] - 1 : -1;

        int[] missing = new int[operations.Count];
        List<int>?[] consumers = new List<int>?[operations.Count];
        for (int i = 0; i < operations.Count; i++)
        {
            foreach (Operation source in Sources(operations[i], fed ?? NothingFed))
            {
                if (PositionOf(source) is not (>= 0 and int at)) continue;
                missing[i]++;
                (consumers[at] ??= []).Add(i);
            }
        }

        return Sort(operations, missing, consumers);
    }

    private static Operation[] Sort(IReadOnlyList<Operation> operations, int[] missing, List<int>?[] consumers)
    {
        int[] order = new int[operations.Count];
        int ready = 0;
        for (int i = 0; i < missing.Length; i++)
        {
            if (missing[i] == 0) order[ready++] = i;
        }

        for (int done = 0; done < ready; done++)
        {
            foreach (int consumer in consumers[order[done]] ?? [])
            {
                if (--missing[consumer] == 0) order[ready++] = consumer;
            }
        }

        if (ready == order.Length) return Array.ConvertAll(order, index => operations[index]);
        Operation stuck = operations[Array.FindIndex(missing, count => count > 0)];
        throw new TfException(StatusCode.InvalidArgument,
            $"Graph is invalid, contains a cycle with {order.Length - ready} nodes, including: {stuck.Name}");
    }

    private static IEnumerable<Operation> Sources(Operation operation, IReadOnlySet<Output> fed)
    {
        bool isMerge = operation.Type is MergeOp or RefMergeOp;
        foreach (Output edge in operation.InputEdges)
        {
            bool isBackEdge = isMerge && edge.Operation.Type is NextIterationOp or RefNextIterationOp;
            if (!isBackEdge && !fed.Contains(edge)) yield return edge.Operation;
        }

        foreach (Operation control in operation.ControlEdges) yield return control;
    }
}
