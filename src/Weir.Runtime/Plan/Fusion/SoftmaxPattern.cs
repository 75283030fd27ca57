using Weir.Simd;

namespace Weir.Plans;

/// <summary>Attention's softmax: logits times a constant, plus a mask that broadcasts to them; one of the two at least.</summary>
internal sealed class SoftmaxPattern : IFusionPattern
{
    public FusedNodes? Match(PlanNode root, PlanUses uses)
    {
        if (!root.Is("Softmax") || root.OutputTypes is not [DType.Float32]) return null;
        List<PlanNode> members = [root];
        PlanEdge logits = root.Inputs[0];
        PlanEdge[] mask = [], factor = [];
        if (logits.Node.Is("AddV2") || logits.Node.Is("Add"))
        {
            members.Add(logits.Node);
            int larger = Extent(logits.Node.Inputs[1]) > Extent(logits.Node.Inputs[0]) ? 1 : 0;
            mask = [logits.Node.Inputs[1 - larger]];
            logits = logits.Node.Inputs[larger];
        }

        if (logits.Node.Is("Mul") && Array.FindIndex(logits.Node.Inputs, ConstantScalar.Is) is >= 0 and int constant)
        {
            members.Add(logits.Node);
            factor = [logits.Node.Inputs[constant]];
            logits = logits.Node.Inputs[1 - constant];
        }

        return new FusedNodes(new SoftmaxKernel(mask.Length > 0, factor.Length > 0), members, [logits, .. mask, .. factor]);
    }

    /// <summary>How many dimensions a value has for all that the graph says: of two operands the logits have more.</summary>
    private static int Extent(PlanEdge edge)
    {
        int extent = edge.Index == 0 && edge.Node.ShapeHint.HasRank ? 0 : -1;
        foreach (long size in edge.Node.ShapeHint.Dimensions) extent += size == 1 ? 0 : 1;
        return extent;
    }
}

/// <summary>Inputs: the logits, the mask if there is one, the factor if there is one.</summary>
internal sealed class SoftmaxKernel(bool hasMask, bool hasFactor) : FusedKernel
{
    protected override bool TryRun(Ops.StepContext s)
    {
        Tensor x = s.Input(0);
        Tensor? mask = hasMask ? s.Input(1) : null, factor = hasFactor ? s.Input(hasMask ? 2 : 1) : null;
        if (x.Shape.Rank == 0 || x.ElementCount == 0) return false;
        int columns = (int)x.Shape[-1];
        ReadOnlySpan<long> outer = x.Shape.Dimensions[..^1];
        BroadcastPlan rows;
        if (mask is null) BroadcastPlan.TryCreate(outer, outer, out rows);
        else if (!Fits(x.Shape, mask.Shape) || !BroadcastPlan.TryCreate(outer, mask.Shape.Dimensions[..Math.Max(0, mask.Shape.Rank - 1)], out rows)) return false;
        if (rows.Rank > BroadcastPlan.MaxRank || rows.Length != x.ElementCount / columns) return false;
        int maskColumns = mask is null || mask.Shape.Rank == 0 ? 1 : (int)mask.Shape[-1];
        ReadOnlySpan<float> logits = x.Elements<float>();
        Span<float> y = s.OutputOver(0, 0).Elements<float>();
        ScaledSoftmax.Run(rows, logits, factor is null ? default : factor.Elements<float>(), mask is null ? default : mask.Elements<float>(), maskColumns, y, columns);
        return true;
    }

    /// <summary>Whether the mask broadcasts to the logits and not the other way.</summary>
    private static bool Fits(Shape x, Shape mask)
    {
        if (mask.Rank > x.Rank) return false;
        for (int i = 1; i <= mask.Rank; i++)
        {
            if (mask[-i] != x[-i] && mask[-i] != 1) return false;
        }

        return true;
    }
}
