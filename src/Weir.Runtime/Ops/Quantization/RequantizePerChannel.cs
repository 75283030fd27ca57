using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Integers of 32 bits whose channels stand for ranges of their own as integers of 8 bits of one range; and that range. Symmetric around 0. Two rows.</summary>
/// <remarks>Source: requantize_per_channel_op.cc (mkl), requantization_range_per_channel_op.cc.</remarks>
internal sealed class RequantizePerChannel(OpDefinition definition, bool findsRange) : Op
{
    public static readonly Op[] All =
    [
        new RequantizePerChannel("RequantizationRangePerChannel(input: T, input_min: float, input_max: float) -> output_min: float, output_max: float; "
            + $"T: {QuantizedTypes.All} = qint32; clip_value_max: float", findsRange: true),
        new RequantizePerChannel("RequantizePerChannel(input: T, input_min: float, input_max: float, requested_output_min: float, requested_output_max: float) -> "
            + $"output: out_type, output_min: float, output_max: float; T: {QuantizedTypes.All} = qint32; out_type: {QuantizedTypes.All} = quint8", findsRange: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(1, 1);
        c.WithRank(2, 1);
        c.AllOutputs(Shape.Scalar);
        if (!findsRange) c.Output(0, c.Input(0));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (r.Type("T") != DType.QInt32) throw r.NoKernel("T");
        return findsRange ? new Find(r.Float("clip_value_max")) : r.Type("out_type") switch
        {
            DType.QInt8 => new Narrow<sbyte>(),
            DType.QUInt8 => new Narrow<byte>(),
            _ => throw r.NoKernel("T", "out_type"),
        };
    }

    /// <summary>What the greatest integer of each channel stands for.</summary>
    private static float[] Check(StepContext s)
    {
        (Shape x, Tensor low, Tensor high) = (s.Input(0).Shape, s.Input(1), s.Input(2));
        s.Require(x.Rank == 4, $"Current implementation only supports 4D input, but got {x}");
        s.Require(low.ElementCount == x[3] && high.ElementCount == x[3], $"input_min and input_max must have {x[3]} elements, got {low.ElementCount} and {high.ElementCount}");
        float[] ranges = new float[x[3]];
        for (int i = 0; i < ranges.Length; i++) ranges[i] = Math.Max(Math.Abs(low.Elements<float>()[i]), Math.Abs(high.Elements<float>()[i]));
        return ranges;
    }

    private sealed class Find(float clip) : Kernel
    {
        public override void Run(StepContext s)
        {
            float[] ranges = Check(s);
            ReadOnlySpan<int> x = s.Input(0).Elements<int>();
            (float most, bool negative) = (0, false);
            for (int i = 0; i < x.Length; i++)
            {
                most = Math.Max(most, Math.Abs((float)x[i]) * ranges[i % ranges.Length] / (1u << 31));
                negative |= x[i] < 0;
            }

            most = Math.Min(most, clip);
            s.Output(0).Elements<float>()[0] = negative ? -most : 0;
            s.Output(1).Elements<float>()[0] = most;
        }
    }

    private sealed class Narrow<T> : Kernel
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public override void Run(StepContext s)
        {
            float[] ranges = Check(s);
            (float low, float high) = (QuantizedTypes.Scalar(s, 3, "requested_output_min"), QuantizedTypes.Scalar(s, 4, "requested_output_max"));
            float highest = float.CreateTruncating(T.MaxValue), lowest = float.CreateTruncating(T.MinValue), wanted = Math.Max(Math.Abs(low), Math.Abs(high));
            ReadOnlySpan<int> x = s.Input(0).Elements<int>();
            Span<T> y = s.OutputLike(0, s.Input(0)).Elements<T>();
            s.SetRange(low, high);
            for (int i = 0; i < x.Length; i++)
            {
                float value = x[i] * (ranges[i % ranges.Length] / (1u << 31)) / wanted * highest;
                y[i] = QuantizedTypes.Cut<T>(MathF.Round(Math.Clamp(value, lowest, highest)));
            }
        }
    }
}
