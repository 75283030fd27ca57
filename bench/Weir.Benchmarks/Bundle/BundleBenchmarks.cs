using System.Globalization;

namespace Weir.Benchmarks.Bundle;

/// <summary>
/// A Saver's restore and save of a large checkpoint against bare loops over the same bytes, side by side: reading and CRC32C from the page cache into new
/// memory that is kept, and writing a new file with one flush. Every line is the median of the ratios of neighbouring rounds.
/// </summary>
internal static class BundleBenchmarks
{
    public static void Run()
    {
        Run(50, 1 << 20);
        Run(2000, 1 << 17);
    }

    private static void Run(int tensorCount, int elements)
    {
        using LargeBundle bundle = new(tensorCount, elements);
        using SavedGraph graph = new(bundle);
        using BareLoops loops = new(bundle);
        Print($"bundle: {tensorCount} tensors, {bundle.TotalBytes / 1e6:F0} MB, page cache warm, {Environment.ProcessorCount} processors");
        Print($"{"open and list",-36} | {SideBySide.Medians(new Contestant("Weir", () => OpenAndList(bundle)))[0] * 1e3:F2} ms");
        PrintMemory("restore", bundle.TotalBytes, () => graph.Restore(RestoreMode.Read));
        PrintMemory("mapped restore", 0, () => graph.Restore(RestoreMode.Map));
        Compare("restore, loop on one thread", bundle, () => graph.Restore(RestoreMode.Read), () => loops.Read(threads: 1));
        Compare("restore, loop on all threads", bundle, () => graph.Restore(RestoreMode.Read), () => loops.Read(Environment.ProcessorCount));
        Compare("mapped and verified, all threads", bundle, () => graph.Restore(RestoreMode.MapVerified), () => loops.Read(Environment.ProcessorCount));
        Print($"{"mapped restore",-36} | {SideBySide.Medians(new Contestant("Weir", () => graph.Restore(RestoreMode.Map)))[0] * 1e3:F2} ms");
        Compare("save, on the disk", bundle, graph.Save, loops.Write);
    }

    private static void Compare(string title, LargeBundle bundle, Action weir, Action loop)
    {
        Pairs pairs = Pairs.Of(weir, loop, seconds: 5);
        Print($"{title,-36} | Weir {bundle.TotalBytes / pairs.Ours / 1e9:F2} GB/s | loop {bundle.TotalBytes / pairs.Theirs / 1e9:F2} GB/s | speed relative to the loop: {pairs.Speed:F2}");
    }

    private static void PrintMemory(string title, long expected, Action action)
    {
        using PrivateMemory memory = new();
        action();
        Print($"{title + ", private memory",-36} | at most {(memory.Grown() - expected) / 1048576.0:F1} MiB above the {expected / 1048576.0:F0} MiB restored");
    }

    private static void OpenAndList(LargeBundle bundle)
    {
        using CheckpointReader reader = CheckpointReader.Open(bundle.Prefix);
        if (reader.Entries.Count != bundle.TensorCount) throw new InvalidOperationException("Tensors are missing.");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
