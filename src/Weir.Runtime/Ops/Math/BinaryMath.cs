using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Element-wise arithmetic of two operands that broadcast: a row per op over one driver.</summary>
/// <remarks>Source: cwise_ops_common.h. Shapes that need more than 5 dimensions to broadcast are UNIMPLEMENTED there, and so here.</remarks>
internal static class BinaryMath
{
    private const string Types = "{bfloat16, half, float, double, uint8, uint16, uint32, uint64, int8, int16, int32, int64, complex64, complex128}";

    public static readonly Op[] All =
    [
        new Binary<Add>($"AddV2(x: T, y: T) -> z: T; T: {Types} | commutative, aggregate"),
        new Binary<Multiply>("Mul(x: T, y: T) -> z: T; T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, uint64, int64, complex64, complex128} | commutative"),
        new Binary<Subtract>("Sub(x: T, y: T) -> z: T; T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, int64, complex64, complex128, uint32, uint64}"),
    ];

    /// <summary>One op.</summary>
    private sealed class Binary<TOperator>(OpDefinition definition) : Op
        where TOperator : struct, IBinaryOperator
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

        public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
        {
            DType.Float32 => new BinaryKernel<float, TOperator>(),
            DType.Float64 => new BinaryKernel<double, TOperator>(),
            DType.Float16 => new BinaryKernel<Half, TOperator>(),
            DType.BFloat16 => new BinaryKernel<BFloat16, TOperator>(),
            DType.Int8 => new BinaryKernel<sbyte, TOperator>(),
            DType.Int16 => new BinaryKernel<short, TOperator>(),
            DType.Int32 => new BinaryKernel<int, TOperator>(),
            DType.Int64 => new BinaryKernel<long, TOperator>(),
            DType.UInt8 => new BinaryKernel<byte, TOperator>(),
            DType.UInt16 => new BinaryKernel<ushort, TOperator>(),
            DType.UInt32 => new BinaryKernel<uint, TOperator>(),
            DType.UInt64 => new BinaryKernel<ulong, TOperator>(),
            DType.Complex64 => new BinaryKernel<Complex64, TOperator>(),
            DType.Complex128 => new BinaryKernel<System.Numerics.Complex, TOperator>(),
            _ => throw r.NoKernel("T"),
        };
    }
}
