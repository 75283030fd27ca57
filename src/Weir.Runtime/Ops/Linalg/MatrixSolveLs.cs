using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>Least squares: the X of the least |A X - B|^2 + l2 |X|^2, by the normal equations (fast), or of least norm by singular values.</summary>
/// <remarks>The slow way takes no regularizer. Source: matrix_solve_ls_op_impl.h; gradient: linalg_grad.py.</remarks>
internal sealed class MatrixSolveLs : Op
{
    public override OpDefinition Definition { get; } =
        "MatrixSolveLs(matrix: T, rhs: T, l2_regularizer: double) -> output: T; T: {double, float, half, complex64, complex128}; fast: bool = true";

    public override void InferShapes(ShapeContext c)
    {
        (Shape a, Shape b) = (c.WithRankAtLeast(0, 2), c.WithRankAtLeast(1, 2));
        c.WithRank(2, 0);
        if (!a.HasRank || !b.HasRank) return;
        c.MergeSizes(a[-2], b[-2]);
        c.Output(0, c.Merge(a.Slice(..^2), b.Slice(..^2)).Concatenate(Shape.Of(a[-1], b[-1])));
    }

    public override void Gradient(GradientContext g)
    {
        if (!g.Operation.Attributes.Get<bool>("fast")) throw new TfException(StatusCode.InvalidArgument, "Gradient not defined for fast=False");
        (Output a, Output b, Output x, Output dx) = (g.Input(0), g.Input(1), g.Output(0), g.Outgoing(0));
        Output forB = g.Graph.AddOperation(Name, [MatrixGraph.Adjoint(a), dx, g.Input(2)])[0];

        // With N = A of a tall matrix and A* of a wide one, Y = (N* N + l2)^-1 (tall: dX, wide: B); the rest is (B - A X) Y* or Y (dX - A* dB)*.
        MatrixChoice tall = MatrixChoice.Tall(a);
        Output narrow = tall.Choose(a, MatrixGraph.Adjoint(a)), gram = MatrixGraph.Product(narrow, narrow, adjointX: true);
        Output system = MatrixSetDiag.Build(gram, MatrixDiagPart.Build(gram) + CastOp.Build(g.Input(2), a.DType));
        Output y = MatrixSolve.Build(system, tall.Choose(dx, b));
        Output left = tall.Choose(b - MatrixGraph.Product(a, x), y), right = tall.Choose(y, dx - MatrixGraph.Product(a, forB, adjointX: true));
        g.Flow(0, MatrixGraph.Product(left, right, adjointY: true) - MatrixGraph.Product(forB, x, adjointY: true));
        g.Flow(1, forB);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMatrices(new Maker(r.Bool("fast")));

    private readonly struct Maker(bool fast) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Solve<TElement, T>(fast);
    }

    private sealed class Solve<TElement, T>(bool fast) : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (Shape a, Shape b, Tensor regularizer) = (s.Input(0).Shape, s.Input(1).Shape, s.Input(2));
            (int rows, int columns, int count) = MatrixShapes.Read(s, 0);
            s.Require(regularizer.Shape.Rank == 0, $"l2_regularizer must be scalar, got shape {regularizer.Shape}");
            double l2 = regularizer.Elements<double>()[0];
            s.Require(l2 >= 0, $"l2_regularizer must be >= 0, got {l2}");
            s.Require(b.Rank == a.Rank && b.Dimensions[..^2].SequenceEqual(a.Dimensions[..^2]), $"All input tensors must have the same outer dimensions. {a} vs. {b}");
            s.Require(b[-2] == rows, "Input matrix and rhs are incompatible.");
            int sides = checked((int)b[-1]), inner = Math.Min(rows, columns);
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>(), given = s.Input(1).Elements<TElement>();
            Span<TElement> results = MatrixShapes.Output(s, 0, 0, columns, sides).Elements<TElement>();
            results.Clear();
            if (results.IsEmpty || inner == 0) return;
            T[] memory = ArrayPool<T>.Shared.Rent((2 * rows * columns) + (inner * inner) + ((rows + columns + inner) * sides));
            Span<T> free = memory;
            Matrix<T> x = Take(ref free, rows, columns), adjoint = Take(ref free, columns, rows), gram = Take(ref free, inner, inner);
            Matrix<T> y = Take(ref free, rows, sides), result = Take(ref free, columns, sides), between = Take(ref free, inner, sides);
            bool regular = true;
            for (int i = 0; i < count && regular; i++)
            {
                MatrixElements.Read(matrices.Slice(i * rows * columns, rows * columns), x.Elements);
                MatrixElements.Read(given.Slice(i * rows * sides, rows * sides), y.Elements);
                if (fast) regular = ByNormalEquations(x, adjoint, gram, y, result, between, l2);
                else BySingularValues(x, adjoint, gram, y, result, between);
                MatrixElements.Write(result.Elements, results.Slice(i * columns * sides, columns * sides));
            }

