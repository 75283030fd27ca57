using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>How many values fall into each of some equally wide bins of a range; those outside count in the first and the last.</summary>
/// <remarks>Source: histogram_op.cc.</remarks>
internal sealed class HistogramFixedWidth : Op
{
    public override OpDefinition Definition { get; } =
        "HistogramFixedWidth(values: T, value_range: T, nbins: int32) -> out: dtype; T: {int32, int64, float, double}; dtype: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        Shape range = c.WithRank(1, 1);
        c.MergeSizes(range[0], 2);
        c.WithRank(2, 0);
        bool known = c.TryConstant(2, out long[] bins);
        c.Require(!known || bins[0] > 0, $"Requires nbins > 0: {(known ? bins[0] : 0)}");
        c.Output(0, Shape.Of(known ? bins[0] : -1));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("dtype");
        return r.Type("T") switch
        {
            DType.Int32 => new Count<int>(),
            DType.Int64 => new Count<long>(),
            DType.Float32 => new Count<float>(),
            DType.Float64 => new Count<double>(),
            _ => throw r.NoKernel("T"),
        };
    }

    private sealed class Count<T> : Kernel
        where T : unmanaged, INumber<T>
    {
        public override void Run(StepContext s)
        {
            (Tensor values, Tensor range, Tensor bins) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(range.Shape.Rank == 1 && range.ElementCount == 2, "value_range should be a vector of 2 elements.");
            s.Require(bins.Shape.Rank == 0, "nbins should be a scalar.");
            (T low, T high, int count) = (range.Elements<T>()[0], range.Elements<T>()[1], bins.Elements<int>()[0]);
            s.Require(low < high, $"value_range should satisfy value_range[0] < value_range[1], but got '[{low}, {high}]'");
            s.Require(count > 0, $"nbins should be a positive number, but got '{count}'");
            Tensor output = s.Output(0, count);
            output.Clear();
            double step = double.CreateTruncating(high - low) / count;
            bool wide = output.DType == DType.Int64;
            foreach (T value in values.Elements<T>())
            {
                double place = double.CreateTruncating((value > low ? value : low) - low) / step;
                int bin = (int)Math.Clamp(place < count - 1 ? place : count - 1, 0, count - 1);
                if (wide) output.Elements<long>()[bin]++;
                else output.Elements<int>()[bin]++;
            }
        }
    }
}
