namespace Weir.Plans;

/// <summary>Prunes: what of a graph the fetches and targets need, given the feeds. Without recursion.</summary>
internal static class Reachability
{
    /// <returns>The needed operations, each after its inputs.</returns>
    public static Operation[] Of(Graph graph, IEnumerable<Output> fetches, IEnumerable<Operation> targets, IReadOnlySet<Output> fed)
    {
        bool[] needed = new bool[graph.Operations.Count];
        Stack<Operation> open = new();
        void Need(Operation operation)
        {
            if (needed[operation.Id]) return;
            needed[operation.Id] = true;
            open.Push(operation);
        }

        foreach (Output fetch in fetches)
        {
            if (!fed.Contains(fetch)) Need(fetch.Operation);
        }

        foreach (Operation target in targets) Need(target);
        while (open.TryPop(out Operation? operation))
        {
            foreach (Output edge in operation.InputEdges)
            {
                if (!fed.Contains(edge)) Need(edge.Operation);
            }

            foreach (Operation control in operation.ControlEdges)
            {
                if (!IsFedPlaceholder(control, fed)) Need(control);
            }
        }

        return Graphs.TopologicalOrder.Of([.. graph.Operations.Where(operation => needed[operation.Id])], fed);
    }

    /// <summary>To wait for a placeholder is to wait for its feed. Any other operation whose output is fed runs where something waits for it.</summary>
    private static bool IsFedPlaceholder(Operation operation, IReadOnlySet<Output> fed) =>
        operation.Type is "Placeholder" or "PlaceholderV2" && fed.Contains(operation[0]);
}
