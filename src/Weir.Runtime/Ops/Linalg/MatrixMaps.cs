using System.Buffers;
using System.Numerics;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>Functions of square matrices: a row per op over one driver.</summary>
/// <remarks>Source: cholesky_op.cc, matrix_inverse_op.cc, matrix_square_root_op.cc and their kin; gradients: linalg_grad.py.</remarks>
internal static class MatrixMaps
{
    private const string Types = "T: {double, float, half, complex64, complex128}";

    public static readonly Op[] All =
    [
        new MatrixMap<CholeskyOf>($"Cholesky(input: T) -> output: T; {Types}", halves: false, complexOnly: false, FlowToCholesky),
        new MatrixMap<ExponentialOf>($"MatrixExponential(input: T) -> output: T; {Types} | deprecated 27 \"Use Python implementation tf.linalg.matrix_exponential instead.\"",
            halves: false, complexOnly: false, gradient: null),
        new MatrixMap<InverseOf>($"MatrixInverse(input: T) -> output: T; adjoint: bool = false; {Types}", halves: true, complexOnly: false, g =>
        {
            bool adjoint = g.Operation.Attributes.Get<bool>("adjoint");
            Output inner = MatrixGraph.Product(g.Outgoing(0), g.Output(0), adjointX: adjoint, adjointY: !adjoint);
            g.Flow(0, -MatrixGraph.Product(g.Output(0), inner, adjointX: !adjoint));
        }),
        new MatrixMap<LogarithmOf>("MatrixLogarithm(input: T) -> output: T; T: {complex64, complex128}", halves: false, complexOnly: true, gradient: null),
        new MatrixMap<SquareRootOf>($"MatrixSquareRoot(input: T) -> output: T; {Types}", halves: false, complexOnly: false, MatrixSquareRootGradient.Flow),
    ];

    /// <summary>The inverse, or the inverse of the conjugate transpose.</summary>
    public static Output Inverse(Output x, bool adjoint) =>
        x.Operation.Graph.AddOperation("MatrixInverse", [x], new Dictionary<string, object> { ["adjoint"] = adjoint })[0];

    // L^-H * (the lower triangle of L^H dL, its diagonal halved) * L^-1, made Hermitian.
    private static void FlowToCholesky(GradientContext g)
    {
        Output l = g.Output(0);
        Output inverse = MatrixTriangularSolve.Build(l, MatrixDiag.Build(OnesLike.Build(MatrixDiagPart.Build(l))), lower: true, adjoint: false);
        Output middle = MatrixGraph.HalvedLower(MatrixGraph.Product(l, g.Outgoing(0), adjointX: true));
        Output half = MatrixGraph.Product(MatrixGraph.Product(inverse, middle, adjointX: true), inverse);
        g.Flow(0, (half + MatrixGraph.Adjoint(half)) * 0.5);
    }

    private readonly struct CholeskyOf : IMatrixFunction
    {
        /// <remarks>Of a matrix that is not positive definite TensorFlow makes the lower triangle NaN; here the upper one is 0 then, too.</remarks>
        public static void Invoke<T>(Matrix<T> x, Matrix<T> y, bool adjoint)
            where T : unmanaged, INumberBase<T>
        {
            bool definite = CholeskyFactor.Factorize(x);
            y.Elements.Clear();
            for (int i = 0; i < x.Rows; i++)
            {
                if (definite) x.Row(i)[..(i + 1)].CopyTo(y.Row(i));
                else y.Row(i)[..(i + 1)].Fill(Field.OfReal<T>(double.NaN));
            }
        }
    }

    private readonly struct ExponentialOf : IMatrixFunction
    {
        public static void Invoke<T>(Matrix<T> x, Matrix<T> y, bool adjoint)
            where T : unmanaged, INumberBase<T> => MatrixFunctions.Exponential(x, y);
    }

    private readonly struct InverseOf : IMatrixFunction
    {
        public static void Invoke<T>(Matrix<T> x, Matrix<T> y, bool adjoint)
            where T : unmanaged, INumberBase<T>
        {
            int n = x.Rows;
            T[] memory = ArrayPool<T>.Shared.Rent(n * n);
            int[] rows = ArrayPool<int>.Shared.Rent(n);
            Matrix<T> other = new(memory, n, n);
            if (adjoint) other.SetAdjoint(x);
            else x.CopyTo(other);
            bool regular = LuFactors.Factorize(other, rows, out _);
            x.SetIdentity();
            if (regular) LuFactors.Solve(other, rows, x, y);
            ArrayPool<T>.Shared.Return(memory);
            ArrayPool<int>.Shared.Return(rows);
            if (!regular) throw new TfException(StatusCode.InvalidArgument, "Input is not invertible.");
        }
    }

    private readonly struct LogarithmOf : IMatrixFunction
    {
        public static void Invoke<T>(Matrix<T> x, Matrix<T> y, bool adjoint)
            where T : unmanaged, INumberBase<T> => BySchur(x, y, logarithm: true);
    }

    private readonly struct SquareRootOf : IMatrixFunction
    {
        public static void Invoke<T>(Matrix<T> x, Matrix<T> y, bool adjoint)
            where T : unmanaged, INumberBase<T> => BySchur(x, y, logarithm: false);
    }

    private static void BySchur<T>(Matrix<T> x, Matrix<T> y, bool logarithm)
        where T : unmanaged, INumberBase<T>
    {
        int n = x.Rows, count = n * n;
        Complex[] memory = ArrayPool<Complex>.Shared.Rent(2 * count);
        Matrix<Complex> a = new(memory, n, n), result = new(memory.AsSpan(count), n, n);
        for (int i = 0; i < count; i++) a.Elements[i] = Field.ToComplex(x.Elements[i]);
        bool ended = logarithm ? MatrixFunctions.Logarithm(a, result) : MatrixFunctions.SquareRoot(a, result);
        for (int i = 0; i < count; i++) y.Elements[i] = Field.OfComplex<T>(result.Elements[i]);
        ArrayPool<Complex>.Shared.Return(memory);
        if (!ended) throw new TfException(StatusCode.Internal, "The eigenvalues did not converge.");
    }
}
