using System.Globalization;
using Weir.Benchmarks.Kernels;
using Weir.Simd;

namespace Weir.Benchmarks.Load;

/// <summary>A run of 1,000 small nodes of several kinds, none of which a plan can join to another, against the same kernels called from a plain loop.</summary>
internal static class MixedNodes
{
    private const int Blocks = 1000 / 6;
    private const int Rows = 8;
    private const int Columns = 16;

    /// <summary>How often all is measured: where a session's memory lies, and what else the machine does, changes the ratio by a tenth.</summary>
    private const int Sessions = 9;

    public static void Run()
    {
        float[] start = NativeArray.Random(Rows * Columns, 1, 1), weights = NativeArray.Random(Columns * Columns, 1, 2);
        using Plain plain = new(start, weights);
        WorkPool.MaxDegree = 1;
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, [Rows, Columns]), y = x, w = graph.Constant(Of(weights, Columns, Columns)), turn = graph.Constant(Tensor.From(1, 0)), last = graph.Constant(Tensor.From(1));
        for (int i = 0; i < Blocks; i++)
        {
            Output turned = graph.AddOperation("Transpose", [graph.MatMul(y, w), turn])[0];
            Output back = graph.AddOperation("Transpose", [graph.Softmax(turned), turn])[0];
            y = back - graph.AddOperation("Max", [back, last], new Dictionary<string, object> { ["keep_dims"] = true })[0];
        }

        using Tensor fed = Of(start, Rows, Columns);
        List<double> ratios = [];
        SideBySide.WarmUpSeconds = 3;
        for (int i = 0; i < Sessions; i++)
        {
            using Session session = new(graph);
            Callable callable = session.MakeCallable([x], [y]);
            Tensor[] feeds = [fed], fetches = new Tensor[1];
            callable.Run(feeds, fetches);
            plain.Run();
            RequireSame(fetches[0].ToArray<float>(), plain.Result);
            fetches[0].Dispose();
            double[] seconds = SideBySide.Medians(new("a plain loop over their kernels", plain.Run), new("plan", () => Run(callable, feeds, fetches)));
            ratios.Add(seconds[1] / seconds[0]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Blocks * 6} small nodes of 5 kinds | a plain loop over their kernels {seconds[0] * 1e6:F0} us | plan {seconds[1] * 1e6:F0} us (x{ratios[^1]:F2})"));
            SideBySide.WarmUpSeconds = 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median of {Sessions} sessions: x{Pairs.Median(ratios):F2}"));
    }

    private static void Run(Callable callable, Tensor[] feeds, Tensor[] fetches)
    {
        callable.Run(feeds, fetches);
        fetches[0].Dispose();
    }

    private static void RequireSame(float[] got, ReadOnlySpan<float> expected)
    {
        for (int i = 0; i < got.Length; i++)
        {
            if (Math.Abs(got[i] - expected[i]) > 1e-6) throw new InvalidOperationException($"Element {i} is {got[i]} in the plan and {expected[i]} in the loop.");
        }
    }

    private static Tensor Of(float[] values, params long[] shape) => Tensor.Create<float>(Shape.Of(shape), span => values.CopyTo(span));

    /// <summary>The loop, with all that shapes say made before.</summary>
    private sealed class Plain : IDisposable
    {
        private static readonly GemmShape Product = new(Rows, Columns, Columns);

        private readonly NativeArray input, product = new(Rows * Columns), turned = new(Rows * Columns), soft = new(Rows * Columns), back = new(Rows * Columns), most = new(Rows), result = new(Rows * Columns);
        private readonly PackedMatrix weights;
        private readonly TransposePlan turn = TransposePlan.Create([Rows, Columns], [1, 0]), turnBack = TransposePlan.Create([Columns, Rows], [1, 0]);
        private readonly ReducePlan maxima = ReducePlan.Create([Rows, Columns], [false, true]);
        private readonly BroadcastPlan broadcast;

        public Plain(float[] start, float[] weights)
        {
            input = new NativeArray(start);
            this.weights = PackedMatrix.Create<float>(Product, weights);
            BroadcastPlan.TryCreate([Rows, Columns], [Rows, 1], out broadcast);
        }

        public ReadOnlySpan<float> Result => result.Span;

        public void Run()
        {
            for (int i = 0; i < Blocks; i++)
            {
                Gemm.Run(Product, i == 0 ? input.Span : result.Span, weights, product.Span);
                Transpose.Run<float>(turn, product.Span, turned.Span);
                Softmax.Run<float>(turned.Span, soft.Span, Rows, logarithm: false);
                Transpose.Run<float>(turnBack, soft.Span, back.Span);
                Reduce.Run<float, MaximumOf>(maxima, back.Span, most.Span);
                Elementwise.Binary<float, Subtract>(broadcast, back.Span, most.Span, result.Span);
            }
        }

        public void Dispose()
        {
            foreach (NativeArray array in new[] { input, product, turned, soft, back, most, result }) array.Dispose();
            weights.Dispose();
        }
    }
}
