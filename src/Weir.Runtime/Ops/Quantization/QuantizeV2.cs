using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Floats of a range as integers: from its minimum on, to steps of the whole type, or scaled so that 0 stays 0; of each slice along an axis, if asked.</summary>
/// <remarks>Source: quantize_op.cc.</remarks>
internal sealed class QuantizeV2 : Op
{
    public override OpDefinition Definition { get; } = $"QuantizeV2(input: float, min_range: float, max_range: float) -> output: T, output_min: float, output_max: float; T: {QuantizedTypes.All}; "
        + "mode: {\"MIN_COMBINED\", \"MIN_FIRST\", \"SCALED\"} = \"MIN_COMBINED\"; round_mode: {\"HALF_AWAY_FROM_ZERO\", \"HALF_TO_EVEN\"} = \"HALF_AWAY_FROM_ZERO\"; "
        + "narrow_range: bool = false; axis: int = -1; ensure_minimum_range: float = 0.01";

    public override void InferShapes(ShapeContext c)
    {
        long axis = c.Attributes.Get<long>("axis");
        c.Require(axis >= -1, $"axis should be at least -1, got {axis}");
        Shape x = axis == -1 ? c.Input(0) : c.WithRankAtLeast(0, (int)Math.Min(axis + 1, int.MaxValue));
        Shape range = c.Merge(c.WithRank(1, axis == -1 ? 0 : 1), c.WithRank(2, axis == -1 ? 0 : 1));
        if (axis != -1 && x.HasRank) range = Shape.Of(c.MergeSizes(x[(int)axis], range[0]));
        c.Output(0, x);
        c.Output(1, range);
        c.Output(2, range);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        string mode = r.String("mode"), round = r.String("round_mode");
        if (round == "HALF_TO_EVEN" && mode != "SCALED")
        {
            throw new TfException(StatusCode.InvalidArgument, $"Round mode 'HALF_TO_EVEN' only supported for mode 'SCALED', but mode is '{mode}'.");
        }

        return r.ForQuantized(new Maker(mode, round == "HALF_TO_EVEN", r.Bool("narrow_range"), r.Int("axis"), r.Float("ensure_minimum_range")));
    }

