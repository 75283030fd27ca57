namespace Weir.Ops;

/// <summary>Builds what gradients of matrix ops are made of.</summary>
internal static class MatrixGraph
{
    /// <summary>x y, each conjugated and transposed first if asked.</summary>
    public static Output Product(Output x, Output y, bool adjointX = false, bool adjointY = false) => BatchMatMul.Build(x, y, adjointX, adjointY);

    /// <summary>The conjugate transposes of matrices.</summary>
    public static Output Adjoint(Output x) => Transposed(x.Conj());

    /// <summary>The transposes of matrices.</summary>
    public static Output Transposed(Output x)
    {
        Graph graph = x.Operation.Graph;
        Output rank = Rank.Build(x);
        Output batch = RangeOp.Build(graph.Const(0), rank - graph.Const(2), graph.Const(1));
        Output last = Pack.Build([rank - graph.Const(1), rank - graph.Const(2)]);
        return Transpose.Build(x, ConcatV2.Build([batch, last], 0));
    }

    /// <summary>The lower triangle, with half of the diagonal.</summary>
    public static Output HalvedLower(Output x) => Lower(MatrixSetDiag.Build(x, MatrixDiagPart.Build(x) * 0.5));

    public static Output Lower(Output x) => MatrixBandPart.Build(x, -1, 0);

    public static Output Upper(Output x) => MatrixBandPart.Build(x, 0, -1);

    /// <summary>A number for each matrix as a matrix of one element, to be multiplied with.</summary>
    public static Output AsMatrices(Output numbers) => ExpandDims.Build(ExpandDims.Build(numbers, -1), -1);

    /// <summary>Columns from one on, or up to one, of matrices.</summary>
    public static Output Columns(Output x, long begin, long end) => StridedSlice.Build(
        x,
        [x.Operation.Graph.Const(Tensor.From(0, (int)begin)), x.Operation.Graph.Const(Tensor.From(0, (int)end)), x.Operation.Graph.Const(Tensor.From(1, 1))],
        new SliceMasks(begin == 0 ? 2 : 0, end == 0 ? 2 : 0, 1, 0, 0));

    /// <summary>One row of matrices, as vectors.</summary>
    public static Output Row(Output x, int row)
    {
        Graph graph = x.Operation.Graph;
        Output[] spec = [graph.Const(Tensor.From(0, row, 0)), graph.Const(Tensor.From(0, row + 1, 0)), graph.Const(Tensor.From(1, 1, 1))];
        return StridedSlice.Build(x, spec, new SliceMasks(4, 4, 1, 0, 2));
    }

    /// <summary>Vectors moved by one place, with a zero where one is missing.</summary>
    public static Output ShiftLast(Output x, bool towardsFirst)
    {
        Output kept = towardsFirst ? Columns(x, 1, 0) : Columns(x, 0, -1);
        Output zero = x.Operation.Graph.ZerosLike(Columns(x, 0, 1));
        return ConcatV2.Build(towardsFirst ? [kept, zero] : [zero, kept], -1);
    }

    /// <summary>The rows of matrices moved by one place, with zeros where one is missing.</summary>
    public static Output ShiftRows(Output x, bool towardsFirst) => Transposed(ShiftLast(Transposed(x), towardsFirst));

    /// <summary>1 / x, but 0 where x is.</summary>
    public static Output SafeReciprocal(Output x) => x * (x.Square() + x.Operation.Graph.Const(1e-20, x.DType)).Reciprocal();

    /// <summary>The matrix of 1 / (e[j] - e[i]), with zeros on the diagonal.</summary>
    public static Output ReciprocalDifferences(Output e)
    {
        Output differences = SafeReciprocal(ExpandDims.Build(e, -2) - ExpandDims.Build(e, -1));
        return MatrixSetDiag.Build(differences, e.Operation.Graph.ZerosLike(e));
    }

    /// <summary>Gradients of products whose batches broadcast, brought back to the operands' shapes.</summary>
    public static void FlowBatches(GradientContext g, Output forX, Output forY)
    {
        (Output x, Output y) = (g.Input(0), g.Input(1));
        if (x.Shape.HasRank && y.Shape.HasRank && x.Shape.Slice(..^2) is { IsFullyDefined: true } batch && batch.Equals(y.Shape.Slice(..^2)))
        {
            g.Flow(0, forX);
            g.Flow(1, forY);
            return;
        }

        (Output sizesX, Output sizesY) = (ShapeOp.Build(x), ShapeOp.Build(y));
        (Output axesX, Output axesY) = BroadcastGradientArgs.Build(Batch(x, sizesX), Batch(y, sizesY));
        g.Flow(0, Reshape.Build(Reductions.Sum(forX, axesX), sizesX));
        g.Flow(1, Reshape.Build(Reductions.Sum(forY, axesY), sizesY));
    }

    private static Output Batch(Output x, Output sizes)
    {
        Graph graph = x.Operation.Graph;
        return Slice.Build(sizes, graph.Const(Tensor.From(0)), Pack.Build([Rank.Build(x) - graph.Const(2)]));
    }
}
