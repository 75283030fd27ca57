using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A product of matrices, plus a bias, through an activation: what a planner makes of three nodes.</summary>
/// <remarks>TensorFlow's CPU kernels know BiasAdd, alone or with Relu, Relu6, Elu or LeakyRelu, and so do these. Source: matmul_op_fused.cc.</remarks>
internal sealed class FusedMatMul : Op
{
    public override OpDefinition Definition { get; } = "_FusedMatMul(a: T, b: T, args: num_args * T) -> product: T; transpose_a: bool = false; "
        + "transpose_b: bool = false; T: {bfloat16, half, float}; num_args: int >= 0; fused_ops: list(string) = []; epsilon: float = 0.0001; leakyrelu_alpha: float = 0.2";

    public override void InferShapes(ShapeContext c) => MatMul.Infer(c);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("num_args", "epsilon"); // epsilon is for fused batch norms
        string[] fused = Array.ConvertAll(r.ByteStrings("fused_ops"), System.Text.Encoding.UTF8.GetString);
        FusedActivation? activation = string.Join('+', fused) switch
        {
            nameof(BiasAdd) => FusedActivation.None,
            "BiasAdd+Relu" => FusedActivation.Relu,
            "BiasAdd+Relu6" => FusedActivation.Relu6,
            "BiasAdd+Elu" => FusedActivation.Elu,
            "BiasAdd+LeakyRelu" => FusedActivation.LeakyRelu,
            _ => null,
        };
        Maker maker = new(r.Bool("transpose_a"), r.Bool("transpose_b"), activation ?? FusedActivation.None, ConstBuilding.Scalar(r.Float("leakyrelu_alpha"), r.Type("T")));
        Kernel kernel = r.ForNumber(new ElementTypes(DType.Float32, DType.BFloat16), maker);
        return activation is null ? throw new TfException(StatusCode.Unimplemented, $"Fusion is not implemented: [{string.Join(',', fused)}]") : kernel;
    }

    private readonly struct Maker(bool transposeA, bool transposeB, FusedActivation activation, Tensor alpha) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => activation switch
        {
            FusedActivation.Relu => new Product<T, Simd.Relu>(transposeA, transposeB),
            FusedActivation.Relu6 => new Product<T, Simd.Relu6>(transposeA, transposeB),
            FusedActivation.Elu => new Product<T, Elu>(transposeA, transposeB),
            FusedActivation.LeakyRelu => new Product<T, Simd.Identity>(transposeA, transposeB) { LeakyAlpha = alpha.ToArray<T>() },
            _ => new Product<T, Simd.Identity>(transposeA, transposeB),
        };
    }

    private sealed class Product<T, TActivation>(bool transposeA, bool transposeB) : MatMul.ProductKernel<T>(transposeA, transposeB)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        /// <summary>The slope below 0; null: no such activation.</summary>
        public T[]? LeakyAlpha { get; init; }

        protected override void Multiply(StepContext s, in GemmShape shape, Tensor a, Tensor b, Span<T> c)
        {
            s.Require(s.InputCount == 3, $"Fused matrix product must have one extra argument: bias; it has {s.InputCount - 2}.");
            ReadOnlySpan<T> bias = s.Input(2).Elements<T>();
            s.Require(bias.Length == shape.Columns, $"The bias has {bias.Length} elements for {shape.Columns} columns.");
            if (c.IsEmpty) return;
            if (s.Prepared<PackedMatrix>() is { } packed) Gemm.Run<T, TActivation>(shape, a.Elements<T>(), packed, bias, default, c);
            else Gemm.Run<T, TActivation>(shape, a.Elements<T>(), b.Elements<T>(), bias, default, c);
            if (LeakyAlpha is { } alpha) Elementwise.Binary<T, LeakyRelu>(c, alpha, c);
        }
    }
}

/// <summary>What a fused product does to its sums.</summary>
internal enum FusedActivation
{
    None,
    Relu,
    Relu6,
    Elu,
    LeakyRelu,
}