            ArrayPool<T>.Shared.Return(memory);
            s.Require(regular, "Input matrix was rank deficient or ill-conditioned. Try setting fast=False or provide a larger l2_regularizer > 0.");
        }

        private static Matrix<T> Take(ref Span<T> free, int rows, int columns)
        {
            Matrix<T> matrix = new(free, rows, columns);
            free = free[(rows * columns)..];
            return matrix;
        }

        // X = (A* A + l2)^-1 A* B, or of a wide matrix A* (A A* + l2)^-1 B.
        private static bool ByNormalEquations(Matrix<T> a, Matrix<T> adjoint, Matrix<T> gram, Matrix<T> b, Matrix<T> x, Matrix<T> between, double l2)
        {
            bool tall = a.Rows >= a.Columns;
            adjoint.SetAdjoint(a);
            if (tall)
            {
                gram.SetProduct(adjoint, a);
                between.SetProduct(adjoint, b);
            }
            else
            {
                gram.SetProduct(a, adjoint);
                b.CopyTo(between);
            }

            double largest = 0, least = double.PositiveInfinity;
            for (int i = 0; i < gram.Rows; i++) gram[i, i] += Field.OfReal<T>(l2);
            if (!CholeskyFactor.Factorize(gram)) return false;
            for (int i = 0; i < gram.Rows; i++)
            {
                double pivot = Field.Real(gram[i, i]);
                (largest, least) = (Math.Max(largest, pivot), Math.Min(least, pivot));
            }

            if (least < largest * (typeof(TElement) == typeof(float) || typeof(TElement) == typeof(Complex64) ? 3e-4 : 1e-8)) return false;
            TriangularMatrix.Solve(gram, between, lower: true, unit: false);
            TriangularMatrix.SolveAdjoint(gram, between, lower: true);
            if (tall) between.CopyTo(x);
            else x.SetProduct(adjoint, between);
            return true;
        }

        // A = U S V*: X = V S^-1 U* B, without the values that count as 0.
        private static void BySingularValues(Matrix<T> a, Matrix<T> adjoint, Matrix<T> v, Matrix<T> b, Matrix<T> x, Matrix<T> between)
        {
            bool tall = a.Rows >= a.Columns;
            adjoint.SetAdjoint(a);
            Matrix<T> u = tall ? a : adjoint;
            Span<double> values = new double[u.Columns];
            SingularValues.Factorize(u, values, v);
            double smallest = values[0] * Math.Max(a.Rows, a.Columns) * (typeof(TElement) == typeof(float) || typeof(TElement) == typeof(Complex64) ? 1e-7 : 2e-16);

            // A = U S V* of a tall matrix, V S U* of a wide one.
            Matrix<T> first = tall ? u : v, last = tall ? v : u;
            for (int k = 0; k < values.Length; k++)
            {
                T factor = values[k] > smallest ? Field.OfReal<T>(1 / values[k]) : T.Zero;
                for (int j = 0; j < b.Columns; j++)
                {
                    T sum = T.Zero;
                    for (int i = 0; i < b.Rows; i++) sum += Field.Conjugate(first[i, k]) * b[i, j];
                    between[k, j] = sum * factor;
                }
            }

            x.SetProduct(last, between);
        }
    }
}
