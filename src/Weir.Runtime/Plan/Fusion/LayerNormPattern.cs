using Weir.Ops;

namespace Weir.Plans;

/// <summary>
/// Layer normalization as graphs compose it: Mean, SquaredDifference, Mean, AddV2 of epsilon, Rsqrt, then x * m + (offset - mean * m) with
/// m = Rsqrt * scale. A sum that only it reads is taken in.
/// </summary>
internal sealed class LayerNormPattern : IFusionPattern
{
    public FusedNodes? Match(PlanNode root, PlanUses uses)
    {
        if (!IsSum(root) || root.OutputTypes[0] != DType.Float32) return null;
        return Match(root, root.Inputs[0].Node, root.Inputs[1].Node, uses) ?? Match(root, root.Inputs[1].Node, root.Inputs[0].Node, uses);
    }

    private static FusedNodes? Match(PlanNode root, PlanNode scaled, PlanNode shift, PlanUses uses)
    {
        if (!scaled.Is("Mul") || !shift.Is("Sub") || !shift.Inputs[1].Node.Is("Mul")) return null;
        PlanEdge offset = shift.Inputs[0];
        PlanNode meanScaled = shift.Inputs[1].Node;

        // x * m and mean * m share m.
        foreach (PlanEdge factor in scaled.Inputs)
        {
            PlanEdge x = Other(scaled, factor), mean = Other(meanScaled, factor);
            if (!meanScaled.Inputs.Contains(factor) || !IsMeanOf(mean, x) || Factor(factor, x, mean) is not { } found) continue;
            List<PlanNode> members = [root, scaled, shift, meanScaled, mean.Node, .. found.Members];
            PlanEdge axes = mean.Node.Inputs[1];
            bool takesSum = IsSum(x.Node) && !x.Node.IsStable && uses.IsInside(x.Node, members.ToHashSet());
            if (takesSum) members.Add(x.Node);
            PlanEdge[] sum = takesSum ? x.Node.Inputs : [x];
            PlanEdge[] scale = found.Scale is { } edge ? [edge] : [];
            return new FusedNodes(new LayerNormKernel(takesSum, scale.Length > 0), members, [.. sum, offset, found.Epsilon, axes, found.Axes, .. scale]);
        }

        return null;
    }

    /// <summary>m: Rsqrt(variance + epsilon), times a scale or not.</summary>
    private static (PlanEdge Epsilon, PlanEdge Axes, PlanEdge? Scale, PlanNode[] Members)? Factor(PlanEdge factor, PlanEdge x, PlanEdge mean)
    {
        PlanNode? root = factor.Node.Is("Rsqrt") ? factor.Node
            : factor.Node.Is("Mul") ? factor.Node.Inputs.Select(input => input.Node).FirstOrDefault(node => node.Is("Rsqrt")) : null;
        if (root is null || !IsSum(root.Inputs[0].Node)) return null;
        PlanNode sum = root.Inputs[0].Node;
        PlanNode? variance = sum.Inputs.Select(input => input.Node).FirstOrDefault(node => node.Is("Mean") && node.Inputs[0].Node.Is("SquaredDifference"));
        if (variance is null || !variance.Attributes.Get<bool>("keep_dims")) return null;
        PlanNode distance = variance.Inputs[0].Node;
        bool ofX = (distance.Inputs[0] == x && distance.Inputs[1] == mean) || (distance.Inputs[0] == mean && distance.Inputs[1] == x);
        if (!ofX) return null;
        PlanEdge? scale = factor.Node == root ? null : Other(factor.Node, new PlanEdge(root, 0));
        return (Other(sum, new PlanEdge(variance, 0)), variance.Inputs[1], scale, [.. new[] { root, sum, variance, distance, factor.Node }.Distinct()]);
    }

    private static bool IsMeanOf(PlanEdge mean, PlanEdge x) => mean.Node.Is("Mean") && mean.Node.Inputs[0] == x && mean.Node.Attributes.Get<bool>("keep_dims");

    private static bool IsSum(PlanNode node) => node.Is("AddV2") || node.Is("Add");

    private static PlanEdge Other(PlanNode node, PlanEdge one) => node.Inputs[0] == one ? node.Inputs[1] : node.Inputs[0];
}

/// <summary>Inputs: x, or two summands; offset, epsilon, the axes of both means, and the scale if there is one.</summary>
internal sealed class LayerNormKernel(bool takesSum, bool hasScale) : FusedKernel
{
    protected override bool TryRun(StepContext s)
    {
        int at = takesSum ? 2 : 1;
        (Tensor x, Tensor offset, Tensor epsilon) = (s.Input(0), s.Input(at), s.Input(at + 1));
        Tensor? addend = takesSum ? s.Input(1) : null, scale = hasScale ? s.Input(at + 4) : null;
        if (addend is not null && addend.ElementCount > x.ElementCount) (x, addend) = (addend, x);
        int rank = x.Shape.Rank;
        if (rank == 0 || x.ElementCount == 0 || (addend is not null && !IsTail(addend.Shape, x.Shape)) || epsilon.ElementCount != 1) return false;
        long columns = x.Shape[-1];
        if (columns > Simd.LayerNorm.MaxColumns || !IsRow(offset, columns) || (scale is not null && !IsRow(scale, columns))) return false;
        if (epsilon.Shape.Rank > rank || !IsLast(s.Input(at + 2), rank) || !IsLast(s.Input(at + 3), rank)) return false;
        ReadOnlySpan<float> source = x.Elements<float>(), more = addend is null ? default : addend.Elements<float>();
        Tensor result = addend is null || x == s.Input(0) ? s.OutputOver(0, 0) : s.OutputOver(0, 1);
        Span<float> y = result.Elements<float>();
        Simd.LayerNorm.Run(source, more, scale is null ? default : scale.Elements<float>(), offset.Elements<float>(), epsilon.Elements<float>()[0], y);
        return true;
    }

    /// <summary>Whether a shape is the last dimensions of another, one at least: then its rows are added again and again.</summary>
    private static bool IsTail(Shape shape, Shape whole) =>
        shape.Rank > 0 && shape.Rank <= whole.Rank && whole.Dimensions[^shape.Rank..].SequenceEqual(shape.Dimensions);

    private static bool IsRow(Tensor tensor, long columns) => tensor.Shape.Rank == 1 && tensor.Shape[0] == columns;

    private static bool IsLast(Tensor axes, int rank) => axes.ElementCount == 1 && axes.Integer(0) is long axis && (axis == rank - 1 || axis == -1);
}
