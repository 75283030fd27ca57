using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The product of a sparse matrix and a dense one; adjoint matrices are transposed, and conjugated.</summary>
/// <remarks>Source: sparse_tensor_dense_matmul_op.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseTensorDenseMatMul : Op
{
    private static readonly ElementTypes Types = ElementTypes.FloatsAndComplex | new ElementTypes(DType.Int32);

    public override OpDefinition Definition { get; } = "SparseTensorDenseMatMul(a_indices: Tindices, a_values: T, a_shape: int64, b: T) -> product: T; T: type; "
        + "Tindices: {int32, int64} = int64; adjoint_a: bool = false; adjoint_b: bool = false";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 2);
        c.WithRank(1, 1);
        Shape a = c.ShapeFrom(2);
        c.Require(!a.HasRank || a.Rank == 2, $"Shape must be rank 2 but is rank {a.Rank}");
        if (!a.HasRank) a = Shape.OfRank(2);
        Shape b = c.WithRank(3, 2);
        bool adjointA = c.Attributes.Get<bool>("adjoint_a"), adjointB = c.Attributes.Get<bool>("adjoint_b");
        c.MergeSizes(a[adjointA ? 0 : 1], b[adjointB ? 1 : 0]);
        c.Output(0, Shape.Of(a[adjointA ? 1 : 0], b[adjointB ? 0 : 1]));
    }

    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        bool adjointA = g.Operation.Attributes.Get<bool>("adjoint_a"), adjointB = g.Operation.Attributes.Get<bool>("adjoint_b");
        (Output indices, Output values, Output b, Output flowing) = (g.Input(0), g.Input(1), g.Input(3), g.Outgoing(0));
        Output swap = graph.Const(Tensor.From(1, 0));
        Output forB = graph.AddOperation("SparseTensorDenseMatMul", [indices, values, g.Input(2), flowing], new Dictionary<string, object> { ["adjoint_a"] = !adjointA })[0];
        g.Flow(3, adjointB ? Transpose.Build(forB.Conj(), swap) : forB);

        // The value at (row, column) meets row of what flows in, and column of b.
        Output rows = Column(adjointA ? 1 : 0), columns = Column(adjointA ? 0 : 1);
        Output right = adjointB ? Transpose.Build(b, swap) : b.Conj();
        Output products = GatherV2.Build(flowing, rows, 0) * GatherV2.Build(right, columns, 0);
        Output forValues = Reductions.Sum(products, graph.Const(Tensor.From(1)));
        g.Flow(1, adjointA ? forValues.Conj() : forValues);

        Output Column(int column) => GatherV2.Build(indices, graph.Const(column), 1);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices");
        return r.ForType(Types, new Maker(r.Bool("adjoint_a"), r.Bool("adjoint_b")));
    }

    private readonly struct Maker(bool adjointA, bool adjointB) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Product<T>(adjointA, adjointB);
    }

    private sealed class Product<T>(bool adjointA, bool adjointB) : Kernel
        where T : unmanaged
    {
        private readonly bool conjugateA = adjointA && (typeof(T) == typeof(Complex64) || typeof(T) == typeof(System.Numerics.Complex));
        private readonly bool conjugateB = adjointB && (typeof(T) == typeof(Complex64) || typeof(T) == typeof(System.Numerics.Complex));

        public override void Run(StepContext s)
        {
            (Tensor indices, Tensor values, Tensor shape, Tensor b) = (s.Input(0), s.Input(1), s.Input(2), s.Input(3));
            s.Require(b.Shape.Rank == 2, "Tensor 'b' is not a matrix");
            s.Require(shape.Shape.Rank == 1, "Tensor 'a_shape' is not a vector");
            s.Require(shape.ElementCount == 2, "Tensor 'a_shape' must have 2 elements");
            s.Require(values.Shape.Rank == 1, "Tensor 'a_values' is not a vector");
            s.Require(indices.Shape.Rank == 2, "Tensor 'a_indices' is not a matrix");
            s.Require(indices.Shape[0] == values.ElementCount, "Number of rows of a_indices does not match number of entries in a_values");
            s.Require(indices.Shape[1] == 2, "Number of columns of a_indices does not match number of entries in a_shape");
            SparseIndices a = new(indices, values.ElementCount, shape.Elements<long>());
            s.RequireSizes(a.Shape);
            (long depth, long columns) = adjointB ? (b.Shape[1], b.Shape[0]) : (b.Shape[0], b.Shape[1]);
            long inner = a.Shape[adjointA ? 0 : 1];
            s.Require(inner == depth, $"Cannot multiply A and B because inner dimension does not match: {inner} vs. {depth}.  Did you forget a transpose?  "
                + $"Dimensions of A: [{a.Shape[0]}, {a.Shape[1]}).  Dimensions of B: {b.Shape}");
            for (int i = 0; i < a.Count; i++) RequireInside(s, a, i);
            Tensor product = s.Output(0, a.Shape[adjointA ? 1 : 0], columns);
            product.Clear();
            if (product.ElementCount > 0) Multiply(a, values.Elements<T>(), b.Elements<T>(), (int)depth, (int)columns, product.Elements<T>());
        }

        private void RequireInside(StepContext s, SparseIndices a, int i)
        {
            for (int d = 0; d < 2; d++)
            {
                bool inner = d == (adjointA ? 0 : 1);
                s.Require((ulong)a[i, d] < (ulong)a.Shape[d], $"{(inner ? 'k' : 'm')} ({a[i, d]}) from index[{i},{d}] out of bounds (>={a.Shape[d]})");
            }
        }

        /// <summary>Adds value * row of b to a row of the product, value by value; half types through float, rounded at the end.</summary>
        private unsafe void Multiply(SparseIndices a, ReadOnlySpan<T> values, ReadOnlySpan<T> b, int depth, int columns, Span<T> product)
        {
            T* row = Scratch.Get<T>(ScratchUse.WideB, columns);
            Span<T> addend = new(row, columns);
            Span<T> factor = stackalloc T[1];
            for (int i = 0; i < a.Count; i++)
            {
                (int from, int to) = adjointA ? ((int)a[i, 0], (int)a[i, 1]) : ((int)a[i, 1], (int)a[i, 0]);
                factor[0] = values[i];
                if (conjugateA) Elementwise.Unary<T, Conjugate>(factor, factor);
                if (adjointB)
                {
                    for (int column = 0; column < columns; column++) addend[column] = b[(column * depth) + from];
                    if (conjugateB) Elementwise.Unary<T, Conjugate>(addend, addend);
                    Elementwise.Binary<T, Multiply>(addend, factor, addend);
                }
                else
                {
                    Elementwise.Binary<T, Multiply>(b.Slice(from * columns, columns), factor, addend);
                }

                Span<T> sum = product.Slice(to * columns, columns);
                Elementwise.Binary<T, Add>(sum, addend, sum);
            }
        }
    }
}
