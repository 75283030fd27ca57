using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>Determinants of square matrices, or their signs and the logarithms of their magnitudes. Two rows of the table.</summary>
/// <remarks>A singular matrix, and one with a NaN, has the determinant 0: sign 0 and logarithm -inf. Source: determinant_op.cc; gradients: linalg_grad.py.</remarks>
internal sealed class Determinants(OpDefinition definition, bool logarithm) : Op
{
    private const string Types = "T: {half, float, double, complex64, complex128}";

    public static readonly Op[] All =
    [
        new Determinants($"LogMatrixDeterminant(input: T) -> sign: T, log_abs_determinant: T; {Types}", logarithm: true),
        new Determinants($"MatrixDeterminant(input: T) -> output: T; {Types}", logarithm: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = MatrixShapes.Square(c, 0);
        if (x.HasRank) c.AllOutputs(x.Slice(..^2));
    }

    public override void Gradient(GradientContext g)
    {
        Output factor = logarithm ? g.Outgoing(1) : g.Outgoing(0) * g.Output(0);
        g.Flow(0, MatrixGraph.AsMatrices(factor) * MatrixMaps.Inverse(g.Input(0), adjoint: true));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMatrices(new Maker(logarithm));

    private readonly struct Maker(bool logarithm) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Determinant<TElement, T>(logarithm);
    }

    private sealed class Determinant<TElement, T>(bool logarithm) : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (int size, int count) = MatrixShapes.ReadSquare(s, 0);
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>();
            Span<TElement> first = MatrixShapes.Output(s, 0, 0).Elements<TElement>();
            Span<TElement> second = logarithm ? MatrixShapes.Output(s, 1, 0).Elements<TElement>() : default;
            T[] memory = ArrayPool<T>.Shared.Rent(size * size);
            int[] rows = ArrayPool<int>.Shared.Rent(size);
            Matrix<T> a = new(memory, size, size);
            for (int i = 0; i < count; i++)
            {
                MatrixElements.Read(matrices.Slice(i * size * size, size * size), a.Elements);
                bool regular = LuFactors.Factorize(a, rows, out int sign);
                if (logarithm)
                {
                    (T direction, double log) = LogOf(a, regular, sign);
                    (first[i], second[i]) = (MatrixElements.Narrow<T, TElement>(direction), MatrixElements.Narrow<T, TElement>(Field.OfReal<T>(log)));
                    continue;
                }

                T product = regular ? Field.OfReal<T>(sign) : T.Zero;
                for (int k = 0; k < size && regular; k++) product *= a[k, k];
                first[i] = MatrixElements.Narrow<T, TElement>(product);
            }

            ArrayPool<T>.Shared.Return(memory);
            ArrayPool<int>.Shared.Return(rows);
        }

        private static (T Sign, double Log) LogOf(Matrix<T> a, bool regular, int sign)
        {
            if (!regular) return (T.Zero, double.NegativeInfinity);
            T direction = Field.OfReal<T>(sign);
            double log = 0;
            for (int k = 0; k < a.Rows; k++)
            {
                double size = Field.Magnitude(a[k, k]);
                direction *= a[k, k] / Field.OfReal<T>(size);
                log += Math.Log(size);
            }

            return (direction, log);
        }
    }
}
