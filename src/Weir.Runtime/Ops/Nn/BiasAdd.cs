using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Adds a vector along the channels: the last dimension, or with NCHW the second.</summary>
/// <remarks>Source: bias_op.cc.</remarks>
internal sealed class BiasAdd : Op
{
    public override OpDefinition Definition { get; } = "BiasAdd(value: T, bias: T) -> output: T; T: {float, double, int32, uint8, int16, int8, complex64, "
        + "int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}; data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"";

    public override void InferShapes(ShapeContext c)
    {
        bool channelsFirst = c.Attributes.GetString("data_format") == "NCHW";
        Shape value = c.WithRankAtLeast(0, channelsFirst ? 3 : 2);
        Shape bias = c.WithRank(1, 1);
        if (!value.HasRank)
        {
            c.Output(0, Shape.Unknown);
            return;
        }

        int channel = channelsFirst ? 1 : value.Rank - 1;
        long[] sizes = value.Dimensions.ToArray();
        sizes[channel] = c.MergeSizes(sizes[channel], bias[0]);
        c.Output(0, Shape.Of(sizes));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool channelsFirst = r.String("data_format") == "NCHW";
        return r.Type("T") switch
        {
            DType.Float32 => new Sum<float>(channelsFirst),
            DType.Float64 => new Sum<double>(channelsFirst),
            DType.Float16 => new Sum<Half>(channelsFirst),
            DType.BFloat16 => new Sum<BFloat16>(channelsFirst),
            DType.Int8 => new Sum<sbyte>(channelsFirst),
            DType.Int16 => new Sum<short>(channelsFirst),
            DType.Int32 => new Sum<int>(channelsFirst),
            DType.Int64 => new Sum<long>(channelsFirst),
            DType.UInt8 => new Sum<byte>(channelsFirst),
            DType.UInt16 => new Sum<ushort>(channelsFirst),
            DType.UInt32 => new Sum<uint>(channelsFirst),
            DType.UInt64 => new Sum<ulong>(channelsFirst),
            DType.Complex64 => new Sum<Complex64>(channelsFirst),
            DType.Complex128 => new Sum<System.Numerics.Complex>(channelsFirst),
            _ => throw r.NoKernel("T"),
        };
    }

    private sealed class Sum<T>(bool channelsFirst) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor value, Tensor bias) = (s.Input(0), s.Input(1));
            int rank = value.Shape.Rank;
            s.Require(rank >= 2, $"Input tensor must be at least 2D: {value.Shape}");
            s.Require(bias.Shape.Rank == 1, $"Biases must be 1D: {bias.Shape}");
            int channel = channelsFirst ? 1 : rank - 1;
            s.Require(bias.Shape[0] == value.Shape[channel],
                $"Must provide as many biases as the last dimension of the input tensor: {bias.Shape} vs. {value.Shape}");
            Span<long> along = stackalloc long[rank - channel];
            along.Fill(1);
            along[0] = bias.Shape[0];
            BroadcastPlan.TryCreate(value.Shape.Dimensions, along, out BroadcastPlan plan);
            ReadOnlySpan<T> x = value.Elements<T>();
            Elementwise.Binary<T, Add>(plan, x, bias.Elements<T>(), s.OutputOver(0, 0).Elements<T>());
        }
    }
}
