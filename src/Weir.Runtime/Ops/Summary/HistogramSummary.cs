using System.Text;
using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>A summary with a histogram of values, in buckets whose limits grow by a tenth.</summary>
/// <remarks>Source: summary_op.cc, histogram.cc.</remarks>
internal sealed class HistogramSummary : Op
{
    private static readonly double[] Limits = MakeLimits();

    public override OpDefinition Definition { get; } = "HistogramSummary(tag: string, values: T) -> summary: string; T: {float, double, int32, uint8, int16, int8, "
        + "int64, bfloat16, uint16, half, uint32, uint64} = float";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Reals, new Maker(r.NodeName));

    private static double[] MakeLimits()
    {
        List<double> positive = [];
        for (double limit = 1e-12; limit < 1e20; limit *= 1.1) positive.Add(limit);
        positive.Add(double.MaxValue);
        return [.. positive.Select(limit => -limit).Reverse(), 0, .. positive];
    }

    private static HistogramProto Count<T>(ReadOnlySpan<T> values, string node)
        where T : unmanaged
    {
        HistogramProto histogram = new() { Min = double.MaxValue, Max = double.MinValue };
        double[] counts = new double[Limits.Length];
        foreach (T value in values)
        {
            double number = RealNumber.ToDouble(value);
            if (double.IsNaN(number)) throw new TfException(StatusCode.InvalidArgument, $"Nan in summary histogram for: {node}");
            if (double.IsInfinity(number)) throw new TfException(StatusCode.InvalidArgument, $"Infinity in summary histogram for: {node}");
            counts[Math.Min(UpperBound(number), counts.Length - 1)]++;
            (histogram.Min, histogram.Max) = (Math.Min(histogram.Min, number), Math.Max(histogram.Max, number));
            histogram.Num++;
            histogram.Sum += number;
            histogram.SumSquares += number * number;
        }

        // Neighbouring buckets without a value are one.
        for (int i = 0; i < counts.Length; i++)
        {
            while (counts[i] == 0 && i + 1 < counts.Length && counts[i + 1] == 0) i++;
            histogram.BucketLimit.Add(Limits[i]);
            histogram.Bucket.Add(counts[i]);
        }

        return histogram;
    }

    /// <summary>The first bucket whose limit is above a value.</summary>
    private static int UpperBound(double value)
    {
        int at = Array.BinarySearch(Limits, value);
        return at >= 0 ? at + 1 : ~at;
    }

    private readonly struct Maker(string node) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Write<T>(node);
    }

    private sealed class Write<T>(string node) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, "tags must be scalar");
            Summary summary = new();
            summary.Value.Add(new Summary.Types.Value { Tag = Encoding.UTF8.GetString(s.Input(0).Strings[0]), Histo = Count<T>(s.Input(1).Elements<T>(), node) });
            s.Output(0).Strings[0] = summary.ToByteArray();
        }
    }
}
