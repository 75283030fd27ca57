using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Matrices with zeros outside of a band around the main diagonal; a negative number of diagonals keeps that whole triangle. Under its old name it has no gradient.</summary>
/// <remarks>Source: matrix_band_part_op.cc; gradient: array_grad.py.</remarks>
internal sealed class MatrixBandPart(OpDefinition definition, ElementTypes types, bool isDeprecated = false) : Op
{
    public static readonly Op[] All =
    [
        new MatrixBandPart("BatchMatrixBandPart(input: T, num_lower: int64, num_upper: int64) -> band: T; T: type | deprecated 14 \"Use MatrixBandPart\"", ElementTypes.Numbers, isDeprecated: true),
        new MatrixBandPart("MatrixBandPart(input: T, num_lower: Tindex, num_upper: Tindex) -> band: T; T: type; Tindex: {int32, int64} = int64", MatrixDiag.Types),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
        if (isDeprecated) base.Gradient(g);
        g.Flow(0, g.Graph.AddOperation(Name, [g.Outgoing(0), g.Input(1), g.Input(2)])[0]);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindex");
        return types.Contains(r.Type("T")) ? r.ForMoving(default(Maker)) : throw r.NoKernel("T");
    }

    public static Output Build(Output x, int lower, int upper) => x.Operation.Graph.AddOperation(
        "MatrixBandPart", [x, x.Operation.Graph.Const(lower), x.Operation.Graph.Const(upper)])[0];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Band<T>();
    }

    private sealed class Band<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            Shape x = s.Input(0).Shape;
            s.Require(x.Rank >= 2, $"input must be at least 2-dim, received shape: {x}");
            s.Require(s.Input(1).Shape.Rank == 0, $"num_lower must be scalar, got shape {s.Input(1).Shape}");
            s.Require(s.Input(2).Shape.Rank == 0, $"num_upper must be scalar, got shape {s.Input(2).Shape}");
            (long lower, long upper) = (s.Input(1).Integer(0), s.Input(2).Integer(0));
            (int rows, int columns) = ((int)x[-2], (int)x[-1]);
            s.Require(lower <= rows, $"num_lower must be negative or less or equal to number of rows ({rows}) got: {lower}");
            s.Require(upper <= columns, $"num_upper must be negative or less or equal to number of columns ({columns}) got: {upper}");
            Span<T> output = Amended.Output<T>(s);
            for (int row = 0, at = 0; at < output.Length; row = (row + 1) % rows, at += columns)
            {
                int first = lower < 0 ? 0 : Math.Clamp(row - (int)lower, 0, columns);
                int end = upper < 0 ? columns : (int)Math.Clamp(row + upper + 1, 0, columns);
                output.Slice(at, first).Fill(MovedElements.Zero<T>());
                if (end < columns) output.Slice(at + Math.Max(end, first), columns - Math.Max(end, first)).Fill(MovedElements.Zero<T>());
            }
        }
    }
}
