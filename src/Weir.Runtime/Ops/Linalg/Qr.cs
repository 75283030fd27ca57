using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>A = Q R: orthonormal columns and an upper triangle, of the smaller size or with all columns and rows.</summary>
/// <remarks>Source: qr_op_impl.h; gradient: linalg_grad.py.</remarks>
internal sealed class Qr : Op
{
    public override OpDefinition Definition { get; } =
        "Qr(input: T) -> q: T, r: T; full_matrices: bool = false; T: {double, float, half, complex64, complex128}";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRankAtLeast(0, 2);
        if (!x.HasRank) return;
        bool full = c.Attributes.Get<bool>("full_matrices");
        long inner = full ? x[-2] : x[-2] < 0 || x[-1] < 0 ? -1 : Math.Min(x[-2], x[-1]);
        c.Output(0, x.Slice(..^2).Concatenate(Shape.Of(x[-2], inner)));
        c.Output(1, x.Slice(..^2).Concatenate(Shape.Of(inner, x[-1])));
    }

    public override void Gradient(GradientContext g)
    {
        (Output q, Output r, Output dq, Output dr) = (g.Output(0), g.Output(1), g.Outgoing(0), g.Outgoing(1));
        (long rows, long columns) = q.Shape.HasRank ? (q.Shape[-2], r.Shape[-1]) : (-1, -1);
        if (rows < 0 || columns < 0) throw new TfException(StatusCode.Unimplemented, "The gradient of Qr needs sizes that are known when it is built.");
        bool full = g.Operation.Attributes.Get<bool>("full_matrices");
        if (rows > columns && full && rows != columns) throw new TfException(StatusCode.Unimplemented, "Qr has no gradient with full matrices of more rows than columns.");
        if (rows >= columns)
        {
            g.Flow(0, OfTall(q, r, dq, dr));
            return;
        }

        // A = [X, Y] and R = [U, V] with square X and U.
        Output y = MatrixGraph.Columns(g.Input(0), rows, 0), u = MatrixGraph.Columns(r, 0, rows);
        Output dv = MatrixGraph.Columns(dr, rows, 0), du = MatrixGraph.Columns(dr, 0, rows);
        Output dx = OfTall(q, u, dq + MatrixGraph.Product(y, dv, adjointY: true), du);
        g.Flow(0, ConcatV2.Build([dx, MatrixGraph.Product(q, dv)], -1));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMatrices(new Maker(r.Bool("full_matrices")), halves: true);

    private static Output OfTall(Output q, Output r, Output dq, Output dr)
    {
        Output qdq = MatrixGraph.Product(q, dq, adjointX: true), rdr = MatrixGraph.Product(r, dr, adjointY: true);
        Output lower = MatrixGraph.Lower(qdq - MatrixGraph.Adjoint(qdq) + rdr - MatrixGraph.Adjoint(rdr));
        Output first = MatrixGraph.Product(q, dr + TimesInverse(lower, r));
        Output gradient = first + TimesInverse(dq - MatrixGraph.Product(q, qdq), r);
        if (!q.DType.IsComplex()) return gradient;
        Output diagonal = MatrixDiagPart.Build(rdr - MatrixGraph.Adjoint(qdq));
        Output imaginary = MatrixDiag.Build(diagonal - ComplexParts.WithoutImaginary(diagonal));
        return gradient + TimesInverse(MatrixGraph.Product(q, MatrixGraph.Adjoint(imaginary)), r);
    }

    // x R^-H for an upper triangular R.
    private static Output TimesInverse(Output x, Output r) =>
        MatrixGraph.Adjoint(MatrixTriangularSolve.Build(r, MatrixGraph.Adjoint(x), lower: false, adjoint: false));

    private readonly struct Maker(bool full) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Factors<TElement, T>(full);
    }

    private sealed class Factors<TElement, T>(bool full) : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (int rows, int columns, int count) = MatrixShapes.Read(s, 0);
            int inner = full ? rows : Math.Min(rows, columns), length = rows * columns;
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>();
            Span<TElement> qs = MatrixShapes.Output(s, 0, 0, rows, inner).Elements<TElement>();
            Span<TElement> rs = MatrixShapes.Output(s, 1, 0, inner, columns).Elements<TElement>();
            int reflections = Math.Min(rows, columns);
            T[] memory = ArrayPool<T>.Shared.Rent(length + (rows * inner) + reflections);
            Matrix<T> a = new(memory, rows, columns), q = new(memory.AsSpan(length), rows, inner);
            Span<T> factors = memory.AsSpan(length + (rows * inner), reflections);
            for (int i = 0; i < count; i++)
            {
                MatrixElements.Read(matrices.Slice(i * length, length), a.Elements);
                HouseholderQr.Factorize(a, factors);
                HouseholderQr.MakeQ(a, factors, q);
                for (int row = 1; row < rows; row++) a.Row(row)[..Math.Min(row, columns)].Clear();
                MatrixElements.Write(q.Elements, qs.Slice(i * rows * inner, rows * inner));
                MatrixElements.Write(a.Elements[..(inner * columns)], rs.Slice(i * inner * columns, inner * columns));
            }

            ArrayPool<T>.Shared.Return(memory);
        }
    }
}
