using Weir.Simd;

namespace Weir.Benchmarks.Kernels;

/// <summary>Layer normalization, as one kernel computes what graphs compose of Mean, SquaredDifference, Rsqrt and products, against ONNX Runtime's single operator.</summary>
internal static class LayerNormBenchmarks
{
    public static void Run(int threads)
    {
        foreach ((int rows, int columns) in new[] { (1, 768), (128, 256), (128, 768), (1000, 1024), (4096, 64) })
        {
            float[] values = NativeArray.Random(rows * columns, 5, 1), factors = NativeArray.Random(columns, 1, 2), offsets = NativeArray.Random(columns, 1, 3);
            using NativeArray x = new(values), scale = new(factors), offset = new(offsets), y = new(rows * columns);
            using OneNodeModel model = new(
                "LayerNormalization", [([rows, columns], values, false), ([columns], factors, true), ([columns], offsets, true)], [rows, columns], threads, opset: 17);
            SideBySide.Print(
                $"layer norm [{rows},{columns}]",
                0,
                new("weir", () => LayerNorm.Run(x.Span, default, scale.Span, offset.Span, 1e-5f, y.Span)),
                new("ort", model.Run));
        }
    }
}
