using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>For each row the nearest one that never rises: neighbours that do rise are pooled to their mean. Tells the pools too.</summary>
/// <remarks>Source: isotonic_regression_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class IsotonicRegression : Op
{
    public override OpDefinition Definition { get; } = "IsotonicRegression(input: T) -> output: output_dtype, segments: int32; "
        + "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}; output_dtype: {half, bfloat16, float, double} = float";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRank(0, 2);
        c.Output(0, x);
        c.Output(1, x);
    }

    public override void Gradient(GradientContext g)
    {
        if (!ElementTypes.Floats.Contains(g.Input(0).DType.BaseType())) return;
        Graph graph = g.Graph;
        Output gradient = g.Outgoing(0), segments = g.Output(1), sizes = ShapeOp.Build(segments);
        Output columns = GatherV2.Build(sizes, graph.Const(1), 0), rows = GatherV2.Build(sizes, graph.Const(0), 0), flat = graph.Const(Tensor.From(-1));
        Output firsts = ExpandDims.Build(RangeOp.Build(graph.Const(0), rows, graph.Const(1)) * columns, 1);
        Output pools = Reshape.Build(segments + firsts, flat), flowing = Reshape.Build(gradient, flat);
        Output sums = UnsortedSegment.Sum(flowing, pools, rows * columns), counts = UnsortedSegment.Sum(OnesLike.Build(flowing), pools, rows * columns);
        g.Flow(0, Reshape.Build(GatherV2.Build(sums, pools, 0) / GatherV2.Build(counts, pools, 0), sizes));
    }

    public override Kernel CreateKernel(KernelRequest r) => (r.Type("T"), r.Type("output_dtype")) switch
    {
        (DType.Float16, DType.Float16) => new Impl<Half, Half>(),
        (DType.BFloat16, DType.BFloat16) => new Impl<BFloat16, BFloat16>(),
        (DType.Float32, DType.Float32) => new Impl<float, float>(),
        (DType.Float64, DType.Float64) => new Impl<double, double>(),
        (DType.Int8, DType.Float32) => new Impl<sbyte, float>(),
        (DType.Int16, DType.Float32) => new Impl<short, float>(),
        (DType.Int32, DType.Float64) => new Impl<int, double>(),
        (DType.Int64, DType.Float64) => new Impl<long, double>(),
        _ => throw r.NoKernel("T", "output_dtype"),
    };

    private sealed class Impl<T, TResult> : Kernel
        where T : unmanaged
        where TResult : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank == 2, $"input should be a matrix: {x.Shape}");
            Span<TResult> y = s.OutputLike(0, x).Elements<TResult>();
            Span<int> segments = s.OutputLike(1, x).Elements<int>();
            int columns = (int)x.Shape[1];
            if (y.IsEmpty) return;
            s.RequireRoom(columns * (long)(sizeof(double) + sizeof(double) + sizeof(int)));
            double[] sums = ArrayPool<double>.Shared.Rent(columns), means = ArrayPool<double>.Shared.Rent(columns);
            int[] starts = ArrayPool<int>.Shared.Rent(columns);
            for (int at = 0; at < y.Length; at += columns)
            {
                int pools = Pool(x.Elements<T>().Slice(at, columns), sums, means, starts);
                for (int pool = 0; pool < pools; pool++)
                {
                    Range range = new(starts[pool] + at, pool + 1 < pools ? starts[pool + 1] + at : at + columns);
                    y[range].Fill(RealNumber.FromDouble<TResult>(means[pool]));
                    segments[range].Fill(pool);
                }
            }

            ArrayPool<double>.Shared.Return(sums);
            ArrayPool<double>.Shared.Return(means);
            ArrayPool<int>.Shared.Return(starts);
        }

        // Each pool falls below the one before it. Sums and means are rounded to the result's type.
        private static int Pool(ReadOnlySpan<T> x, Span<double> sums, Span<double> means, Span<int> starts)
        {
            int pools = 0;
            for (int i = 0; i < x.Length; i++, pools++)
            {
                (sums[pools], starts[pools]) = (Rounded(RealNumber.ToDouble(x[i])), i);
                means[pools] = sums[pools];
                for (; pools > 0 && means[pools] > means[pools - 1]; pools--)
                {
                    sums[pools - 1] = Rounded(sums[pools - 1] + sums[pools]);
                    means[pools - 1] = Rounded(sums[pools - 1] / Rounded(i + 1 - starts[pools - 1]));
                }
            }

            return pools;
        }

        private static double Rounded(double value) => RealNumber.ToDouble(RealNumber.FromDouble<TResult>(value));
    }
}
