using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>Eigenvalues, ascending, and eigenvectors of Hermitian matrices, of which the lower triangles are read.</summary>
/// <remarks>Source: self_adjoint_eig_v2_op_impl.h; gradient: linalg_grad.py.</remarks>
internal sealed class SelfAdjointEig : Op
{
    public override OpDefinition Definition { get; } =
        "SelfAdjointEigV2(input: T) -> e: T, v: T; compute_v: bool = true; T: {double, float, half, complex64, complex128}";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = MatrixShapes.Square(c, 0);
        if (!x.HasRank) return;
        c.Output(0, x.Slice(..^1));
        c.Output(1, c.Attributes.Get<bool>("compute_v") ? x : Shape.Of(0));
    }

    public override void Gradient(GradientContext g)
    {
        Output middle = MatrixDiag.Build(g.Outgoing(0)), v;
        if (g.Operation.Attributes.Get<bool>("compute_v"))
        {
            Output e = g.Output(0);
            v = g.Output(1);
            middle += MatrixGraph.ReciprocalDifferences(e) * MatrixGraph.Product(v, g.Outgoing(1), adjointX: true);
        }
        else
        {
            v = g.Graph.AddOperation(Name, [g.Input(0)])[1];
        }

        Output whole = MatrixGraph.Product(v, MatrixGraph.Product(middle, v, adjointY: true));
        g.Flow(0, MatrixGraph.HalvedLower(whole + MatrixGraph.Adjoint(whole)));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMatrices(new Maker(r.Bool("compute_v")));

    private readonly struct Maker(bool vectors) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Find<TElement, T>(vectors);
    }

    private sealed class Find<TElement, T>(bool vectors) : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (int size, int count) = MatrixShapes.ReadSquare(s, 0);
            int length = size * size;
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>();
            Span<TElement> values = MatrixShapes.Output(s, 0, 0, size).Elements<TElement>();
            Span<TElement> columns = (vectors ? s.OutputLike(1, s.Input(0)) : s.Output(1, 0)).Elements<TElement>();
            T[] memory = ArrayPool<T>.Shared.Rent(2 * length);
            double[] found = ArrayPool<double>.Shared.Rent(size);
            Matrix<T> a = new(memory, size, size), v = new(memory.AsSpan(length), size, size);
            for (int i = 0; i < count; i++)
            {
                MatrixElements.Read(matrices.Slice(i * length, length), a.Elements);
                HermitianEigen.Find(a, found.AsSpan(0, size), v);
                for (int k = 0; k < size; k++) values[(i * size) + k] = MatrixElements.Narrow<T, TElement>(Field.OfReal<T>(found[k]));
                if (vectors) MatrixElements.Write(v.Elements, columns.Slice(i * length, length));
            }

            ArrayPool<T>.Shared.Return(memory);
            ArrayPool<double>.Shared.Return(found);
        }
    }
}
