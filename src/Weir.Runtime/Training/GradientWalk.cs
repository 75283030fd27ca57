using Weir.Ops;

namespace Weir.Training;

/// <summary>Goes back from ys to xs and asks each op on the way for its gradient.</summary>
internal sealed class GradientWalk
{
    private readonly Dictionary<Output, List<Output>> arrived = [];
    private readonly Dictionary<Output, Output> totals = [];
    private readonly List<Operation> between;

    public GradientWalk(IReadOnlyList<Output> ys, IReadOnlyList<Output> xs)
    {
        HashSet<Operation> sources = [.. xs.Select(x => x.Operation)];
        between = Between(ys, sources);
    }

    /// <summary>Lets a gradient flow into an edge.</summary>
    public void Begin(Output y, Output gradient) => Add(y, gradient);

    /// <summary>Visits each operation once all that reads it has been visited.</summary>
    public void Run()
    {
        HashSet<Operation> onTheWay = [.. between];
        for (int i = between.Count - 1; i >= 0; i--)
        {
            Operation operation = between[i];
            Output?[] outgoing = [.. Enumerable.Range(0, operation.OutputCount).Select(index => Find(operation[index]))];
            if (Array.TrueForAll(outgoing, gradient => gradient is null)) continue;
            if (!Array.Exists(operation.InputEdges, input => onTheWay.Contains(input.Operation))) continue;
            Visit(operation, outgoing, onTheWay);
        }
    }

    /// <summary>All that arrived at an edge, summed.</summary>
    public Output? Find(Output edge)
    {
        if (totals.TryGetValue(edge, out Output total)) return total;
        if (!arrived.TryGetValue(edge, out List<Output>? gradients)) return null;
        total = gradients.Count == 1 ? gradients[0] : AddN.Build(gradients);
        totals.Add(edge, total);
        return total;
    }

    private void Visit(Operation operation, Output?[] outgoing, HashSet<Operation> onTheWay)
    {
        Op op = OpTable.Find(operation.Type) ?? throw new TfException(StatusCode.NotFound,
            $"No gradient defined for operation '{operation.Name}' (op type: {operation.Type}).");
        GradientContext context = new(operation, outgoing);
        op.Gradient(context);
        for (int i = 0; i < operation.InputEdges.Length; i++)
        {
            Output input = operation.InputEdges[i];
            if (context.Flows[i] is { } gradient && IsDifferentiable(input) && onTheWay.Contains(input.Operation)) Add(input, gradient);
        }
    }

    private void Add(Output edge, Output gradient)
    {
        if (!arrived.TryGetValue(edge, out List<Output>? gradients)) arrived.Add(edge, gradients = []);
        gradients.Add(gradient);
    }

    private static bool IsDifferentiable(Output edge) => edge.DType.BaseType() is var dtype && (dtype.IsFloating() || dtype.IsComplex() || dtype is DType.Resource or DType.Variant);

    /// <summary>The operations from which a y can be reached, and which can be reached from an x, each behind all that it reads.</summary>
    private static List<Operation> Between(IReadOnlyList<Output> ys, HashSet<Operation> sources)
    {
        List<Operation> ordered = Backward(ys);
        HashSet<Operation> reached = [];
        foreach (Operation operation in ordered)
        {
            if (sources.Contains(operation) || Array.Exists(operation.InputEdges, input => IsDifferentiable(input) && reached.Contains(input.Operation))) reached.Add(operation);
        }

        return [.. ordered.Where(reached.Contains)];
    }

    /// <summary>All that ys depend on, each operation behind those it reads; without recursion, for graphs are deep.</summary>
    private static List<Operation> Backward(IReadOnlyList<Output> ys)
    {
        List<Operation> ordered = [];
        HashSet<Operation> seen = [];
        Stack<(Operation Operation, int Next)> path = [];
        foreach (Output y in ys)
        {
            if (seen.Add(y.Operation)) path.Push((y.Operation, 0));
            while (path.TryPop(out (Operation Operation, int Next) top))
            {
                if (top.Next == top.Operation.InputEdges.Length)
                {
                    ordered.Add(top.Operation);
                    continue;
                }

                path.Push((top.Operation, top.Next + 1));
                Operation source = top.Operation.InputEdges[top.Next].Operation;
                if (seen.Add(source)) path.Push((source, 0));
            }
        }

        return ordered;
    }
}
