using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Rounds floats to the steps of a symmetric or unsigned quantization, of the whole tensor or of each slice along an axis. Three rows.</summary>
/// <remarks>The range is scaled so that 0 stays 0. Source: quantize_and_dequantize_op.h; gradients: math_grad.py.</remarks>
internal sealed class QuantizeAndDequantize(OpDefinition definition, int version) : Op
{
    private const string Types = "T: {bfloat16, half, float, double}";
    private const string Rest = "round_mode: {\"HALF_TO_EVEN\", \"HALF_UP\"} = \"HALF_TO_EVEN\"; narrow_range: bool = false; axis: int = -1";

    public static readonly Op[] All =
    [
        new QuantizeAndDequantize("QuantizeAndDequantizeV2(input: T, input_min: T, input_max: T) -> output: T; signed_input: bool = true; num_bits: int = 8; "
            + $"range_given: bool = false; {Types}; {Rest}", version: 2),
        new QuantizeAndDequantize("QuantizeAndDequantizeV3(input: T, input_min: T, input_max: T, num_bits: int32) -> output: T; signed_input: bool = true; "
            + $"range_given: bool = true; {Types}; narrow_range: bool = false; axis: int = -1", version: 3),
        new QuantizeAndDequantize("QuantizeAndDequantizeV4(input: T, input_min: T, input_max: T) -> output: T; signed_input: bool = true; num_bits: int = 8; "
            + $"range_given: bool = false; {Types}; {Rest}", version: 4),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        if (version == 3) c.WithRank(3, 0);
        c.Output(0, InferData(c, 0));
    }

    public override void Gradient(GradientContext g)
    {
        if (version < 4)
        {
            g.Flow(0, g.Outgoing(0));
            return;
        }

        Operation gradient = QuantizeAndDequantizeGradient.Build(g.Outgoing(0), g.Input(0), g.Input(1), g.Input(2), g.Operation.Attributes.Get<long>("axis"));
        for (int i = 0; i < 3; i++) g.Flow(i, gradient[i]);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        Settings settings = new(r.Bool("signed_input"), r.Bool("range_given"), r.Bool("narrow_range"), version != 3 && r.String("round_mode") == "HALF_UP", r.Int("axis"));
        long? bits = version == 3 ? null : r.Int("num_bits");
        if (bits is { } known) CheckBits(known, settings.Signed);
        return r.Type("T") switch
        {
            DType.Float32 => new Round<float>(settings, bits),
            DType.Float64 => new Round<double>(settings, bits),
            _ => throw r.NoKernel("T"),
        };
    }

    /// <summary>The shape rule's view of the data and its ranges.</summary>
    public static Shape InferData(ShapeContext c, int data)
    {
        long axis = c.Attributes.Get<long>("axis");
        c.Require(axis >= -1, $"axis should be at least -1, got {axis}");
        Shape x = axis == -1 ? c.Input(data) : c.WithRankAtLeast(data, (int)Math.Min(axis, int.MaxValue - 1) + 1);
        Shape minimum = c.WithRank(data + 1, axis == -1 ? 0 : 1), maximum = c.WithRank(data + 2, axis == -1 ? 0 : 1);
        c.Merge(minimum, maximum);
        if (axis != -1 && x.HasRank) c.MergeSizes(x[(int)axis], minimum[0]);
        return x;
    }

    private static void CheckBits(long bits, bool signed)
    {
        bool fits = bits > 0 && bits < (signed ? 62 : 63);
        if (!fits) throw new TfException(StatusCode.InvalidArgument, $"num_bits is out of range: {bits} with signed_input_ {(signed ? 1 : 0)}");
    }

    private readonly record struct Settings(bool Signed, bool RangeGiven, bool Narrow, bool HalfUp, long Axis);

