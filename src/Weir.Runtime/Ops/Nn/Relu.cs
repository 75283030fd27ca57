using Weir.Definitions;

namespace Weir.Ops;

/// <summary>max(x, 0); NaN stays NaN.</summary>
/// <remarks>Source: relu_op.cc.</remarks>
internal sealed class Relu : Op
{
    public override OpDefinition Definition { get; } =
        "Relu(features: T) -> activations: T; T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64, qint8}";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
    {
        DType.Float32 => new UnaryKernel<float, Simd.Relu>(),
        DType.Float64 => new UnaryKernel<double, Simd.Relu>(),
        DType.Float16 => new UnaryKernel<Half, Simd.Relu>(),
        DType.BFloat16 => new UnaryKernel<BFloat16, Simd.Relu>(),
        DType.Int8 => new UnaryKernel<sbyte, Simd.Relu>(),
        DType.Int16 => new UnaryKernel<short, Simd.Relu>(),
        DType.Int32 => new UnaryKernel<int, Simd.Relu>(),
        DType.Int64 => new UnaryKernel<long, Simd.Relu>(),
        DType.UInt8 => new UnaryKernel<byte, Simd.Relu>(),
        DType.UInt16 => new UnaryKernel<ushort, Simd.Relu>(),
        DType.UInt32 => new UnaryKernel<uint, Simd.Relu>(),
        DType.UInt64 => new UnaryKernel<ulong, Simd.Relu>(),
        _ => throw r.NoKernel("T"),
    };
}
