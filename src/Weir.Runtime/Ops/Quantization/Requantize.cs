using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Integers of 32 bits as integers of 8 that stand for a range: a given one, or just the one that the integers take. Two rows of the table.</summary>
/// <remarks>Source: requantize.cc, quantize_down_and_shrink_range.cc.</remarks>
internal sealed class Requantize(OpDefinition definition, bool shrinks) : Op
{
    public static readonly Op[] All =
    [
        new Requantize("QuantizeDownAndShrinkRange(input: Tinput, input_min: float, input_max: float) -> output: out_type, output_min: float, output_max: float; "
            + $"Tinput: {QuantizedTypes.All}; out_type: {QuantizedTypes.All}", shrinks: true),
        new Requantize("Requantize(input: Tinput, input_min: float, input_max: float, requested_output_min: float, requested_output_max: float) -> output: out_type, "
            + $"output_min: float, output_max: float; Tinput: {QuantizedTypes.All}; out_type: {QuantizedTypes.All}", shrinks: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 1; i < c.InputCount; i++) c.WithRank(i, 0);
        c.Output(0, c.Input(0));
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => (r.Type("Tinput"), r.Type("out_type")) switch
    {
        (DType.QInt32, DType.QUInt8) => new Narrow<byte>(shrinks),
        (DType.QInt32, DType.QInt8) when !shrinks => new Narrow<sbyte>(shrinks),
        _ => throw r.NoKernel("Tinput", "out_type"),
    };

    private sealed class Narrow<T>(bool shrinks) : Kernel
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public override void Run(StepContext s)
        {
            (float low, float high) = (QuantizedTypes.Scalar(s, 1, "input_min"), QuantizedTypes.Scalar(s, 2, "input_max"));
            ReadOnlySpan<int> x = s.Input(0).Elements<int>();
            (float least, float most) = shrinks ? UsedRange.Of(x, low, high) : Requested(s);
            Span<T> y = s.OutputLike(0, s.Input(0)).Elements<T>();
            s.SetRange(least, most);
            if (typeof(T) == typeof(byte)) FixedPoint.Run(x, low, high, System.Runtime.InteropServices.MemoryMarshal.AsBytes(y), least, most);
            else ByFloats(x, new LinearRange<int>(low, high), y, new LinearRange<T>(least, most));
        }

        private static void ByFloats(ReadOnlySpan<int> x, LinearRange<int> from, Span<T> y, LinearRange<T> to)
        {
            for (int i = 0; i < x.Length; i++) y[i] = to.ToQuantized(from.ToFloat(x[i]));
        }

        private static (float Low, float High) Requested(StepContext s)
        {
            (float low, float high) = (QuantizedTypes.Scalar(s, 3, "requested_output_min"), QuantizedTypes.Scalar(s, 4, "requested_output_max"));
            s.Require(low <= 0, $"requested_output_min must be <= 0, but got {low}");
            s.Require(high >= low, $"requested_output_max must be >= requested_output_min, but got {high} and {low}");
            return (low, high);
        }
    }

    /// <summary>To unsigned bytes without floats: one multiplication and a shift each, in numbers of 16 binary places.</summary>
    private static class FixedPoint
    {
        private const int Places = 16;

        public static void Run(ReadOnlySpan<int> x, float low, float high, Span<byte> y, float least, float most)
        {
            float from = high - low, to = most - least, reciprocal = to == 0 ? 0 : 255f / to;
            long scale = to == 0 ? 0 : (long)(255.0 * (1 << Places) * from / to);
            long offset = (long)((low + high) / 2 * reciprocal * (1 << Places));
            long outputOffset = to == 0 ? 0 : (long)((1 << Places) * (least * 255.0) / to);
            for (int i = 0; i < x.Length; i++)
            {
                // The product may leave 64 bits when the ranges are far apart.
                long value = (long)(((Int128)x[i] * scale) >> 32) + offset - outputOffset + (1 << (Places - 1));
                y[i] = (byte)Math.Clamp(value >> Places, 0, 255);
            }
        }
    }
}
