using Weir.Simd;

namespace Weir.Benchmarks.Kernels;

/// <summary>The permutations that models use, against ONNX Runtime.</summary>
internal static class TransposeBenchmarks
{
    private static readonly (long[] Shape, int[] Permutation)[] Cases =
    [
        ([1024, 768], [1, 0]),              // a matrix
        ([64, 64], [1, 0]),
        ([1000, 3], [1, 0]),
        ([8, 128, 12, 64], [0, 2, 1, 3]),   // heads of attention apart
        ([8, 12, 128, 64], [0, 1, 3, 2]),   // keys
        ([8, 56, 56, 64], [0, 3, 1, 2]),    // channels first
        ([8, 64, 56, 56], [0, 2, 3, 1]),    // and last again
        ([1, 224, 224, 3], [0, 3, 1, 2]),
        ([1, 3, 224, 224], [0, 2, 3, 1]),
        ([32, 50, 128], [1, 0, 2]),         // time first
    ];

    public static void Run(int threads)
    {
        foreach ((long[] shape, int[] permutation) in Cases)
        {
            int length = (int)shape.Aggregate((a, b) => a * b);
            float[] values = NativeArray.Random(length, 1, 1);
            using NativeArray x = new(values), y = new(length);
            using OneNodeModel model = new(
                "Transpose", [(shape, values, false)], [.. permutation.Select(d => shape[d])], threads, [("perm", [.. permutation.Select(d => (long)d)])]);
            TransposePlan plan = TransposePlan.Create(shape, permutation);
            SideBySide.Print(
                $"transpose [{string.Join(',', shape)}] {string.Concat(permutation)}",
                0,
                new("weir", () => Transpose.Run<float>(plan, x.Span, y.Span)),
                new("ort", model.Run));
        }
    }
}
