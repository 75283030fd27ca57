using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>The gradient of Cholesky's factor L, as an op of its own: L^-T * (the lower triangle of L^T dL, its diagonal halved) * L^-1, symmetric.</summary>
/// <remarks>Source: cholesky_grad.cc.</remarks>
internal sealed class CholeskyGrad : Op
{
    public override OpDefinition Definition { get; } = "CholeskyGrad(l: T, grad: T) -> output: T; T: {half, float, double}";

    public override void InferShapes(ShapeContext c) => c.Output(0, MatrixShapes.Square(c, 0));

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") is DType.Float32 or DType.Float64 ? r.ForMatrices(default(Maker)) : throw r.NoKernel("T");

    private readonly struct Maker : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Back<TElement, T>();
    }

    private sealed class Back<TElement, T> : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (int size, int count) = MatrixShapes.ReadSquare(s, 0);
            s.Require(s.Input(0).Shape.Equals(s.Input(1).Shape), $"Inputs have different shapes: {s.Input(0).Shape} vs. {s.Input(1).Shape}");
            int length = size * size;
            ReadOnlySpan<TElement> factors = s.Input(0).Elements<TElement>(), gradients = s.Input(1).Elements<TElement>();
            Span<TElement> results = s.OutputLike(0, s.Input(0)).Elements<TElement>();
            T[] memory = ArrayPool<T>.Shared.Rent(4 * length);
            Matrix<T> l = new(memory, size, size), adjoint = new(memory.AsSpan(length), size, size);
            Matrix<T> dl = new(memory.AsSpan(2 * length), size, size), middle = new(memory.AsSpan(3 * length), size, size);
            for (int i = 0; i < count; i++)
            {
                MatrixElements.Read(factors.Slice(i * length, length), l.Elements);
                MatrixElements.Read(gradients.Slice(i * length, length), dl.Elements);
                KeepLower(l);
                KeepLower(dl);
                adjoint.SetAdjoint(l);
                middle.SetProduct(adjoint, dl);
                KeepLower(middle);
                for (int k = 0; k < size; k++) middle[k, k] /= T.One + T.One;

                // L^-T M L^-1: M's columns, then, turned, its rows.
                TriangularMatrix.SolveAdjoint(l, middle, lower: true);
                adjoint.SetAdjoint(middle);
                TriangularMatrix.SolveAdjoint(l, adjoint, lower: true);
                dl.SetAdjoint(adjoint);
                for (int k = 0; k < length; k++) dl.Elements[k] = (dl.Elements[k] + adjoint.Elements[k]) / (T.One + T.One);
                MatrixElements.Write(dl.Elements, results.Slice(i * length, length));
            }

            ArrayPool<T>.Shared.Return(memory);
        }

        private static void KeepLower(Matrix<T> x)
        {
            for (int i = 0; i < x.Rows; i++) x.Row(i)[(i + 1)..].Clear();
        }
    }
}
