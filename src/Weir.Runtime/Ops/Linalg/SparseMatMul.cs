using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The product of two matrices of floats or bfloat16, as floats. That they are said to be sparse changes nothing.</summary>
/// <remarks>Source: sparse_matmul_op.cc; gradient: math_grad.py.</remarks>
internal sealed class SparseMatMul : Op
{
    public override OpDefinition Definition { get; } = "SparseMatMul(a: Ta, b: Tb) -> product: float; transpose_a: bool = false; transpose_b: bool = false; "
        + "a_is_sparse: bool = false; b_is_sparse: bool = false; Ta: {float, bfloat16} = float; Tb: {float, bfloat16} = float";

    public override void InferShapes(ShapeContext c) => MatMul.Infer(c);

    public override void Gradient(GradientContext g)
    {
        bool transposeA = g.Operation.Attributes.Get<bool>("transpose_a"), transposeB = g.Operation.Attributes.Get<bool>("transpose_b");
        (Output a, Output b, Output dc) = (CastOp.Build(g.Input(0), DType.Float32), CastOp.Build(g.Input(1), DType.Float32), g.Outgoing(0));
        Output forA = transposeA ? MatMul.Build(b, dc, transposeB, true) : MatMul.Build(dc, b, false, !transposeB);
        Output forB = transposeB ? MatMul.Build(dc, a, true, transposeA) : MatMul.Build(a, dc, !transposeA, false);
        g.Flow(0, CastOp.Build(forA, g.Input(0).DType));
        g.Flow(1, CastOp.Build(forB, g.Input(1).DType));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Ta", "Tb", "a_is_sparse", "b_is_sparse");
        return new Product(r.Bool("transpose_a"), r.Bool("transpose_b"));
    }

    private sealed unsafe class Product(bool transposeA, bool transposeB) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor a, Tensor b) = (s.Input(0), s.Input(1));
            s.Require(a.Shape.Rank == 2, $"a is not a matrix: {a.Shape}");
            s.Require(b.Shape.Rank == 2, $"b is not a matrix: {b.Shape}");
            (long rows, long depth) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
            (long columns, long other) = transposeB ? (b.Shape[0], b.Shape[1]) : (b.Shape[1], b.Shape[0]);
            s.Require(depth == other, $"Matrix size incompatible: a: {a.Shape}, b: {b.Shape}");
            Tensor c = s.Output(0, rows, columns);
            using Tensor wideA = Widened(a), wideB = Widened(b);
            GemmShape shape = new(checked((int)rows), checked((int)columns), checked((int)depth), transposeA, transposeB);
            Gemm.Run<float>(shape, wideA.Elements<float>(), wideB.Elements<float>(), c.Elements<float>());
        }

        private static Tensor Widened(Tensor x)
        {
            if (x.DType == DType.Float32) return x.Share();
            Tensor wide = Tensor.Allocate(DType.Float32, x.Shape);
            NarrowFloats.Widen((BFloat16*)x.Data, (float*)wide.Data, (nint)x.ElementCount);
            return wide;
        }
    }
}
