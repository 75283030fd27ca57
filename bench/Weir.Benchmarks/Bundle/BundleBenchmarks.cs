using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Benchmarks.Bundle;

/// <summary>
/// Reading a checkpoint against a bare loop that reads the same bytes and computes their CRC32C, the files being in the page cache.
/// Once into memory that is used again, and once into new memory that is kept, as a restore does: there the machine's first touch
/// of each page counts for both.
/// </summary>
internal static unsafe class BundleBenchmarks
{
    private const int LoopBytes = 1 << 20;

    public static void Run()
    {
        Run(50, 1 << 20);
        Run(2000, 1 << 17);
    }

    private static void Run(int tensorCount, int elements)
    {
        using LargeBundle bundle = new(tensorCount, elements);
        byte[] buffer = new byte[LoopBytes];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bundle: {tensorCount} tensors, {bundle.TotalBytes / 1e6:F0} MB, page cache warm"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"open and list",-20} | {SideBySide.Medians(new Contestant("Weir", () => OpenAndList(bundle)))[0] * 1e3:F2} ms"));
        Print("memory used again", bundle, new Contestant("Weir", () => ReadAndDispose(bundle)), new Contestant("bare loop", () => Loop(bundle, buffer)));
        Print("new memory, kept", bundle, new Contestant("Weir", () => ReadAndKeep(bundle)), new Contestant("bare loop", () => LoopAndKeep(bundle)));
        Print("written, on the disk", bundle, new Contestant("Weir", () => bundle.Write(bundle.Prefix + "-written")), new Contestant("bare loop", () => WriteLoop(bundle)));
    }

    private static void Print(string title, LargeBundle bundle, Contestant weir, Contestant loop)
    {
        double[] seconds = SideBySide.Medians(weir, loop);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{title,-20} | {weir.Name} {bundle.TotalBytes / seconds[0] / 1e9:F2} GB/s | {loop.Name} {bundle.TotalBytes / seconds[1] / 1e9:F2} GB/s | speed relative to the loop: {seconds[1] / seconds[0]:F2}"));
    }

    private static void OpenAndList(LargeBundle bundle)
    {
        using CheckpointReader reader = CheckpointReader.Open(bundle.Prefix);
        if (reader.Entries.Count != bundle.Tensors.Length) throw new InvalidOperationException("Tensors are missing.");
    }

    /// <summary>The same bytes written and brought to the disk, without checksums or names.</summary>
    private static void WriteLoop(LargeBundle bundle)
    {
        using SafeFileHandle file = File.OpenHandle(bundle.Prefix + "-loop", FileMode.Create, FileAccess.Write);
        long at = 0;
        foreach (Tensor tensor in bundle.Tensors)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(tensor.AsSpan<float>());
            RandomAccess.Write(file, bytes, at);
            at += bytes.Length;
        }

        RandomAccess.FlushToDisk(file);
    }

    private static void ReadAndDispose(LargeBundle bundle)
    {
        using CheckpointReader reader = CheckpointReader.Open(bundle.Prefix);
        foreach (CheckpointEntry entry in reader.Entries) reader.Read(entry.Name).Dispose();
    }

    private static void ReadAndKeep(LargeBundle bundle)
    {
        using CheckpointReader reader = CheckpointReader.Open(bundle.Prefix);
        Tensor[] tensors = [.. reader.Entries.Select(entry => reader.Read(entry.Name))];
        foreach (Tensor tensor in tensors) tensor.Dispose();
    }

    private static void Loop(LargeBundle bundle, byte[] buffer)
    {
        using SafeFileHandle file = File.OpenHandle(bundle.DataPath);
        uint checksum = 0;
        for (long done = 0; done < bundle.TotalBytes;)
        {
            int count = RandomAccess.Read(file, buffer, done);
            checksum = Crc32C.Append(checksum, buffer.AsSpan(0, count));
            done += count;
        }

        GC.KeepAlive(checksum);
    }

    private static void LoopAndKeep(LargeBundle bundle)
    {
        using SafeFileHandle file = File.OpenHandle(bundle.DataPath);
        int tensorBytes = (int)bundle.Tensors[0].ByteCount;
        int piece = Math.Min(LoopBytes, tensorBytes);
        nint[] blocks = new nint[bundle.Tensors.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = (nint)NativeMemory.AlignedAlloc((nuint)tensorBytes, 64);
            for (int done = 0; done < tensorBytes; done += piece)
            {
                Span<byte> chunk = new((byte*)blocks[i] + done, piece);
                int count = RandomAccess.Read(file, chunk, ((long)i * tensorBytes) + done);
                if (count != piece) throw new InvalidOperationException("The file is cut off.");
                GC.KeepAlive(Crc32C.Compute(chunk));
            }
        }

        foreach (nint block in blocks) NativeMemory.AlignedFree((void*)block);
    }
}
