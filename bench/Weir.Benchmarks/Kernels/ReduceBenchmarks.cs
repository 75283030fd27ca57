using Weir.Simd;

namespace Weir.Benchmarks.Kernels;

/// <summary>Sums, means and maxima over inner, outer and middle dimensions, against ONNX Runtime.</summary>
internal static class ReduceBenchmarks
{
    private static readonly (long[] Shape, int[] Axes)[] Cases =
    [
        ([128, 1000], [1]), ([128, 1000], [0]), ([1000, 1024], [1]), ([1000, 1024], [0]), ([1000, 1024], [0, 1]), ([8, 49, 1280], [1]), ([1, 7, 7, 2048], [1, 2]), ([32, 7, 7, 2048], [1, 2]), ([4096, 16], [1]),
    ];

    public static void Run(int threads)
    {
        foreach ((long[] shape, int[] axes) in Cases)
        {
            bool[] reduced = [.. Enumerable.Range(0, shape.Length).Select(d => axes.Contains(d))];
            ReducePlan plan = ReducePlan.Create(shape, reduced);
            float[] values = NativeArray.Random((int)(plan.Outputs * plan.Reduced), 1, 1);
            using NativeArray x = new(values), y = new((int)plan.Outputs);
            Compare("Sum", () => Reduce.Run<float, SumOf>(plan, x.Span, y.Span));
            Compare("Mean", () => Reduce.Mean<float>(plan, x.Span, y.Span));
            Compare("Max", () => Reduce.Run<float, MaximumOf>(plan, x.Span, y.Span));

            void Compare(string name, Action run)
            {
                long[] kept = [.. shape.Where((_, d) => !axes.Contains(d))];
                using OneNodeModel model = new(
                    "Reduce" + name, [(shape, values, false)], kept, threads, [("axes", [.. axes.Select(axis => (long)axis)])], [("keepdims", 0)], opset: 11);
                SideBySide.Print($"{name} [{string.Join(',', shape)}] over {string.Join(',', axes)}", 0, new("weir", run), new("ort", model.Run));
            }
        }
    }
}
