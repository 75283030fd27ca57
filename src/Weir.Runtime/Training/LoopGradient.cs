using Weir.Graphs;
using Weir.Ops;

namespace Weir.Training;

/// <summary>
/// The gradient of a loop: a While that goes through the rounds from the last to the first. Forward the loop keeps, in lists, the values of
/// each round that its gradient reads, and counts its rounds.
/// </summary>
/// <remarks>TensorFlow does it so for While (while_v2.py); for its first loops it keeps values on stacks. Lists do for both.</remarks>
/// <param name="g">What flows in, and where it flows on to: input and output i belong to variable i.</param>
/// <param name="body">A round.</param>
internal abstract class LoopGradient(GradientContext g, BodyGradient body)
{
    private readonly List<Output> initial = [];
    private readonly List<Output> results = [];

    protected GradientContext Context => g;

    protected BodyGradient Body => body;

    /// <summary>A variable at the beginning of a round.</summary>
    protected abstract Output Start(int variable);

    /// <summary>A variable at the end of a round; null: one that all rounds see unchanged.</summary>
    protected abstract Output? End(int variable);

    /// <summary>Makes the loop count its rounds and keep values.</summary>
    /// <param name="edges">Values of a round.</param>
    /// <returns>Outside: the number of rounds, then a list for each edge.</returns>
    protected abstract Output[] Keep(IReadOnlyList<Output> edges);

    public void Flow()
    {
        int[] constant = [.. Variables().Where(i => IsConstant(i) && g.Wants(i))];
        foreach (int i in constant)
        {
            if (g.HasOutgoing(i)) g.Flow(i, g.Outgoing(i));
        }

        int[] carried = Carried(constant);
        if (carried.Length > 0) Build(carried, constant);
    }

    /// <summary>The variable of an edge that all rounds see unchanged; -1: none.</summary>
    protected int ConstantOf(Output edge)
    {
        foreach (int i in Variables())
        {
            if (Start(i) == edge) return IsConstant(i) ? i : -1;
        }

        return -1;
    }

    private IEnumerable<int> Variables() => Enumerable.Range(0, g.InputCount);

    private bool IsConstant(int variable) => End(variable) is not { } end || end.Source == Start(variable);

    /// <summary>The variables whose gradients go from round to round: what arrives reaches them, and they are needed for what is asked for.</summary>
    private int[] Carried(int[] constant)
    {
        int[] all = [.. Variables().Where(i => !IsConstant(i) && GradientPath.IsDifferentiable(Start(i).DType) && Start(i).DType != DType.Resource)];
        HashSet<int> reached = [.. all.Where(g.HasOutgoing)];
        Grow(reached, all, from => (body.Path([.. from.Select(i => End(i)!.Value)], [.. all.Select(Start)]), Start));
        HashSet<int> needed = [.. all.Where(g.Wants)];
        Grow(needed, all, from => (body.Path([.. all.Select(i => End(i)!.Value)], [.. from.Concat(constant).Select(Start)]), i => End(i)!.Value));
        return [.. all.Where(i => reached.Contains(i) && needed.Contains(i))];
    }

    private static void Grow(HashSet<int> found, int[] all, Func<HashSet<int>, (GradientPath Path, Func<int, Output> Edge)> look)
    {
        for (int before = -1; before != found.Count;)
        {
            before = found.Count;
            (GradientPath path, Func<int, Output> edge) = look(found);
            found.UnionWith(all.Where(i => path.Contains(edge(i))));
        }
    }

    private void Build(int[] carried, int[] constant)
    {
        Output remaining = body.AddArgument(DType.Int32, Shape.Scalar);
        Output[] arriving = [.. carried.Select(i => body.AddArgument(Start(i)))];
        Gradient?[] found = body.DifferentiateInParts([.. carried.Select(i => End(i)!.Value)], arriving, [.. carried.Concat(constant).Select(Start)]);
        results.Add(remaining - body.Graph.Const(1));
        for (int k = 0; k < carried.Length; k++)
        {
            initial.Add(g.Outgoing(carried[k]));
            results.Add(found[k]?.ToDense() ?? ZerosLike(arriving[k], Start(carried[k]), End(carried[k])!.Value));
        }

        (int Variable, Gradient Part)[] parts = [.. constant.Select((i, k) => (i, found[carried.Length + k]!)).Where(part => part.Item2 is not null)];
        foreach ((int variable, Gradient part) in parts)
        {
            Output sum = part.AddArgument(body);
            initial.Add(StartOfSum(variable, sum.DType));
            results.Add(Gradient.Sum([new Gradient(sum), part], g.Call.Options.Aggregation).ToDense());
        }

        Output[] gradients = [.. results];
        Bring(gradients);
        Operation loop = AddLoop();
        body.Remove(gradients);
        for (int k = 0; k < carried.Length; k++) g.Flow(carried[k], loop[1 + k]);
        for (int k = 0; k < parts.Length; k++) g.Flow(parts[k].Variable, loop[1 + carried.Length + k]);
    }

    /// <summary>The gradient of a variable that nothing in the round depends on.</summary>
    private Output ZerosLike(Output arriving, Output start, Output end) =>
        body.Graph.ZerosLike(start.Shape.IsFullyDefined && start.Shape.Equals(end.Shape) ? arriving : start);

    /// <summary>What the rounds' parts are added to.</summary>
    private Output StartOfSum(int variable, DType dtype) =>
        g.HasOutgoing(variable) ? g.Outgoing(variable) : VariableShape.BuildZerosLike(g.Input(variable), dtype);

    /// <summary>Gives the gradient's rounds what they read of the loop's: constants as they are, other values from the ends of lists.</summary>
    private void Bring(IReadOnlyList<Output> gradients)
    {
        IReadOnlyList<Output> crossing = body.Crossing(gradients);
        Output[] kept = [.. crossing.Where(edge => !body.IsGiven(edge))];
        Output[] outside = Keep(kept);
        initial.Insert(0, outside[0]);
        for (int k = 0; k < kept.Length; k++)
        {
            Operation popped = TensorListPopBack.Build(body.AddArgument(DType.Variant, Shape.Scalar), TensorListShapes.Build(body.Graph, TensorListShapes.OfValues(kept[k])), kept[k].DType.BaseType());
            body.Replace(kept[k], popped[1]);
            initial.Add(outside[1 + k]);
            results.Add(popped[0]);
        }

        foreach (Output edge in crossing.Where(edge => body.IsGiven(edge)))
        {
            Output argument = body.AddArgument(edge);
            body.Replace(edge, argument);
            initial.Add(g.Input(ConstantOf(edge)));
            results.Add(argument);
        }
    }

    private Operation AddLoop()
    {
        Function round = body.Make(g.Operation.Name.Replace('/', '_') + "_grad_body", results);
        FunctionGraph goesOn = new(g.Graph, initial, static variables => [Comparisons.Greater(variables[0], variables[0].Graph.Const(0))]);
        return While.Build(g.Graph, initial, goesOn.Make(g.Operation.Name.Replace('/', '_') + "_grad_cond"), round);
    }
}
