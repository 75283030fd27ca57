using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>Element-wise ops on floats of which only the last one's result is read outside: computed block by block in one pass over memory.</summary>
/// <remarks>Their outputs must be of one shape as far as the graph says; smaller operands (a mask, a scale) are made before.</remarks>
internal sealed class ChainPattern : IFusionPattern
{
    public FusedNodes? Match(PlanNode root, PlanUses uses)
    {
        if (StepOf(root) is null) return null;
        PlanNode[] members = Members(root, uses);
        if (members.Length < 2) return null;
        HashSet<PlanNode> inside = [.. members];
        PlanEdge[] inputs = [.. members.SelectMany(member => member.Inputs).Where(input => !inside.Contains(input.Node)).Distinct()];
        if (inputs.Length > ElementwiseChain.MaxInputs) return null;
        var steps = new (ElementwiseStep, int, int)[members.Length];
        bool[] takesBias = new bool[members.Length];
        for (int i = 0; i < members.Length; i++)
        {
            int left = Value(members[i].Inputs[0]);
            steps[i] = (StepOf(members[i])!.Value, left, members[i].Inputs.Length > 1 ? Value(members[i].Inputs[1]) : left);
            takesBias[i] = ((IElementwiseOp)members[i].Op!).TakesBias;
        }

        return new FusedNodes(new ChainKernel(inputs.Length, steps, takesBias), members, inputs);

        int Value(PlanEdge edge) => inside.Contains(edge.Node) ? inputs.Length + Array.IndexOf(members, edge.Node) : Array.IndexOf(inputs, edge);
    }

    /// <summary>The chain that ends in a node, in running order.</summary>
    private static PlanNode[] Members(PlanNode root, PlanUses uses)
    {
        HashSet<PlanNode> members = [];
        SortedDictionary<int, PlanNode> open = new(Comparer<int>.Create((x, y) => y.CompareTo(x))) { [uses.Position(root)] = root };
        while (open.Count > 0 && members.Count < ElementwiseChain.MaxSteps)
        {
            // Last first: then all that may read a node has been decided about.
            (int position, PlanNode node) = open.First();
            open.Remove(position);
            if (node != root && !Belongs(node, root, members, uses)) continue;
            members.Add(node);
            foreach (PlanEdge input in node.Inputs)
            {
                if (uses.Position(input.Node) >= 0) open[uses.Position(input.Node)] = input.Node;
            }
        }

        return [.. members.OrderBy(uses.Position)];
    }

    private static bool Belongs(PlanNode node, PlanNode root, HashSet<PlanNode> members, PlanUses uses) =>
        !node.IsStable && StepOf(node) is not null && node.ShapeHint.Equals(root.ShapeHint) && uses.IsInside(node, members);

    private static ElementwiseStep? StepOf(PlanNode node) =>
        node.OutputTypes is [DType.Float32] && node.Feed < 0 && node.Fused is null && node.Op is IElementwiseOp op ? op.FloatStep(node.Attributes) : null;
}

/// <summary>Inputs: those of the chain.</summary>
internal sealed unsafe class ChainKernel(int inputCount, (ElementwiseStep Step, int Left, int Right)[] steps, bool[] takesBias) : FusedKernel
{
    private readonly ElementwiseChain chain = new(inputCount, steps);

    protected override bool TryRun(StepContext s)
    {
        Shape shape = s.Input(0).Shape;
        for (int i = 1; i < inputCount; i++)
        {
            if (s.Input(i).ElementCount > shape.ElementCount) shape = s.Input(i).Shape;
        }

        Span<ChainInput> inputs = stackalloc ChainInput[inputCount];
        Span<int> streamed = stackalloc int[inputCount];
        int streams = 0;
        long period = 0;
        for (int i = 0; i < inputCount; i++)
        {
            Tensor input = s.Input(i);
            if (Walk(input.Shape, shape, ref period) is not { } walk) return false;
            inputs[i] = new ChainInput((nint)input.Data, walk);
            if (walk == ChainWalk.Streamed) streamed[streams++] = i;
        }

        if (shape.ElementCount == 0 || !StepsFit(s, inputs, shape)) return false;
        Tensor y = s.OutputOverAny(0, streamed[..streams]);
        chain.Run(inputs, (float*)y.Data, shape.ElementCount, period);
        return true;
    }

    /// <summary>How an input is walked along the result; null: in a way that chains do not know.</summary>
    private static ChainWalk? Walk(Shape input, Shape result, ref long period)
    {
        if (input.Equals(result)) return ChainWalk.Streamed;
        if (input.Rank > result.Rank) return null;
        if (input.ElementCount == 1) return ChainWalk.Repeated;
        int leading = 0;
        while (input[leading] == 1) leading++;
        ReadOnlySpan<long> vector = input.Dimensions[leading..];
        if (!result.Dimensions[^vector.Length..].SequenceEqual(vector) || (period != 0 && period != input.ElementCount)) return null;
        period = input.ElementCount;
        return ChainWalk.Periodic;
    }

    private bool StepsFit(StepContext s, ReadOnlySpan<ChainInput> inputs, Shape shape)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            bool whole = IsWhole(steps[i].Left, inputs) || (steps[i].Step.IsBinary && IsWhole(steps[i].Right, inputs));
            if (!whole || (takesBias[i] && !IsBias(s, i, shape))) return false;
        }

        return true;
    }

    private bool IsBias(StepContext s, int step, Shape shape)
    {
        if (steps[step].Right >= inputCount || shape.Rank < 2) return false;
        Shape bias = s.Input(steps[step].Right).Shape;
        return bias.Rank == 1 && bias[0] == shape[-1];
    }

    private bool IsWhole(int value, ReadOnlySpan<ChainInput> inputs) => value >= inputCount || inputs[value].Walk == ChainWalk.Streamed;
}
