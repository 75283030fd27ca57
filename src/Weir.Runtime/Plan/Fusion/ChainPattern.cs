using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>Element-wise ops on floats whose results are read inside the group, or after it: computed block by block in one pass over memory.</summary>
/// <remarks>
/// Their outputs must be of one shape as far as the graph says, which a run may find not to be so; smaller operands (a mask, a scale) are made before. Parts of a value that is
/// split along its last dimension, as the gates of a recurrent cell are, are read where they stand.
/// </remarks>
internal sealed class ChainPattern : IFusionPattern
{
    public FusedNodes? Match(PlanNode root, PlanUses uses)
    {
        if (StepOf(root) is null) return null;
        PlanNode[] members = Members(root, uses);
        PlanNode[] computed = [.. members.Where(member => !member.Is("Split"))];
        if (computed.Length < 2) return null;
        HashSet<PlanNode> inside = [.. members];
        PlanEdge[] values = [.. computed.SelectMany(member => member.Inputs).Where(input => !inside.Contains(input.Node) || input.Node.Is("Split")).Distinct()];
        PlanNode[] made = [root, .. computed.Where(member => member != root && !uses.IsInside(member, inside))];
        if (values.Length > ElementwiseChain.MaxInputs || made.Length > ElementwiseChain.MaxOutputs) return null;
        var steps = new (ElementwiseStep, int, int)[computed.Length];
        bool[] takesBias = new bool[computed.Length];
        for (int i = 0; i < computed.Length; i++)
        {
            int left = Value(computed[i].Inputs[0]);
            steps[i] = (StepOf(computed[i])!.Value, left, computed[i].Inputs.Length > 1 ? Value(computed[i].Inputs[1]) : left);
            takesBias[i] = ((IElementwiseOp)computed[i].Op!).TakesBias;
        }

        ChainPart[] parts = [.. values.Select(value => value.Node.Is("Split") && inside.Contains(value.Node) ? new ChainPart(value.Index, value.Node.OutputTypes.Length) : default)];
        ChainKernel kernel = new(parts, steps, takesBias, [.. made.Select(node => Array.IndexOf(computed, node))]);
        return new FusedNodes(kernel, members, [.. values.Select((value, i) => parts[i].Count > 0 ? value.Node.Inputs[1] : value)]) { AlsoMade = made[1..] };

        int Value(PlanEdge edge) => Array.IndexOf(values, edge) is >= 0 and int input ? input : values.Length + Array.IndexOf(computed, edge.Node);
    }

    /// <summary>The chain that ends in a node, in running order.</summary>
    private static PlanNode[] Members(PlanNode root, PlanUses uses)
    {
        HashSet<PlanNode> members = [];
        SortedDictionary<int, PlanNode> open = new(Comparer<int>.Create((x, y) => y.CompareTo(x))) { [uses.Position(root)] = root };
        Shape shape = root.ShapeHint;
        int made = 1;
        while (open.Count > 0 && members.Count < ElementwiseChain.MaxSteps)
        {
            // Last first: then all that may read a node has been decided about.
            (int position, PlanNode node) = open.First();
            open.Remove(position);
            if (node != root && !Belongs(node, root, shape, members, uses, ref made)) continue;
            members.Add(node);
            // What is split is wider than its parts: it can not be one of the chain.
            if (node.Is("Split")) continue;
            if (!shape.HasRank) shape = node.ShapeHint;
            foreach (PlanEdge input in node.Inputs)
            {
                if (uses.Position(input.Node) >= 0) open[uses.Position(input.Node)] = input.Node;
            }
        }

        return [.. members.OrderBy(uses.Position)];
    }

    private static bool Belongs(PlanNode node, PlanNode root, Shape shape, HashSet<PlanNode> members, PlanUses uses, ref int made)
    {
        if (node.IsStable) return false;
        if (uses.IsInside(node, members)) return (StepOf(node) is not null && HasShape(node, shape)) || SplitsLastDimension(node);
        if (StepOf(node) is null || !HasShape(node, shape) || made == ElementwiseChain.MaxOutputs) return false;
        if (!uses.IsReadAtFirstOutput(node) || !uses.IsReadAfter(node, members, uses.Position(root))) return false;
        made++;
        return true;
    }

    /// <summary>Whether a result seems to be of the shape of the others. In a loop little is known of shapes; what is known to have a dimension of 1 may be there to broadcast.</summary>
    private static bool HasShape(PlanNode node, Shape shape)
    {
        if (node.ShapeHint.HasRank == shape.HasRank) return node.ShapeHint.Equals(shape);
        Shape known = shape.HasRank ? shape : node.ShapeHint;
        return known.Rank >= 2 && !known.Dimensions.Contains(1);
    }

    private static bool SplitsLastDimension(PlanNode node) =>
        node.Is("Split") && node.OutputTypes is [DType.Float32, ..] && node.Fused is null && node.Inputs[0].Node is { IsStable: true } axis && axis.Is("Const")
        && axis.Attributes.Get<Tensor>("value") is { DType: DType.Int32, ElementCount: 1 } value
        && (value.Integer(0) == -1 || (node.ShapeHint.HasRank && value.Integer(0) == node.ShapeHint.Rank - 1));

    private static ElementwiseStep? StepOf(PlanNode node) =>
        node.OutputTypes is [DType.Float32] && node.Feed < 0 && node.Fused is null && node.Op is IElementwiseOp op ? op.FloatStep(node.Attributes) : null;
}
