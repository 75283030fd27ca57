using System.Globalization;

namespace Weir.Benchmarks.Bundle;

/// <summary>
/// A Saver's restore and save of a large checkpoint against bare loops over the same bytes, side by side: reading and CRC32C from the page cache into new
/// memory that is kept, and writing a new file with one flush. Every ratio is the median of those of neighbouring rounds.
/// </summary>
/// <param name="only">A word that the lines wanted have in their titles; null for all.</param>
internal sealed class BundleBenchmarks(string? only)
{
    public void Run()
    {
        Run(50, 1 << 20);
        Run(2000, 1 << 17);
    }

    private void Run(int tensorCount, int elements)
    {
        using LargeBundle bundle = new(tensorCount, elements);
        using SavedGraph graph = new(bundle);
        using BareLoops loops = new(bundle);
        Write($"bundle: {tensorCount} tensors, {bundle.TotalBytes / 1e6:F0} MB, page cache warm, {Environment.ProcessorCount} processors");
        PrintMemory("restore, private memory", bundle.TotalBytes, look => graph.Restore(RestoreMode.Read, look));
        PrintMemory("mapped restore, private memory", 0, look => graph.Restore(RestoreMode.Map, look));
        PrintTime("open and list", () => OpenAndList(bundle));
        PrintTime("mapped restore", graph.MapAgain);
        PrintTime("mapped restore, new session", () => graph.Restore(RestoreMode.Map));
        Compare("restore, loop on one thread", bundle, () => graph.Restore(RestoreMode.Read), () => loops.Read(threads: 1));
        Compare("restore, loop on all threads", bundle, () => graph.Restore(RestoreMode.Read), () => loops.Read(Environment.ProcessorCount));
        Compare("mapped and verified, all threads", bundle, () => graph.Restore(RestoreMode.MapVerified), () => loops.Read(Environment.ProcessorCount));
        Compare("save, on the disk", bundle, graph.Save, loops.Write);
    }

    private void Compare(string title, LargeBundle bundle, Action weir, Action loop)
    {
        if (!IsWanted(title)) return;
        Pairs pairs = Pairs.Of(weir, loop, seconds: 5);
        Write($"{title,-34} | Weir {bundle.TotalBytes / pairs.Ours / 1e9:F2} GB/s | loop {bundle.TotalBytes / pairs.Theirs / 1e9:F2} GB/s | speed relative to the loop: {pairs.Speed:F2}");
    }

    private void PrintTime(string title, Action action)
    {
        if (IsWanted(title)) Write($"{title,-34} | {SideBySide.Medians(new Contestant("Weir", action))[0] * 1e3:F2} ms");
    }

    private void PrintMemory(string title, long expected, Action<Action> action)
    {
        if (!IsWanted(title)) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive); // What the heap gives back meanwhile would hide what is taken.
        using PrivateMemory memory = new();
        action(memory.Look);
        Write($"{title,-34} | {(memory.Grown() - expected) / 1048576.0:F1} MiB above the {expected / 1048576.0:F0} MiB of the tensors");
    }

    private bool IsWanted(string title) => only is null || title.Contains(only, StringComparison.Ordinal);

    private static void OpenAndList(LargeBundle bundle)
    {
        using CheckpointReader reader = CheckpointReader.Open(bundle.Prefix);
        if (reader.Entries.Count != bundle.TensorCount) throw new InvalidOperationException("Tensors are missing.");
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
