using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The product of two matrices, each transposed first if asked. Transposing does not conjugate.</summary>
/// <remarks>An empty inner dimension gives zeros. Source: matmul_op_impl.h.</remarks>
internal sealed class MatMul : Op
{
    public override OpDefinition Definition { get; } = "MatMul(a: T, b: T) -> product: T; transpose_a: bool = false; transpose_b: bool = false; "
        + "T: {bfloat16, half, float, double, int32, int64, uint8, uint16, uint32, uint64, complex64, complex128}";

    public override void InferShapes(ShapeContext c)
    {
        (Shape a, Shape b) = (c.WithRank(0, 2), c.WithRank(1, 2));
        bool transposeA = c.Attributes.Get<bool>("transpose_a");
        bool transposeB = c.Attributes.Get<bool>("transpose_b");
        c.MergeSizes(a[transposeA ? 0 : 1], b[transposeB ? 1 : 0]);
        c.Output(0, Shape.Of(a[transposeA ? 1 : 0], b[transposeB ? 0 : 1]));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool transposeA = r.Bool("transpose_a");
        bool transposeB = r.Bool("transpose_b");
        return r.Type("T") switch
        {
            DType.Float32 => new Product<float>(transposeA, transposeB),
            DType.Float64 => new Product<double>(transposeA, transposeB),
            DType.Float16 => new Product<Half>(transposeA, transposeB),
            DType.BFloat16 => new Product<BFloat16>(transposeA, transposeB),
            DType.Int32 => new Product<int>(transposeA, transposeB),
            DType.Int64 => new Product<long>(transposeA, transposeB),
            DType.Complex64 => new Product<Complex64>(transposeA, transposeB),
            DType.Complex128 => new Product<System.Numerics.Complex>(transposeA, transposeB),
            _ => throw r.NoKernel("T"),
        };
    }

    /// <summary>Weights that do not change from run to run are packed once for the microkernels.</summary>
    private sealed class Product<T>(bool transposeA, bool transposeB) : PreparingKernel
        where T : unmanaged
    {
        public override int PreparedInput => 1;

        public override object PreparationKey => (typeof(Product<T>), transposeB);

        public override object? Prepare(Tensor input)
        {
            bool packs = typeof(T) == typeof(float) && input.Shape.Rank == 2 && input.ElementCount is > 0 and <= int.MaxValue;
            if (!packs) return null;
            (int depth, int columns) = transposeB ? ((int)input.Shape[1], (int)input.Shape[0]) : ((int)input.Shape[0], (int)input.Shape[1]);
            return PackedMatrix.Create(new GemmShape(1, columns, depth, TransposeB: transposeB), input.AsSpan<T>());
        }

        public override void Run(StepContext s)
        {
            (Tensor a, Tensor b) = (s.Input(0), s.Input(1));
            s.Require(a.Shape.Rank == 2, $"In[0] is not a matrix. Instead it has shape {a.Shape}");
            s.Require(b.Shape.Rank == 2, $"In[1] is not a matrix. Instead it has shape {b.Shape}");
            (long rows, long depth) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
            (long columns, long other) = transposeB ? (b.Shape[0], b.Shape[1]) : (b.Shape[1], b.Shape[0]);
            s.Require(depth == other, $"Matrix size-incompatible: In[0]: {a.Shape}, In[1]: {b.Shape}");
            Tensor c = s.Output(0, rows, columns);
            GemmShape shape = new(checked((int)rows), checked((int)columns), checked((int)depth), transposeA, transposeB);
            if (s.Prepared<PackedMatrix>() is { } packed) Gemm.Run(shape, a.AsSpan<T>(), packed, c.Elements<T>());
            else Gemm.Run(shape, a.AsSpan<T>(), b.AsSpan<T>(), c.Elements<T>());
        }
    }
}
