namespace Weir.Ops;

/// <summary>The gradient of gathers: what flows in is summed where each slice came from. Rows stay rows.</summary>
internal static class GatherGradient
{
    /// <remarks>
    /// params is [B, O, A, I] and indices [B, K], so what flows in is [B, O, K, I]. Brought to [B * K, O, I] it is summed by segments
    /// b * A + index, and brought back.
    /// </remarks>
    /// <param name="g">The context: input 0 is gathered from, with input 1.</param>
    /// <param name="sizes">The shape of what is gathered from.</param>
    /// <param name="axisInput">The dimension; null: the first.</param>
    /// <param name="batchDims">The batch_dims attribute.</param>
    public static void Flow(GradientContext g, Output sizes, Output? axisInput, long batchDims)
    {
        if (batchDims == 0 && (axisInput is not { } constant || constant.Operation.Integers is [0]))
        {
            FlowRows(g, sizes);
            return;
        }

        Graph graph = g.Graph;
        Output indices = CastOp.Build(g.Input(1), DType.Int32);
        Output rank = Size.Build(sizes);
        Output axis = axisInput is { } given ? IntegerMath.FloorMod(CastOp.Build(given, DType.Int32), rank) : graph.Const(0);
        Output batch = batchDims < 0 ? Rank.Build(indices) + graph.Const((int)batchDims) : graph.Const((int)batchDims);
        Output one = graph.Const(1);
        Output b = Product(graph.Const(0), batch);
        Output o = Product(batch, axis - batch);
        Output a = Product(axis, one);
        Output i = Product(axis + one, rank - axis - one);
        Output k = IntegerMath.FloorDiv(Size.Build(indices), BinaryMath.Maximum(b, one));
        Output flowing = Move(g.Outgoing(0), [b, o, k, i], [b * k, o, i]);
        Output first = Reshape.Build(RangeOp.Build(graph.Const(0), b, one) * a, Pack.Build([b, one]));
        Output segments = Reshape.Build(Reshape.Build(indices, Pack.Build([b, k])) + first, Pack.Build([b * k]));
        Output summed = UnsortedSegment.Sum(flowing, segments, b * a);
        g.Flow(0, Reshape.Build(Transpose.Build(Reshape.Build(summed, Pack.Build([b, a, o, i])), Swap()), sizes));

        Output Product(Output begin, Output count) => Reductions.Prod(Slice.Build(sizes, Pack.Build([begin]), Pack.Build([count])), graph.Const(0));

        Output Move(Output x, Output[] view, Output[] result) => Reshape.Build(Transpose.Build(Reshape.Build(x, Pack.Build(view)), Swap()), Pack.Build(result));

        Output Swap() => graph.Const(Tensor.From(0, 2, 1, 3));
    }

    private static void FlowRows(GradientContext g, Output sizes)
    {
        Output count = Reshape.Build(Size.Build(g.Input(1)), g.Graph.Const(Tensor.From([1])));
        Output rest = Slice.Build(sizes, g.Graph.Const(Tensor.From([1])), g.Graph.Const(Tensor.From([-1])));
        g.Flow(0, new IndexedSlices(Reshape.Build(g.Outgoing(0), ConcatV2.Build([count, rest], 0)), Reshape.Build(g.Input(1), count), sizes));
    }
}
