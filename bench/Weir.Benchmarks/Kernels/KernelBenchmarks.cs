using System.Globalization;
using System.Runtime.Intrinsics;

using Weir.Simd;

namespace Weir.Benchmarks.Kernels;

/// <summary>Kernels against ONNX Runtime (one-node models on fixed buffers) and TensorPrimitives.</summary>
internal static class KernelBenchmarks
{
    public static void Run(string[] args)
    {
        int[] threads = [.. args.Where(a => a.StartsWith("--threads=", StringComparison.Ordinal))
            .Select(a => int.Parse(a["--threads=".Length..], CultureInfo.InvariantCulture)).DefaultIfEmpty(0)];
        if (threads[0] == 0)
            threads = Environment.ProcessorCount > 1 ? [1, 2] : [1];
        SideBySide.ReadFlags(args);
        string only = args.FirstOrDefault(a => !a.StartsWith('-')) ?? "";
        string width = Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : "128";
        Console.WriteLine($"{Environment.ProcessorCount} processors, {width}-bit vectors; times relative to Weir's in parentheses: above 1 is slower than Weir");
        foreach (int count in threads)
        {
            Console.WriteLine($"-- {count} thread{(count == 1 ? "" : "s")}");
            WorkPool.MaxDegree = count;
            if (only is "" or "gemm")
                GemmBenchmarks.Run(count);
            if (only is "" or "conv")
                ConvBenchmarks.Run(count);
            if (only is "" or "elementwise")
                ElementwiseBenchmarks.Run(count);
            if (only is "" or "norm")
                LayerNormBenchmarks.Run(count);
            if (only is "" or "transpose")
                TransposeBenchmarks.Run(count);
            if (only is "" or "reduce")
                ReduceBenchmarks.Run(count);
            if (only is "" or "pool" && count > 1)
                PoolBenchmarks.Run();
        }
    }
}