    private sealed class Round<T>(Settings settings, long? attributeBits) : Kernel
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor minimum, Tensor maximum) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(settings.Axis >= -1 && settings.Axis < x.Shape.Rank || settings.Axis == -1, $"Shape must be at least rank {settings.Axis + 1} but is rank {x.Shape.Rank}");
            long bits = Bits(s);
            Slabs slabs = settings.Axis == -1 ? new Slabs(1, 1, x.ElementCount) : Slabs.Of(x.Shape.Dimensions, (int)settings.Axis);
            if (settings.RangeGiven)
            {
                s.Require(minimum.ElementCount == slabs.Length, $"input_min_tensor has incorrect size, was {minimum.ElementCount} expected {slabs.Length} to match dim {settings.Axis} of the input {minimum.Shape}");
                s.Require(maximum.ElementCount == slabs.Length, $"input_max_tensor has incorrect size, was {maximum.ElementCount} expected {slabs.Length} to match dim {settings.Axis} of the input {maximum.Shape}");
            }

            ReadOnlySpan<T> from = x.Elements<T>();
            Span<T> to = s.OutputLike(0, x).Elements<T>();
            for (int slice = 0; slice < slabs.Length; slice++)
            {
                (T low, T high) = settings.RangeGiven ? (minimum.Elements<T>()[slice], maximum.Elements<T>()[slice]) : Range(from, slabs, slice);
                s.Require(!settings.RangeGiven || low <= high, $"Invalid range: input_min {low} > input_max {high}");
                Scale scale = new(low, high, bits, settings);
                for (int outer = 0; outer < slabs.Outer; outer++)
                {
                    int at = (int)(((outer * slabs.Length) + slice) * slabs.Inner);
                    for (int i = at; i < at + slabs.Inner; i++) to[i] = scale.Round(from[i], settings);
                }
            }
        }

        private long Bits(StepContext s)
        {
            if (attributeBits is { } known) return known;
            Tensor given = s.Input(3);
            s.Require(given.Shape.Rank == 0, $"Invalid shape. The `num_bits` tensor should be a scalar. Got dimensions: {given.Shape.Rank}");
            CheckBits(given.Integer(0), settings.Signed);
            return given.Integer(0);
        }

        private static (T Low, T High) Range(ReadOnlySpan<T> x, Slabs slabs, int slice)
        {
            (T low, T high) = (T.PositiveInfinity, T.NegativeInfinity);
            for (int outer = 0; outer < slabs.Outer; outer++)
            {
                foreach (T value in x.Slice((int)(((outer * slabs.Length) + slice) * slabs.Inner), (int)slabs.Inner))
                {
                    if (value < low) low = value;
                    if (value > high) high = value;
                }
            }

            return (low, high);
        }

        /// <summary>The greatest factor that keeps the range within the integers.</summary>
        private readonly struct Scale
        {
            private readonly T low;
            private readonly T high;
            private readonly T scale;
            private readonly T inverse;

            public Scale(T low, T high, long bits, Settings settings)
            {
                T least = T.CreateTruncating(settings.Signed ? -(1L << (int)(bits - 1)) + (settings.Narrow ? 1 : 0) : 0);
                T most = T.CreateTruncating(settings.Signed ? (1L << (int)(bits - 1)) - 1 : (1L << (int)bits) - 1);
                T fromLow = least * low > T.Zero ? least / low : T.MaxValue, fromHigh = most * high > T.Zero ? most / high : T.MaxValue;
                if (fromLow < fromHigh)
                {
                    (scale, inverse) = (fromLow, low / least);
                    high = most * inverse;
                }
                else
                {
                    (scale, inverse) = (fromHigh, high / most);
                    low = least * inverse;
                }

                (this.low, this.high) = (low, high);
            }

            public T Round(T value, Settings settings)
            {
                if (settings.RangeGiven)
                {
                    value = value > high ? high : value;
                    value = value < low ? low : value;
                }

                T scaled = value * scale;
                return (settings.HalfUp ? T.Floor(scaled + T.CreateTruncating(0.5)) : T.Round(scaled, MidpointRounding.ToEven)) * inverse;
            }
        }
    }
}
