using Weir.Definitions;

namespace Weir.Ops;

/// <summary>What a debugger shows of a tensor: how many of its numbers are NaN, or counts, extremes, mean and variance. Two rows of the table.</summary>
/// <remarks>Nothing is sent anywhere. Source: debug_ops.h.</remarks>
internal sealed class DebugSummaries(OpDefinition definition, bool countsOnly) : Op
{
    private const string Watch = "T: type; device_name: string = \"\"; tensor_name: string = \"\"; debug_urls: list(string) = []";

    public static readonly Op[] All =
    [
        new DebugSummaries($"DebugNanCount(input: T) -> output: int64; {Watch}; gated_grpc: bool = false | uninitialized", countsOnly: true),
        new DebugSummaries($"DebugNumericSummary(input: T) -> output: double; {Watch}; lower_bound: float = -inf; upper_bound: float = inf; mute_if_healthy: bool = false; "
            + "gated_grpc: bool = false | uninitialized", countsOnly: false),
    ];

    public override OpDefinition Definition => definition;

    // TensorFlow's own rule, though the count is a vector of one.
    public override void InferShapes(ShapeContext c) => c.Output(0, countsOnly ? Shape.Scalar : Shape.Unknown);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("device_name", "tensor_name", "debug_urls", "gated_grpc");
        if (!countsOnly) r.Ignore("mute_if_healthy");
        Maker maker = new(countsOnly, countsOnly ? 0 : r.Float("lower_bound"), countsOnly ? 0 : r.Float("upper_bound"));
        return r.Type("T") == DType.Bool && !countsOnly ? new Summary<bool>(maker) : r.ForType(ElementTypes.Reals, maker);
    }

    private readonly struct Maker(bool countsOnly, float lower, float upper) : IKernelMaker
    {
        public bool CountsOnly => countsOnly;

        public float Lower => lower;

        public float Upper => upper;

        public Kernel Make<T>() where T : unmanaged => new Summary<T>(this);
    }

    private sealed class Summary<T>(Maker settings) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            ReadOnlySpan<T> elements = x.Elements<T>();
            if (settings.CountsOnly)
            {
                long count = 0;
                foreach (T element in elements) count += NumberEquality.IsNaN(element) ? 1 : 0;
                s.Output(0, 1).Elements<long>()[0] = count;
                return;
            }

            Span<double> summary = s.Output(0, 14 + x.Shape.Rank).Elements<double>();
            summary.Clear();
            (summary[0], summary[1]) = (1, elements.Length);
            Count(elements, summary.Slice(2, 6));
            Measure(elements, summary.Slice(8, 4));
            (summary[12], summary[13]) = ((int)x.DType, x.Shape.Rank);
            for (int d = 0; d < x.Shape.Rank; d++) summary[14 + d] = x.Shape[d];
        }

        // NaN, at or below the lower bound, negative, zero, positive, at or above the upper bound.
        private void Count(ReadOnlySpan<T> elements, Span<double> counts)
        {
            foreach (T element in elements)
            {
                double value = Value(element);
                int kind = double.IsNaN(value) ? 0 : value <= settings.Lower ? 1 : value >= settings.Upper ? 5 : value < 0 ? 2 : value == 0 ? 3 : 4;
                counts[kind]++;
            }
        }

        // Of the finite numbers.
        private static void Measure(ReadOnlySpan<T> elements, Span<double> measures)
        {
            (double least, double most, double sum, double squares, long count) = (double.PositiveInfinity, double.NegativeInfinity, 0, 0, 0);
            foreach (T element in elements)
            {
                double value = Value(element);
                if (!double.IsFinite(value)) continue;
                (least, most, sum, count) = (Math.Min(least, value), Math.Max(most, value), sum + value, count + 1);
            }

            double mean = count == 0 ? double.NaN : sum / count;
            foreach (T element in elements)
            {
                double value = Value(element);
                if (double.IsFinite(value)) squares += (value - mean) * (value - mean);
            }

            (measures[0], measures[1], measures[2], measures[3]) = (least, most, mean, count == 0 ? double.NaN : squares / count);
        }

        private static double Value(T element) => element switch
        {
            float number => number,
            double number => number,
            Half number => (double)number,
            BFloat16 number => (float)number,
            sbyte number => number,
            short number => number,
            int number => number,
            long number => number,
            byte number => number,
            ushort number => number,
            uint number => number,
            ulong number => number,
            bool flag => flag ? 1 : 0,
            _ => throw new NotSupportedException($"{typeof(T)} is not a number."),
        };
    }
}
