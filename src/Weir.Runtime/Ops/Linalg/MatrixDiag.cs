using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Matrices with given diagonals and a padding value elsewhere; of the first version with the main diagonal and zeros. Three rows.</summary>
/// <remarks>Source: matrix_diag_op.cc; gradients: array_grad.py.</remarks>
internal sealed class MatrixDiag(OpDefinition definition, int version) : Op
{
    public static readonly Op[] All =
    [
        new MatrixDiag("MatrixDiag(diagonal: T) -> output: T; T: type", version: 1),
        new MatrixDiag("MatrixDiagV2(diagonal: T, k: int32, num_rows: int32, num_cols: int32, padding_value: T) -> output: T; T: type", version: 2),
        new MatrixDiag($"MatrixDiagV3(diagonal: T, k: int32, num_rows: int32, num_cols: int32, padding_value: T) -> output: T; T: type; {DiagonalBand.Alignment.Attribute}", version: 3),
    ];

    /// <summary>The kernels of the ops on diagonals.</summary>
    public static readonly ElementTypes Types = ElementTypes.Numbers | new ElementTypes(DType.Bool);

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape diagonal = c.WithRankAtLeast(0, 1);
        if (version == 1)
        {
            if (diagonal.HasRank) c.Output(0, diagonal.Concatenate(Shape.Of(diagonal[-1])));
            return;
        }

        for (int i = 2; i < 5; i++) c.WithRank(i, 0);
        if (DiagonalBand.Read(c, 1) is not { } k || !diagonal.HasRank) return;
        int inner = k.Lower == k.Upper ? 1 : 2;
        c.WithRankAtLeast(0, inner);
        if (inner == 2) c.Require(diagonal[-2] < 0 || diagonal[-2] == k.Upper - k.Lower + 1, "The number of rows of `diagonal` doesn't match the number of diagonals implied from `d_lower` and `d_upper`.");
        (long rows, long columns) = (Known(2), Known(3));
        if (diagonal[-1] >= 0)
        {
            try
            {
                (rows, columns) = Sizes(diagonal[-1], k, rows, columns);
            }
            catch (TfException e)
            {
                throw c.Error(e.Message);
            }
        }

        c.Output(0, diagonal.Slice(..^inner).Concatenate(Shape.Of(rows, columns)));

        long Known(int input) => c.TryConstant(input, out long[] size) ? Math.Max(-1, size[0]) : -1;
    }

    public override void Gradient(GradientContext g) => g.Flow(0, version == 1 ? MatrixDiagPart.Build(g.Outgoing(0))
        : MatrixDiagPart.Build(version, g.Outgoing(0), g.Input(1), g.Operation));

    public override Kernel CreateKernel(KernelRequest r)
    {
        DiagonalBand.Alignment alignment = DiagonalBand.Alignment.Of(r, version == 3);
        return Types.Contains(r.Type("T")) ? r.ForMoving(new Maker(version, alignment)) : throw r.NoKernel("T");
    }

    public static Output Build(Output diagonal) => diagonal.Operation.Graph.AddOperation("MatrixDiag", [diagonal])[0];

    /// <summary>The sizes of the matrix, given or the least that the diagonals need.</summary>
    private static (long Rows, long Columns) Sizes(long length, (long Lower, long Upper) k, long rows, long columns)
    {
        (long leastRows, long leastColumns) = (length - Math.Min(k.Upper, 0), length + Math.Max(k.Lower, 0));
        if (rows != -1 && rows < leastRows) throw new TfException(StatusCode.InvalidArgument, "The number of rows is too small.");
        if (columns != -1 && columns < leastColumns) throw new TfException(StatusCode.InvalidArgument, "The number of columns is too small.");
        if (rows == -1 && columns == -1) rows = columns = Math.Max(leastRows, leastColumns);
        else if (rows == -1) rows = leastRows;
        else if (columns == -1) columns = leastColumns;
        return rows == leastRows || columns == leastColumns ? (rows, columns) : throw new TfException(StatusCode.InvalidArgument,
            "The number of rows or columns is not consistent with the specified d_lower, d_upper, and diagonal.");
    }

    private readonly struct Maker(int version, DiagonalBand.Alignment alignment) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Place<T>(version, alignment);
    }

    private sealed class Place<T>(int version, DiagonalBand.Alignment alignment) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor diagonal = s.Input(0);
            Shape shape = diagonal.Shape;
            (long Lower, long Upper) k = (0, 0);
            (long rows, long columns) = (-1, -1);
            if (version > 1)
            {
                k = DiagonalBand.Read(s, s.Input(1));
                foreach (int input in (ReadOnlySpan<int>)[2, 3, 4]) s.Require(s.Input(input).ElementCount == 1, $"Input {input} must be a scalar, received shape: {s.Input(input).Shape}");
                (rows, columns) = (s.Input(2).Integer(0), s.Input(3).Integer(0));
            }

            int inner = k.Lower == k.Upper ? 1 : 2;
            s.Require(shape.Rank >= inner, $"diagonal must be at least {inner}-dim, received shape: {shape}");
            s.Require(inner == 1 || shape[-2] == k.Upper - k.Lower + 1,
                "The number of diagonals provided in the input does not match the lower_diag_index and upper_diag_index range.");
            (rows, columns) = Sizes(shape[-1], k, rows, columns);
            DiagonalBand band = DiagonalBand.Of(s, k, rows, columns, alignment);
            Span<long> sizes = stackalloc long[shape.Rank - inner + 2];
            shape.Dimensions[..^inner].CopyTo(sizes);
            (sizes[^2], sizes[^1]) = (rows, columns);
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            output.Fill(version == 1 ? MovedElements.Zero<T>() : MovedElements.Of<T>(s.Input(4))[0]);
            if (output.Length > 0) band.CopyIn(MovedElements.Of<T>(diagonal), output);
        }
    }
}