    private readonly struct Maker(string mode, bool toEven, bool narrow, long axis, float least) : IQuantizedKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => mode switch
        {
            "MIN_COMBINED" => new Quantize<T>(new Combined<T>(), axis, least),
            "MIN_FIRST" => new Quantize<T>(new First<T>(), axis, least),
            _ => new Quantize<T>(new Scaled<T>(toEven, narrow), axis, least),
        };
    }

    private abstract class Mode<T>
    {
        /// <summary>Quantizes floats, and says the range that the integers stand for.</summary>
        public abstract void Run(ReadOnlySpan<float> x, Span<T> y, ref float minimum, ref float maximum);
    }

    /// <summary>The range's minimum is the least integer, its maximum the greatest.</summary>
    private sealed class Combined<T> : Mode<T>
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public override void Run(ReadOnlySpan<float> x, Span<T> y, ref float minimum, ref float maximum)
        {
            double steps = double.CreateTruncating(T.MaxValue) - double.CreateTruncating(T.MinValue);
            float scale = (float)(steps / (maximum - minimum));
            bool signed = T.IsNegative(T.MinValue);
            float half = (float)((steps + 1) / 2);
            for (int i = 0; i < x.Length; i++)
            {
                float scaled = (Math.Max(Math.Min(x[i], maximum), minimum) - minimum) * scale;
                y[i] = float.IsNaN(scaled) ? T.Zero : QuantizedTypes.Cut<T>(signed ? QuantizedTypes.Round(scaled - half) : scaled + 0.5f);
            }
        }
    }

    /// <summary>The steps begin at a multiple of their size next to the minimum.</summary>
    private sealed class First<T> : Mode<T>
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public override void Run(ReadOnlySpan<float> x, Span<T> y, ref float minimum, ref float maximum)
        {
            LinearRange<T> range = new(minimum, maximum);
            for (int i = 0; i < x.Length; i++) y[i] = range.ToQuantized(x[i]);
        }
    }

    /// <summary>0 stays 0.</summary>
    private sealed class Scaled<T>(bool toEven, bool narrow) : Mode<T>
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public override void Run(ReadOnlySpan<float> x, Span<T> y, ref float minimum, ref float maximum)
        {
            float least = (float)(long.CreateTruncating(T.MinValue) + (narrow ? 1 : 0)), most = float.CreateTruncating(T.MaxValue);
            float fromLow = least * minimum > 0 ? least / minimum : float.MaxValue, fromHigh = most * maximum > 0 ? most / maximum : float.MaxValue;
            float scale = Math.Min(fromLow, fromHigh);
            (minimum, maximum) = (least / scale, most / scale);
            for (int i = 0; i < x.Length; i++)
            {
                float scaled = Math.Max(Math.Min(x[i], maximum), minimum) * scale;
                y[i] = float.IsNaN(scaled) ? T.Zero : QuantizedTypes.Cut<T>(toEven ? MathF.Round(scaled) : QuantizedTypes.Round(scaled));
            }
        }
    }

    private sealed class Quantize<T>(Mode<T> mode, long axis, float least) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor minima, Tensor maxima) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(axis >= -1 && (axis == -1 || axis < x.Shape.Rank), $"Axis must be less than input dimension({x.Shape.Rank}), got {axis}");
            Slabs slabs = axis == -1 ? new Slabs(1, 1, x.ElementCount) : Slabs.Of(x.Shape.Dimensions, (int)axis);
            s.Require(axis != -1 || minima.ElementCount == 1, $"If axis is not specified, min_range must contain a single float element, but it contains {minima.ElementCount} elements");
            s.Require(axis != -1 || maxima.ElementCount == 1, $"If axis is not specified, max_range must contain a single float element, but it contains {maxima.ElementCount} elements");
            s.Require(axis == -1 || (minima.Shape.Rank == 1 && minima.ElementCount == slabs.Length && maxima.Shape.Rank == 1 && maxima.ElementCount == slabs.Length),
                $"If axis is specified, min_range and max_range must be 1-D tensors whose size matches the axis dimension of the input: {minima.Shape}, {maxima.Shape} vs. {x.Shape}");
            Span<T> y = s.OutputLike(0, x).Elements<T>();
            Span<long> shape = axis == -1 ? [] : [slabs.Length];
            Span<float> lows = s.Output(1, shape).Elements<float>(), highs = s.Output(2, shape).Elements<float>();
            ReadOnlySpan<float> from = x.Elements<float>();
            for (int slice = 0; slice < slabs.Length; slice++)
            {
                (lows[slice], highs[slice]) = Widened(s, minima.Elements<float>()[slice], maxima.Elements<float>()[slice]);
                (float low, float high) = (lows[slice], highs[slice]);
                for (int outer = 0; outer < slabs.Outer; outer++)
                {
                    (lows[slice], highs[slice]) = (low, high);
                    int at = (int)(((outer * slabs.Length) + slice) * slabs.Inner), length = (int)slabs.Inner;
                    mode.Run(from.Slice(at, length), y.Slice(at, length), ref lows[slice], ref highs[slice]);
                }
            }
        }

        // The range holds 0, and its ends are some way apart.
        private (float Low, float High) Widened(StepContext s, float low, float high)
        {
            s.Require(!(high < low), "input_max_range must be larger than input_min_range.");
            float minimum = Math.Min(0, low);
            float apart = Math.Max(1, Math.Max(Math.Abs(low), Math.Abs(high))) * least;
            return (minimum, Math.Max(0, Math.Max(high, minimum + apart)));
        }
    }
}
