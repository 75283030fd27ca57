using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>A = U S V*: singular values, descending, and their vectors, as many as values or complete bases.</summary>
/// <remarks>Source: svd_op_impl.h; gradient: linalg_grad.py.</remarks>
internal sealed class Svd : Op
{
    public override OpDefinition Definition { get; } =
        "Svd(input: T) -> s: T, u: T, v: T; compute_uv: bool = true; full_matrices: bool = false; T: {double, float, half, complex64, complex128}";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRankAtLeast(0, 2);
        if (!x.HasRank) return;
        (long rows, long columns) = (x[-2], x[-1]);
        long inner = rows < 0 || columns < 0 ? -1 : Math.Min(rows, columns);
        bool full = c.Attributes.Get<bool>("full_matrices"), vectors = c.Attributes.Get<bool>("compute_uv");
        Shape batch = x.Slice(..^2);
        c.Output(0, batch.Concatenate(Shape.Of(inner)));
        c.Output(1, vectors ? batch.Concatenate(Shape.Of(rows, full ? rows : inner)) : Shape.Of(0));
        c.Output(2, vectors ? batch.Concatenate(Shape.Of(columns, full ? columns : inner)) : Shape.Of(0));
    }

    public override void Gradient(GradientContext g)
    {
        if (g.Operation.Attributes.Get<bool>("compute_uv"))
        {
            SvdGradient.Flow(g);
            return;
        }

        Operation whole = g.Graph.AddOperation(Name, [g.Input(0)]);
        g.Flow(0, MatrixGraph.Product(whole[1], MatrixGraph.Product(MatrixDiag.Build(g.Outgoing(0)), whole[2], adjointY: true)));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMatrices(new Maker(r.Bool("compute_uv"), r.Bool("full_matrices")));

    private readonly struct Maker(bool vectors, bool full) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Factors<TElement, T>(vectors, full);
    }

    private sealed class Factors<TElement, T>(bool vectors, bool full) : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (int rows, int columns, int count) = MatrixShapes.Read(s, 0);
            int inner = Math.Min(rows, columns), left = full ? rows : inner, right = full ? columns : inner;
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>();
            Span<TElement> values = MatrixShapes.Output(s, 0, 0, inner).Elements<TElement>();
            Span<TElement> us = (vectors ? MatrixShapes.Output(s, 1, 0, rows, left) : s.Output(1, 0)).Elements<TElement>();
            Span<TElement> vs = (vectors ? MatrixShapes.Output(s, 2, 0, columns, right) : s.Output(2, 0)).Elements<TElement>();

            // The way needs no more columns than rows: of a wide matrix the adjoint, with U and V in each other's place.
            bool wide = columns > rows;
            (int tall, int narrow) = wide ? (columns, rows) : (rows, columns);
            (int many, int few) = full ? (tall, narrow) : (narrow, narrow);
            T[] memory = ArrayPool<T>.Shared.Rent((2 * rows * columns) + (tall * many) + (narrow * narrow));
            double[] found = ArrayPool<double>.Shared.Rent(narrow);
            Matrix<T> given = new(memory, rows, columns), a = new(memory.AsSpan(rows * columns), tall, narrow);
            Matrix<T> u = new(memory.AsSpan(2 * rows * columns), tall, many), v = new(memory.AsSpan((2 * rows * columns) + (tall * many)), narrow, few);
            for (int i = 0; i < count; i++)
            {
                MatrixElements.Read(matrices.Slice(i * rows * columns, rows * columns), given.Elements);
                if (wide) a.SetAdjoint(given);
                else given.CopyTo(a);
                SingularValues.Factorize(a, found.AsSpan(0, narrow), v);
                for (int k = 0; k < inner; k++) values[(i * inner) + k] = MatrixElements.Narrow<T, TElement>(Field.OfReal<T>(found[k]));
                if (!vectors) continue;
                u.Elements.Clear();
                for (int row = 0; row < tall; row++) a.Row(row).CopyTo(u.Row(row));
                SingularValues.Complete(u, narrow);
                MatrixElements.Write(wide ? v.Elements : u.Elements, us.Slice(i * rows * left, rows * left));
                MatrixElements.Write(wide ? u.Elements : v.Elements, vs.Slice(i * columns * right, columns * right));
            }

            ArrayPool<T>.Shared.Return(memory);
            ArrayPool<double>.Shared.Return(found);
        }
    }
}
