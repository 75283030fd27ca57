using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The product of two matrices, each transposed first if asked. Transposing does not conjugate.</summary>
/// <remarks>An empty inner dimension gives zeros. Source: matmul_op_impl.h; gradient: math_grad.py.</remarks>
internal sealed class MatMul : Op
{
    private static readonly ElementTypes Types = ElementTypes.FloatsAndComplex | new ElementTypes(DType.Int32, DType.Int64);

    public override OpDefinition Definition { get; } = "MatMul(a: T, b: T) -> product: T; transpose_a: bool = false; transpose_b: bool = false; "
        + "T: {bfloat16, half, float, double, int32, int64, uint8, uint16, uint32, uint64, complex64, complex128}";

    public override void InferShapes(ShapeContext c) => Infer(c);

    public override void Gradient(GradientContext g)
    {
        bool transposeA = g.Operation.Attributes.Get<bool>("transpose_a");
        bool transposeB = g.Operation.Attributes.Get<bool>("transpose_b");
        (Output a, Output b, Output dc) = (g.Input(0).Conj(), g.Input(1).Conj(), g.Outgoing(0));
        g.Flow(0, transposeA ? Build(b, dc, transposeB, true) : Build(dc, b, false, !transposeB));
        g.Flow(1, transposeB ? Build(dc, a, true, transposeA) : Build(a, dc, !transposeA, false));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(Types, new Maker(r.Bool("transpose_a"), r.Bool("transpose_b")));

    /// <summary>The shape rule of products of matrices.</summary>
    public static void Infer(ShapeContext c)
    {
        (Shape a, Shape b) = (c.WithRank(0, 2), c.WithRank(1, 2));
        bool transposeA = c.Attributes.Get<bool>("transpose_a");
        bool transposeB = c.Attributes.Get<bool>("transpose_b");
        c.MergeSizes(a[transposeA ? 0 : 1], b[transposeB ? 1 : 0]);
        c.Output(0, Shape.Of(a[transposeA ? 1 : 0], b[transposeB ? 0 : 1]));
    }

    public static Output Build(Output a, Output b, bool transposeA, bool transposeB) => a.Operation.Graph.AddOperation(
        "MatMul", [a, b], new Dictionary<string, object> { ["transpose_a"] = transposeA, ["transpose_b"] = transposeB })[0];

    private readonly struct Maker(bool transposeA, bool transposeB) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Product<T>(transposeA, transposeB);
    }

    /// <summary>Checks the matrices; weights that do not change from run to run are packed once for the microkernels.</summary>
    internal abstract class ProductKernel<T>(bool transposeA, bool transposeB) : PreparingKernel
        where T : unmanaged
    {
        private readonly MatrixPacking<T> packing = new(transposeB);

        public override ReadOnlySpan<int> PreparedInputs => [1];

        public override object PreparationKey => packing.Key;

        public override object? Prepare(Tensor input) => packing.Pack(input);

        public sealed override void Run(StepContext s)
        {
            (Tensor a, Tensor b) = (s.Input(0), s.Input(1));
            s.Require(a.Shape.Rank == b.Shape.Rank, $"In[0] and In[1] has different ndims: {a.Shape} vs. {b.Shape}");
            s.Require(a.Shape.Rank == 2, $"In[0] is not a matrix. Instead it has shape {a.Shape}");
            (long rows, long depth) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
            (long columns, long other) = transposeB ? (b.Shape[0], b.Shape[1]) : (b.Shape[1], b.Shape[0]);
            s.Require(depth == other, $"Matrix size-incompatible: In[0]: {a.Shape}, In[1]: {b.Shape}");
            Tensor c = s.Output(0, rows, columns);
            Multiply(s, new GemmShape(checked((int)rows), checked((int)columns), checked((int)depth), transposeA, transposeB), a, b, c.Elements<T>());
        }

        protected abstract void Multiply(StepContext s, in GemmShape shape, Tensor a, Tensor b, Span<T> c);
    }

    private sealed class Product<T>(bool transposeA, bool transposeB) : ProductKernel<T>(transposeA, transposeB)
        where T : unmanaged
    {
        protected override void Multiply(StepContext s, in GemmShape shape, Tensor a, Tensor b, Span<T> c)
        {
            if (s.Prepared<PackedMatrix>() is { } packed) Gemm.Run(shape, a.AsSpan<T>(), packed, c);
            else Gemm.Run(shape, a.AsSpan<T>(), b.AsSpan<T>(), c);
        }
    }
}
