using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>Eigenvalues and eigenvectors, of length 1, of square matrices; both are complex.</summary>
/// <remarks>Their order is not TensorFlow's. Source: eig_op_impl.h; gradient: linalg_grad.py.</remarks>
internal sealed class Eig : Op
{
    public override OpDefinition Definition { get; } =
        "Eig(input: T) -> e: Tout, v: Tout; compute_v: bool = true; T: {float, double, complex64, complex128}; Tout: {complex64, complex128}";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = MatrixShapes.Square(c, 0);
        if (!x.HasRank) return;
        c.Output(0, x.Slice(..^1));
        c.Output(1, c.Attributes.Get<bool>("compute_v") ? x : Shape.Of(0));
    }

    public override void Gradient(GradientContext g)
    {
        Output middle = MatrixDiag.Build(g.Outgoing(0)), adjoint;
        if (g.Operation.Attributes.Get<bool>("compute_v"))
        {
            Output v = g.Output(1);
            adjoint = MatrixGraph.Adjoint(v);
            Output product = MatrixGraph.Product(adjoint, g.Outgoing(1));
            Output reals = MatrixDiag.Build(MatrixDiagPart.Build(ComplexParts.WithoutImaginary(product)));
            Output own = MatrixGraph.Product(MatrixGraph.Product(adjoint, v), reals);
            middle += MatrixGraph.ReciprocalDifferences(g.Output(0)).Conj() * (product - own);
        }
        else
        {
            Operation whole = g.Graph.AddOperation(Name, [g.Input(0)], new Dictionary<string, object> { ["Tout"] = g.Output(0).DType });
            adjoint = MatrixGraph.Adjoint(whole[1]);
        }

        g.Flow(0, CastOp.Build(MatrixSolve.Build(adjoint, MatrixGraph.Product(middle, adjoint)), g.Input(0).DType));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType wanted = r.Type("T") is DType.Float32 or DType.Complex64 ? DType.Complex64 : DType.Complex128;
        bool vectors = r.Bool("compute_v");
        return r.Type("Tout") != wanted ? throw r.NoKernel("T", "Tout") : r.ForMatrices(new Maker(vectors));
    }

    private readonly struct Maker(bool vectors) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> =>
            typeof(TElement) == typeof(float) || typeof(TElement) == typeof(Complex64) ? new Find<TElement, Complex64, T>(vectors) : new Find<TElement, Complex, T>(vectors);
    }

    private sealed class Find<TElement, TResult, T>(bool vectors) : Kernel
        where TElement : unmanaged
        where TResult : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (int size, int count) = MatrixShapes.ReadSquare(s, 0);
            int length = size * size;
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>();
            Span<TResult> values = MatrixShapes.Output(s, 0, 0, size).Elements<TResult>();
            Span<TResult> columns = (vectors ? s.OutputLike(1, s.Input(0)) : s.Output(1, 0)).Elements<TResult>();
            Complex[] memory = ArrayPool<Complex>.Shared.Rent(3 * length);
            Matrix<Complex> t = new(memory, size, size), q = new(memory.AsSpan(length), size, size), v = new(memory.AsSpan(2 * length), size, size);
            bool ended = true;
            for (int i = 0; i < count && ended; i++)
            {
                for (int k = 0; k < length; k++) t.Elements[k] = Field.ToComplex(MatrixElements.Widen<TElement, T>(matrices[(i * length) + k]));
                ended = ComplexSchur.Factorize(t, q);
                for (int k = 0; k < size; k++) values[(i * size) + k] = MatrixElements.Narrow<Complex, TResult>(t[k, k]);
                if (!vectors) continue;
                ComplexSchur.Vectors(t, q, v);
                MatrixElements.Write(v.Elements, columns.Slice(i * length, length));
            }

            ArrayPool<Complex>.Shared.Return(memory);
            s.Require(ended, "Eigen decomposition was not successful. The input might not be valid.");
        }
    }
}
