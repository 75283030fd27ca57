using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The floats that quantized integers stand for; of each slice along an axis, if asked.</summary>
/// <remarks>Source: dequantize_op.cc.</remarks>
internal sealed class Dequantize : Op
{
    public override OpDefinition Definition { get; } = $"Dequantize(input: T, min_range: float, max_range: float) -> output: dtype; T: {QuantizedTypes.All}; "
        + "mode: {\"MIN_COMBINED\", \"MIN_FIRST\", \"SCALED\"} = \"MIN_COMBINED\"; narrow_range: bool = false; axis: int = -1; dtype: {bfloat16, float} = float";

    public override void InferShapes(ShapeContext c)
    {
        long axis = c.Attributes.Get<long>("axis");
        c.Require(axis >= -1, $"axis should be at least -1, got {axis}");
        Shape x = c.Input(0);
        if (axis != -1) c.Require(!x.HasRank || axis < x.Rank, $"Axis must be less than input dimension({x.Rank}), got {axis}");
        Shape range = c.Merge(c.WithRank(1, axis == -1 ? 0 : 1), c.WithRank(2, axis == -1 ? 0 : 1));
        if (axis != -1 && x.HasRank) c.MergeSizes(x[(int)axis], range[0]);
        c.Output(0, x);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        string mode = r.String("mode");
        (bool narrow, long axis, DType dtype) = (r.Bool("narrow_range"), r.Int("axis"), r.Type("dtype"));
        if (dtype == DType.BFloat16 && mode != "MIN_COMBINED")
        {
            throw new TfException(StatusCode.InvalidArgument, $"When output type is bfloat16, Mode string must be 'MIN_COMBINED', is '{mode}'");
        }

        if (axis != -1 && mode == "MIN_FIRST") throw new TfException(StatusCode.Unimplemented, "MIN_FIRST mode is not implemented for Dequantize with axis != -1.");
        return r.ForQuantized(new Maker(mode, narrow, axis));
    }

    private readonly struct Maker(string mode, bool narrow, long axis) : IQuantizedKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new Floats<T>(mode, narrow, axis);
    }

    private sealed unsafe class Floats<T> : Kernel
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        private readonly bool narrow;
        private readonly long axis;
        private readonly bool first;
        private readonly bool scaled;

        public Floats(string mode, bool narrow, long axis)
        {
            (this.narrow, this.axis) = (narrow, axis);
            (first, scaled) = (mode == "MIN_FIRST", mode == "SCALED");
        }

        public override void Run(StepContext s)
        {
            (Tensor x, Tensor minima, Tensor maxima) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(axis >= -1 && (axis == -1 || axis < x.Shape.Rank), $"Axis must be less than input dimension({x.Shape.Rank}), got {axis}");
            Slabs slabs = axis == -1 ? new Slabs(1, 1, x.ElementCount) : Slabs.Of(x.Shape.Dimensions, (int)axis);
            s.Require(minima.ElementCount == slabs.Length, $"input_min_tensor must have as many elements as input on the dequantization axis ({axis}), got {minima.ElementCount}, expected {slabs.Length}");
            s.Require(maxima.ElementCount == slabs.Length, $"input_max_tensor must have as many elements as input on the dequantization axis ({axis}), got {maxima.ElementCount}, expected {slabs.Length}");
            Tensor y = s.OutputLike(0, x);
            if (y.DType == DType.Float32)
            {
                Fill(x, minima, maxima, slabs, y);
                return;
            }

            using Tensor wide = Tensor.Allocate(DType.Float32, x.Shape);
            Fill(x, minima, maxima, slabs, wide);
            NarrowFloats.Round((float*)wide.Data, (BFloat16*)y.Data, (nint)y.ElementCount);
        }

        private void Fill(Tensor x, Tensor minima, Tensor maxima, Slabs slabs, Tensor output)
        {
            ReadOnlySpan<T> from = x.Elements<T>();
            Span<float> to = output.Elements<float>();
            for (int slice = 0; slice < slabs.Length; slice++)
            {
                (float minimum, float maximum) = (minima.Elements<float>()[slice], maxima.Elements<float>()[slice]);
                for (int outer = 0; outer < slabs.Outer; outer++)
                {
                    int at = (int)(((outer * slabs.Length) + slice) * slabs.Inner), length = (int)slabs.Inner;
                    if (first) ByRange(new LinearRange<T>(minimum, maximum), from.Slice(at, length), to.Slice(at, length));
                    else ByScale(minimum, maximum, from.Slice(at, length), to.Slice(at, length));
                }
            }
        }

        private static void ByRange(LinearRange<T> range, ReadOnlySpan<T> from, Span<float> to)
        {
            for (int i = 0; i < to.Length; i++) to[i] = range.ToFloat(from[i]);
        }

        private void ByScale(float minimum, float maximum, ReadOnlySpan<T> from, Span<float> to)
        {
            float highest = float.CreateTruncating(T.MaxValue), lowest = float.CreateTruncating(T.MinValue);
            bool signed = T.IsNegative(T.MinValue);
            float half = signed && !scaled ? (highest - lowest + 1) / 2 : 0, start = scaled ? 0 : minimum, scale = (maximum - minimum) / (highest - lowest);
            if (scaled)
            {
                float least = (float)(long.CreateTruncating(T.MinValue) + (narrow ? 1 : 0));
                scale = signed ? Math.Max(minimum / least, maximum / highest) : maximum / highest;
            }

            for (int i = 0; i < to.Length; i++)
            {
                // TensorFlow takes scaled integers to floats and back first, where the greatest do not fit.
                float value = float.CreateTruncating(from[i]);
                if (scaled) value = QuantizedTypes.Cut<int>(value);
                to[i] = ((value + half) * scale) + start;
            }
        }
    }
}
