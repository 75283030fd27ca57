namespace Weir.Ops;

/// <summary>A choice between two tensors of different shapes that a gradient makes: when it is built if sizes are known, else in the run.</summary>
/// <remarks>In the run both are laid behind each other and one is cut out, which needs no control flow.</remarks>
internal sealed class MatrixChoice
{
    private readonly bool? known;
    private readonly Output condition;

    private MatrixChoice(bool? known, Output condition) => (this.known, this.condition) = (known, condition);

    /// <summary>Whether matrices have at least as many rows as columns.</summary>
    public static MatrixChoice Tall(Output matrices)
    {
        Graph graph = matrices.Operation.Graph;
        if (matrices.Shape is { HasRank: true } shape && shape[-1] >= 0 && shape[-2] >= 0) return new MatrixChoice(shape[-2] >= shape[-1], default);
        Output sizes = ShapeOp.Build(matrices), rank = Rank.Build(matrices);
        Output rows = GatherV2.Build(sizes, rank - graph.Const(2), 0), columns = GatherV2.Build(sizes, rank - graph.Const(1), 0);
        return new MatrixChoice(null, Comparisons.GreaterEqual(rows, columns));
    }

    /// <summary>The first if the condition holds, else the second; of one dtype and rank.</summary>
    public Output Choose(Output first, Output second)
    {
        if (known is { } holds) return holds ? first : second;
        Graph graph = first.Operation.Graph;
        Output all = graph.Const(Tensor.From(-1)), sizes = SelectV2.Build(condition, ShapeOp.Build(first), ShapeOp.Build(second));
        Output both = ConcatV2.Build([Reshape.Build(first, all), Reshape.Build(second, all)], 0);
        Output begin = SelectV2.Build(condition, graph.Const(0), Size.Build(first));
        return Reshape.Build(Slice.Build(both, Pack.Build([begin]), Pack.Build([Reductions.Prod(sizes, graph.Const(0))])), sizes);
    }
}
