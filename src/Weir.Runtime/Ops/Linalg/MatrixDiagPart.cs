using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Diagonals of matrices; shorter ones are filled up with a padding value. Of the first version the main diagonal. Three rows.</summary>
/// <remarks>Source: matrix_diag_op.cc; gradients: array_grad.py.</remarks>
internal sealed class MatrixDiagPart(OpDefinition definition, int version) : Op
{
    public static readonly Op[] All =
    [
        new MatrixDiagPart("MatrixDiagPart(input: T) -> diagonal: T; T: type", version: 1),
        new MatrixDiagPart("MatrixDiagPartV2(input: T, k: int32, padding_value: T) -> diagonal: T; T: type", version: 2),
        new MatrixDiagPart($"MatrixDiagPartV3(input: T, k: int32, padding_value: T) -> diagonal: T; T: type; {DiagonalBand.Alignment.Attribute}", version: 3),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRankAtLeast(0, 2);
        (long Lower, long Upper)? known = version == 1 ? (0, 0) : DiagonalBand.Read(c, 1);
        if (version > 1) c.WithRank(2, 0);
        if (known is not { } k || !x.HasRank) return;
        (long rows, long columns) = (x[-2], x[-1]);
        c.Require(rows < 0 || (k.Lower > -rows && k.Upper > -rows) || (k.Lower == 0 && k.Upper == 0), "diag_index is out of bound.");
        c.Require(columns < 0 || (k.Lower < columns && k.Upper < columns) || (k.Lower == 0 && k.Upper == 0), "diag_index is out of bound.");
        long length = rows < 0 || columns < 0 ? -1 : Math.Max(0, DiagonalBand.LengthOfLongest(k.Lower, k.Upper, rows, columns));
        Shape band = k.Lower == k.Upper ? Shape.Of(length) : Shape.Of(k.Upper - k.Lower + 1, length);
        c.Output(0, x.Slice(..^2).Concatenate(band));
    }

    public override void Gradient(GradientContext g)
    {
        Output zeros = g.Graph.ZerosLike(g.Input(0));
        g.Flow(0, MatrixSetDiag.Build(version, zeros, g.Outgoing(0), version == 1 ? null : g.Input(1), g.Operation));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        DiagonalBand.Alignment alignment = DiagonalBand.Alignment.Of(r, version == 3);
        return MatrixDiag.Types.Contains(r.Type("T")) ? r.ForMoving(new Maker(version, alignment)) : throw r.NoKernel("T");
    }

    public static Output Build(Output matrices) => matrices.Operation.Graph.AddOperation("MatrixDiagPart", [matrices])[0];

    /// <summary>The third version, with zeros for padding and another operation's alignment; that of the second version has the default, as in TensorFlow.</summary>
    public static Output Build(int version, Output matrices, Output k, Operation alike)
    {
        return Build(matrices, k, version == 2 ? DiagonalBand.Alignment.Default : alike.Attributes.GetString("align"));
    }

    /// <summary>The third version, with zeros for padding.</summary>
    public static Output Build(Output matrices, Output k, string align)
    {
        Graph graph = matrices.Operation.Graph;
        return graph.AddOperation("MatrixDiagPartV3", [matrices, k, graph.Const(0, matrices.DType)], new Dictionary<string, object> { ["align"] = align })[0];
    }

    private readonly struct Maker(int version, DiagonalBand.Alignment alignment) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Take<T>(version, alignment);
    }

    private sealed class Take<T>(int version, DiagonalBand.Alignment alignment) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank >= 2, $"input must be at least 2-dim, received shape: {x.Shape}");
            (long Lower, long Upper) k = version == 1 ? (0, 0) : DiagonalBand.Read(s, s.Input(1));
            s.Require(version == 1 || s.Input(2).ElementCount > 0, "padding_value must be a scalar");
            DiagonalBand band = DiagonalBand.Of(s, k, x.Shape[-2], x.Shape[-1], alignment);
            int inner = band.Count == 1 ? 1 : 2;
            Span<long> sizes = stackalloc long[x.Shape.Rank - 2 + inner];
            x.Shape.Dimensions[..^2].CopyTo(sizes);
            if (inner == 2) sizes[^2] = band.Count;
            sizes[^1] = band.MaxLength;
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            if (output.IsEmpty) return;
            if (version > 1) output.Fill(MovedElements.Of<T>(s.Input(2))[0]);
            band.CopyOut(MovedElements.Of<T>(x), output);
        }
    }
}
