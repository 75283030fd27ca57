using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Matrices with some diagonals replaced; of the first version the main diagonal. Three rows.</summary>
/// <remarks>Source: matrix_set_diag_op.cc; gradients: array_grad.py.</remarks>
internal sealed class MatrixSetDiag(OpDefinition definition, int version) : Op
{
    public static readonly Op[] All =
    [
        new MatrixSetDiag("MatrixSetDiag(input: T, diagonal: T) -> output: T; T: type", version: 1),
        new MatrixSetDiag("MatrixSetDiagV2(input: T, diagonal: T, k: int32) -> output: T; T: type", version: 2),
        new MatrixSetDiag($"MatrixSetDiagV3(input: T, diagonal: T, k: int32) -> output: T; T: type; {DiagonalBand.Alignment.Attribute}", version: 3),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        (Shape x, Shape diagonal) = (c.WithRankAtLeast(0, 2), c.WithRankAtLeast(1, 1));
        (long Lower, long Upper)? known = version == 1 ? (0, 0) : DiagonalBand.Read(c, 2);
        if (known is { } k && x.HasRank && diagonal.HasRank)
        {
            int inner = k.Lower == k.Upper ? 1 : 2;
            c.Require(diagonal.Rank == x.Rank - 2 + inner, $"Shape must be rank {x.Rank - 2 + inner} but is rank {diagonal.Rank}");
            (long rows, long columns) = (x[-2], x[-1]);
            c.Require(rows < 0 || (k.Lower > -rows && k.Upper > -rows) || (k.Lower == 0 && k.Upper == 0), "lower_diag_index is out of bound.");
            c.Require(columns < 0 || (k.Lower < columns && k.Upper < columns) || (k.Lower == 0 && k.Upper == 0), "upper_diag_index is out of bound.");
            if (inner == 2) c.Require(diagonal[-2] < 0 || diagonal[-2] == k.Upper - k.Lower + 1, "The number of diagonals does not match.");
            if (rows >= 0 && columns >= 0) c.MergeSizes(diagonal[-1], Math.Max(0, DiagonalBand.LengthOfLongest(k.Lower, k.Upper, rows, columns)));
            x = c.Merge(x.Slice(..^2), diagonal.Slice(..^inner)).Concatenate(x.Slice(^2..));
        }

        c.Output(0, x);
    }

    public override void Gradient(GradientContext g)
    {
        Output? k = version == 1 ? null : g.Input(2);
        g.Flow(0, Build(version, g.Outgoing(0), g.Graph.ZerosLike(g.Input(1)), k, g.Operation));
        g.Flow(1, k is { } band ? MatrixDiagPart.Build(version, g.Outgoing(0), band, g.Operation) : MatrixDiagPart.Build(g.Outgoing(0)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        DiagonalBand.Alignment alignment = DiagonalBand.Alignment.Of(r, version == 3);
        return MatrixDiag.Types.Contains(r.Type("T")) ? r.ForMoving(new Maker(version, alignment)) : throw r.NoKernel("T");
    }

    public static Output Build(Output matrices, Output diagonal) => matrices.Operation.Graph.AddOperation("MatrixSetDiag", [matrices, diagonal])[0];

    /// <summary>The first or the third version, with another operation's alignment; that of the second version has the default, as in TensorFlow.</summary>
    public static Output Build(int version, Output matrices, Output diagonal, Output? k, Operation alike)
    {
        Graph graph = matrices.Operation.Graph;
        if (version == 1) return Build(matrices, diagonal);
        string align = version == 2 ? DiagonalBand.Alignment.Default : alike.Attributes.GetString("align");
        return graph.AddOperation("MatrixSetDiagV3", [matrices, diagonal, k!.Value], new Dictionary<string, object> { ["align"] = align })[0];
    }

    private readonly struct Maker(int version, DiagonalBand.Alignment alignment) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Replace<T>(version, alignment);
    }

    private sealed class Replace<T>(int version, DiagonalBand.Alignment alignment) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Shape x, Tensor diagonal) = (s.Input(0).Shape, s.Input(1));
            s.Require(x.Rank >= 2, $"input must be at least 2-dim, received shape: {x}");
            s.Require(diagonal.Shape.Rank >= 1, $"diagonal must be at least 1-dim, received shape: {diagonal.Shape}");
            (long Lower, long Upper) k = version == 1 ? (0, 0) : DiagonalBand.Read(s, s.Input(2));
            DiagonalBand band = DiagonalBand.Of(s, k, x[-2], x[-1], alignment);
            int inner = band.Count == 1 ? 1 : 2;
            s.Require(diagonal.Shape.Rank == x.Rank - 2 + inner && diagonal.Shape.Dimensions[..^inner].SequenceEqual(x.Dimensions[..^2])
                && diagonal.Shape[-1] == band.MaxLength && (inner == 1 || diagonal.Shape[-2] == band.Count),
                "Either first dimensions of diagonal don't match input.shape[:-2], or diagonal.shape[:-1] is not equal to the longests diagonal in range "
                + "[lower_diag_index:upper_diag_index].");
            ReadOnlySpan<T> bands = MovedElements.Of<T>(diagonal);
            Span<T> output = Amended.Output<T>(s);
            if (output.Length > 0) band.CopyIn(bands, output);
        }
    }
}
