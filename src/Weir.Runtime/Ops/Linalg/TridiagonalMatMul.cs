using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Products of tridiagonal matrices, given by their diagonals, with dense ones.</summary>
/// <remarks>Source: tridiagonal_matmul_op.cc; gradient: linalg_grad.py.</remarks>
internal sealed class TridiagonalMatMul : Op
{
    public override OpDefinition Definition { get; } =
        "TridiagonalMatMul(superdiag: T, maindiag: T, subdiag: T, rhs: T) -> output: T; T: {double, float, complex64, complex128}";

    public override void InferShapes(ShapeContext c)
    {
        Shape diagonal = c.Merge(c.Merge(c.WithRankAtLeast(0, 2), c.WithRankAtLeast(1, 2)), c.WithRankAtLeast(2, 2));
        Shape rhs = c.WithRankAtLeast(3, 2);
        if (diagonal.HasRank && rhs.HasRank)
        {
            c.Merge(diagonal.Slice(..^2), rhs.Slice(..^2));
            c.Require(diagonal[-2] is 1 or -1, $"Dimension must be 1 but is {diagonal[-2]}");
            c.MergeSizes(diagonal[-1], rhs[-2]);
        }

        c.Output(0, rhs);
    }

    public override void Gradient(GradientContext g)
    {
        (Output rhs, Output dy, Output last) = (g.Input(3).Conj(), g.Outgoing(0), g.Graph.Const(-1));
        g.Flow(0, ToDiagonal(MatrixGraph.ShiftRows(rhs, towardsFirst: true)));
        g.Flow(1, ToDiagonal(rhs));
        g.Flow(2, ToDiagonal(MatrixGraph.ShiftRows(rhs, towardsFirst: false)));
        g.Flow(3, MatrixGraph.ShiftRows(MatrixGraph.Adjoint(g.Input(0)) * dy, towardsFirst: false) + (MatrixGraph.Adjoint(g.Input(1)) * dy)
            + MatrixGraph.ShiftRows(MatrixGraph.Adjoint(g.Input(2)) * dy, towardsFirst: true));

        Output ToDiagonal(Output factor) => ExpandDims.Build(Reductions.Sum(factor * dy, last), -2);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMatrices(default(Maker));

    private readonly struct Maker : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Product<TElement, T>();
    }

    private sealed class Product<TElement, T> : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (int size, int columns, int count) = MatrixShapes.Read(s, 3);
            Shape rhs = s.Input(3).Shape;
            for (int i = 0; i < 3; i++)
            {
                Shape diagonal = s.Input(i).Shape;
                s.Require(diagonal.Rank == rhs.Rank && diagonal[-2] == 1 && diagonal[-1] == size && diagonal.Dimensions[..^2].SequenceEqual(rhs.Dimensions[..^2]),
                    $"A diagonal of shape {diagonal} does not fit a right-hand side of shape {rhs}.");
            }

            ReadOnlySpan<TElement> above = s.Input(0).Elements<TElement>(), main = s.Input(1).Elements<TElement>(), below = s.Input(2).Elements<TElement>();
            ReadOnlySpan<TElement> x = s.Input(3).Elements<TElement>();
            Span<TElement> y = s.OutputLike(0, s.Input(3)).Elements<TElement>();
            for (int row = 0; row < count * size; row++)
            {
                int i = row % size;
                for (int j = 0; j < columns; j++)
                {
                    T sum = Number(main[row]) * Number(x[(row * columns) + j]);
                    if (i + 1 < size) sum += Number(above[row]) * Number(x[((row + 1) * columns) + j]);
                    if (i > 0) sum += Number(below[row]) * Number(x[((row - 1) * columns) + j]);
                    y[(row * columns) + j] = MatrixElements.Narrow<T, TElement>(sum);
                }
            }
        }

        private static T Number(TElement element) => MatrixElements.Widen<TElement, T>(element);
    }
}
