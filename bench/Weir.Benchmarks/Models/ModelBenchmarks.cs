using System.Globalization;
using Weir.Simd;

namespace Weir.Benchmarks.Models;

/// <summary>Whole models against ONNX Runtime's C# API: same threads, same process, in turn; each model has to give TensorFlow's answers first.</summary>
internal static class ModelBenchmarks
{
    public static void Run(string[] args)
    {
        BenchmarkArguments arguments = new(args);
        SideBySide.ReadFlags(args);
        Console.WriteLine($"{Environment.ProcessorCount} processors, {arguments.VectorBits}-bit vectors; speed: ONNX Runtime's time divided by Weir's, above 1 Weir is faster; *: a packed copy of the weights for each layer");
        foreach (BenchModel model in BenchModel.Open(arguments.Names)) Run(model, arguments);
        if (arguments.Names.Count == 0 || arguments.Names.Contains("chain")) NodeChain.Run();
    }

    private static void Run(BenchModel model, BenchmarkArguments arguments)
    {
        try
        {
            if (RecordedCalls.Difference(model) is { } difference)
            {
                Console.WriteLine($"{model.Name,-14} | not timed, for it answers differently: {difference}");
                return;
            }
        }
        catch (TfException e)
        {
            Console.WriteLine($"{model.Name,-14} | not timed: {e.Message.ReplaceLineEndings(" ")}");
            return;
        }

        foreach (int threads in arguments.Threads)
        {
            WorkPool.MaxDegree = threads;
            foreach (int batch in arguments.Batches.Where(batch => batch <= model.MaxBatch)) Run(model, threads, batch, arguments);
        }
    }

    private static void Run(BenchModel model, int threads, int batch, BenchmarkArguments arguments)
    {
        using WeirCaller weir = new(model, batch);
        using OnnxCaller onnx = new(model, batch, threads);
        if (SideBySide.Only.Length > 0)
        {
            SideBySide.WarmUpSeconds = 2;
            SideBySide.Print($"{model.Name}, {threads} threads, batch {batch}", 0, new("weir", weir.Run), new("ort", onnx.Run));
            return;
        }

        Pairs pairs = Pairs.Of(weir.Run, onnx.Run, arguments.Seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{model.Name,-14} | {threads} thread{(threads == 1 ? " " : "s")} | batch {batch,2} | Weir {pairs.Ours * 1e6,10:F1} us, {AllocatedBytes(weir.Run),5} B | ")
            + string.Create(CultureInfo.InvariantCulture, $"ORT {pairs.Theirs * 1e6,10:F1} us, {AllocatedBytes(onnx.Run),5} B | speed {pairs.Speed:F2}"));
        if (arguments.Trace) StepTimes.Print(weir);
    }

    /// <summary>Managed bytes allocated a call on this thread.</summary>
    private static long AllocatedBytes(Action run)
    {
        const int Calls = 20;
        run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < Calls; call++) run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}
