using Weir.Simd;

namespace Weir.Benchmarks.Kernels;

/// <summary>Matrix products, with the right-hand matrix fed or constant (packed once).</summary>
internal static class GemmBenchmarks
{
    private static readonly (int M, int N, int K)[] Shapes =
    [
        (128, 128, 128), (256, 256, 256), (512, 512, 512), (1024, 1024, 1024), (128, 768, 768), (128, 3072, 768),
        (1, 1024, 1024), (2, 1024, 1024), (4, 1024, 1024), (8, 1024, 1024), (16, 1024, 1024), (32, 1000, 2048),
        (8, 128, 784), (32, 10, 128), (1, 10, 512), (8, 10, 512), (128, 64, 128), (128, 128, 64),
    ];

    public static void Run(int threads)
    {
        foreach ((int m, int n, int k) in Shapes)
        {
            float[] a = NativeArray.Random(m * k, 1, 1), b = NativeArray.Random(k * n, 1, 2);
            using var ourA = new NativeArray(a);
            using var ourB = new NativeArray(b);
            using var c = new NativeArray(m * n);
            var shape = new GemmShape(m, n, k);
            using PackedMatrix packed = PackedMatrix.Create<float>(shape, ourB.Span);
            using var fed = new OneNodeModel("MatMul", [([m, k], a, false), ([k, n], b, false)], [m, n], threads);
            using var constant = new OneNodeModel("MatMul", [([m, k], a, false), ([k, n], b, true)], [m, n], threads);
            SideBySide.Print(
                $"{m}x{n}x{k}",
                2.0 * m * n * k,
                new("weir", () => Gemm.Run<float>(shape, ourA.Span, ourB.Span, c.Span)),
                new("ort", fed.Run));
            SideBySide.Print(
                $"{m}x{n}x{k} packed",
                2.0 * m * n * k,
                new("weir", () => Gemm.Run<float>(shape, ourA.Span, packed, c.Span)),
                new("ort", constant.Run));
        }
    }
}
