namespace Weir.Ops;

/// <summary>The gradient of a product: for each factor the product of all others, found without dividing, so that zeros do no harm.</summary>
/// <remarks>Source: math_grad.py.</remarks>
internal static class ProductGradient
{
    public static void Flow(GradientContext g)
    {
        Graph graph = g.Graph;
        Output x = g.Input(0);
        Output sizes = ShapeOp.Build(x);
        Output rank = Size.Build(sizes);
        Output axes = Reshape.Build(CastOp.Build(g.Input(1), DType.Int32), graph.Const(Tensor.From(-1)));
        Output reduced = IntegerMath.FloorMod(axes + rank, rank);
        Output kept = ListDiff.Build(RangeOp.Build(graph.Const(0), rank, graph.Const(1)), reduced);
        Output permutation = ConcatV2.Build([reduced, kept], 0);
        Output moved = Transpose.Build(x, permutation);
        Output matrix = Reshape.Build(moved, Pack.Build([Count(reduced), Count(kept)]));
        Output left = Cumulative.Prod(matrix, graph.Const(0), reverse: false);
        Output right = Cumulative.Prod(matrix, graph.Const(0), reverse: true);
        Output others = Reshape.Build(left.Conj() * right.Conj(), ShapeOp.Build(moved));
        g.Flow(0, Reductions.Spread(g) * Transpose.Build(others, InvertPermutation.Build(permutation)));

        Output Count(Output dimensions) => Reductions.Prod(GatherV2.Build(sizes, dimensions, 0), graph.Const(0));
    }
}
