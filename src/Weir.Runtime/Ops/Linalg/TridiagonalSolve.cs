using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>Solves systems with tridiagonal matrices, given as rows: the diagonal above, the main one, the one below.</summary>
/// <remarks>A zero pivot gives NaN. Source: tridiagonal_solve_op.cc; gradient: linalg_grad.py.</remarks>
internal sealed class TridiagonalSolve : Op
{
    public override OpDefinition Definition { get; } = "TridiagonalSolve(diagonals: T, rhs: T) -> output: T; partial_pivoting: bool = true; "
        + "perturb_singular: bool = false; T: {double, float, complex64, complex128}";

    public override void InferShapes(ShapeContext c)
    {
        (Shape diagonals, Shape b) = (c.WithRankAtLeast(0, 2), c.WithRankAtLeast(1, 2));
        if (!diagonals.HasRank || !b.HasRank) return;
        c.Merge(diagonals.Slice(..^2), b.Slice(..^2));
        c.Require(diagonals[-2] is 3 or -1, $"Dimension must be 3 but is {diagonals[-2]}");
        c.MergeSizes(diagonals[-1], b[-2]);
        c.Output(0, b);
    }

    public override void Gradient(GradientContext g)
    {
        (Output diagonals, Output x) = (g.Input(0), g.Output(0));
        Output above = MatrixGraph.ShiftLast(MatrixGraph.Row(diagonals, 2), towardsFirst: true);
        Output below = MatrixGraph.ShiftLast(MatrixGraph.Row(diagonals, 0), towardsFirst: false);
        Output transposed = Pack.Build([above, MatrixGraph.Row(diagonals, 1), below], -2);
        Output forB = g.Graph.AddOperation(Name, [transposed, g.Outgoing(0)], g.Attributes("partial_pivoting", "perturb_singular"))[0];
        Output last = g.Graph.Const(-1);
        g.Flow(0, -Pack.Build(
            [
                Reductions.Sum(forB * MatrixGraph.ShiftRows(x, towardsFirst: true), last),
                Reductions.Sum(forB * x, last),
                Reductions.Sum(forB * MatrixGraph.ShiftRows(x, towardsFirst: false), last),
            ],
            -2));
        g.Flow(1, forB);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (r.Bool("perturb_singular")) throw new TfException(StatusCode.Unimplemented, "TridiagonalSolve: perturb_singular is not supported on CPU.");
        return r.ForMatrices(new Maker(r.Bool("partial_pivoting")));
    }

    private readonly struct Maker(bool pivots) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Solve<TElement, T>(pivots);
    }

    private sealed class Solve<TElement, T>(bool pivots) : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (Shape diagonals, Shape b) = (s.Input(0).Shape, s.Input(1).Shape);
            (int rows, int size, int count) = MatrixShapes.Read(s, 0);
            (int height, int columns, int others) = MatrixShapes.Read(s, 1);
            s.Require(rows == 3, $"Expected diagonals to be provided as a matrix with 3 rows, got {rows} rows.");
            s.Require(height == size, $"Expected the same number of left-hand sides and right-hand sides, got {size} and {height}.");
            s.Require(others == count && diagonals.Rank == b.Rank, $"All input tensors must have the same outer dimensions. {diagonals} vs. {b}");
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>(), sides = s.Input(1).Elements<TElement>();
            Span<TElement> results = s.OutputLike(0, s.Input(1)).Elements<TElement>();
            T[] memory = ArrayPool<T>.Shared.Rent((4 * size) + (size * columns));
            Matrix<T> bands = new(memory, 4, size), x = new(memory.AsSpan(4 * size), size, columns);
            for (int i = 0; i < count; i++)
            {
                MatrixElements.Read(matrices.Slice(i * 3 * size, 3 * size), bands.Elements);
                MatrixElements.Read(sides.Slice(i * size * columns, size * columns), x.Elements);
                bands.Row(3).Clear();
                if (!Eliminate(bands, x)) x.Elements.Fill(Field.OfReal<T>(double.NaN));
                MatrixElements.Write(x.Elements, results.Slice(i * size * columns, size * columns));
            }

            ArrayPool<T>.Shared.Return(memory);
        }

        // Rows of bands: the first above, the main one, the one below, and a second above, which pivoting fills.
        private bool Eliminate(Matrix<T> bands, Matrix<T> x)
        {
            Span<T> above = bands.Row(0), main = bands.Row(1), below = bands.Row(2), second = bands.Row(3);
            int n = x.Rows;
            for (int i = 0; i < n; i++)
            {
                bool hasNext = i + 1 < n;
                if (hasNext && pivots && Field.Magnitude(below[i + 1]) > Field.Magnitude(main[i]))
                {
                    (main[i], below[i + 1]) = (below[i + 1], main[i]);
                    (above[i], main[i + 1]) = (main[i + 1], above[i]);
                    if (i + 2 < n) (second[i], above[i + 1]) = (above[i + 1], second[i]);
                    for (int j = 0; j < x.Columns; j++) (x[i, j], x[i + 1, j]) = (x[i + 1, j], x[i, j]);
                }

                if (main[i] == T.Zero) return false;
                if (!hasNext) break;
                T factor = below[i + 1] / main[i];
                main[i + 1] -= factor * above[i];
                if (i + 2 < n) above[i + 1] -= factor * second[i];
                for (int j = 0; j < x.Columns; j++) x[i + 1, j] -= factor * x[i, j];
            }

            for (int i = n - 1; i >= 0; i--)
            {
                for (int j = 0; j < x.Columns; j++)
                {
                    T sum = x[i, j];
                    if (i + 1 < n) sum -= above[i] * x[i + 1, j];
                    if (i + 2 < n) sum -= second[i] * x[i + 2, j];
                    x[i, j] = sum / main[i];
                }
            }

            return true;
        }
    }
}
