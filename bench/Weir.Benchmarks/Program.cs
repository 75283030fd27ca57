using Weir.Benchmarks.Bundle;
using Weir.Benchmarks.Formats;
using Weir.Benchmarks.Kernels;
using Weir.Benchmarks.Load;
using Weir.Benchmarks.Loops;
using Weir.Benchmarks.Models;

namespace Weir.Benchmarks;

/// <summary>Prints how Weir compares with its peers, side by side in one run.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "server":
                Server.ServerBenchmarks.RunAsync().GetAwaiter().GetResult();
                return 0;
            case Server.ServerBenchmarks.OtherProcess:
                Server.ServerBenchmarks.ServeAsync(args[1]).GetAwaiter().GetResult();
                return 0;
            case "kernels":
                KernelBenchmarks.Run(args[1..]);
                return 0;
            case "import":
                ImportMemory.Run(args.AsSpan(1));
                return 0;
            case "formats":
                FormatBenchmarks.Run();
                return 0;
            case "models":
                ModelBenchmarks.Run(args[1..]);
                return 0;
            case "bundle":
                new BundleBenchmarks(args.ElementAtOrDefault(1)).Run();
                return 0;
            case "loops":
                LoopBenchmarks.Run(args[1..]);
                return 0;
            case "load":
                LoadBenchmarks.Run(args[1..]);
                return 0;
            case "parsing":
                Parsing.ParsingBenchmarks.Run();
                Parsing.PatternBenchmarks.Run();
                return 0;
            default:
                Console.Error.WriteLine("usage: Weir.Benchmarks bundle [memory|mapped|restore|save] | server | formats | import [large] | loops [--best] | load [threads|memory|allocations|nodes|branches|graph] [NAME] [--best] [--cpu] [--runs=N] | parsing | kernels [gemm|conv|elementwise|norm|transpose|reduce|pool] [--threads=N] [--only=weir|ort|tp] [--best] [--cpu] | " + BenchmarkArguments.Usage);
                return 1;
        }
    }
}
