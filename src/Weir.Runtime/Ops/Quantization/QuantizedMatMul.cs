using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The product of two matrices of quantized bytes, as 32-bit integers.</summary>
/// <remarks>Source: quantized_matmul_op.cc.</remarks>
internal sealed class QuantizedMatMul : Op
{
    public override OpDefinition Definition { get; } = "QuantizedMatMul(a: T1, b: T2, min_a: float, max_a: float, min_b: float, max_b: float) -> out: Toutput, min_out: float, "
        + $"max_out: float; T1: {QuantizedTypes.All}; T2: {QuantizedTypes.All}; Toutput: {QuantizedTypes.All} = qint32; transpose_a: bool = false; transpose_b: bool = false; "
        + $"Tactivation: {QuantizedTypes.All} = quint8";

    public override void InferShapes(ShapeContext c)
    {
        MatMul.Infer(c);
        for (int i = 2; i < 6; i++) c.WithRank(i, 0);
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tactivation");
        bool has = r.Type("T1") == DType.QUInt8 & r.Type("T2") == DType.QUInt8 & r.Type("Toutput") == DType.QInt32;
        return has ? new Product(r.Bool("transpose_a"), r.Bool("transpose_b")) : throw r.NoKernel("T1", "T2", "Toutput");
    }

    private sealed class Product(bool transposeA, bool transposeB) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor a, Tensor b) = (s.Input(0), s.Input(1));
            s.Require(a.Shape.Rank == 2, $"In[0] is not a matrix: {a.Shape}");
            s.Require(b.Shape.Rank == 2, $"In[1] is not a matrix: {b.Shape}");
            ProductRange range = new(s, 2, "a", "b");
            (long rows, long depth) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
            (long columns, long other) = transposeB ? (b.Shape[0], b.Shape[1]) : (b.Shape[1], b.Shape[0]);
            s.Require(depth == other, $"Matrix size-compatible: In[0]: {a.Shape}, In[1]: {b.Shape}");
            Tensor c = s.Output(0, rows, columns);
            range.Write(s);
            using IntegerOperands operands = new(s, a, b);
            range.Shift(a, b, operands);
            GemmShape shape = new(checked((int)rows), checked((int)columns), checked((int)depth), transposeA, transposeB);
            Gemm.Run<int>(shape, operands.X, operands.Y, c.Elements<int>());
        }
    }
}
