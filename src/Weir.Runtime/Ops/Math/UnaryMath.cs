using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Element-wise functions of floating and complex numbers: a row per op over one driver.</summary>
internal static class UnaryMath
{
    private const string Types = "{bfloat16, half, float, double, complex64, complex128}";

    public static readonly Op[] All =
    [
        new Unary<Simd.Exp>($"Exp(x: T) -> y: T; T: {Types}"),
        new Unary<Simd.Rsqrt>($"Rsqrt(x: T) -> y: T; T: {Types}"),
        new Unary<Simd.Sigmoid>($"Sigmoid(x: T) -> y: T; T: {Types}"),
        new Unary<Simd.Tanh>($"Tanh(x: T) -> y: T; T: {Types}"),
    ];

    private sealed class Unary<TOperator>(OpDefinition definition) : Op
        where TOperator : struct, IUnaryOperator
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

        public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
        {
            DType.Float32 => new UnaryKernel<float, TOperator>(),
            DType.Float64 => new UnaryKernel<double, TOperator>(),
            DType.Float16 => new UnaryKernel<Half, TOperator>(),
            DType.BFloat16 => new UnaryKernel<BFloat16, TOperator>(),
            DType.Complex64 => new UnaryKernel<Complex64, TOperator>(),
            DType.Complex128 => new UnaryKernel<System.Numerics.Complex, TOperator>(),
            _ => throw r.NoKernel("T"),
        };
    }
}
