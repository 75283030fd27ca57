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
        using LargeBundle bundle = new();
        byte[] buffer = new byte[LoopBytes];
        Console.WriteLine($"bundle: {LargeBundle.TensorCount} tensors, {LargeBundle.TotalBytes / 1e6:F0} MB, page cache warm");
        Print("memory used again", new Contestant("Weir", () => ReadAndDispose(bundle)), new Contestant("bare loop", () => Loop(bundle, buffer)));
        Print("new memory, kept", new Contestant("Weir", () => ReadAndKeep(bundle)), new Contestant("bare loop", () => LoopAndKeep(bundle)));
    }

    private static void Print(string title, Contestant weir, Contestant loop)
    {
        double[] seconds = SideBySide.Medians(weir, loop);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{title,-20} | {weir.Name} {Speed(seconds[0]):F2} GB/s | {loop.Name} {Speed(seconds[1]):F2} GB/s | speed relative to the loop: {seconds[1] / seconds[0]:F2}"));
    }

    private static double Speed(double seconds) => LargeBundle.TotalBytes / seconds / 1e9;

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
        for (long done = 0; done < LargeBundle.TotalBytes;)
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
        nint[] blocks = new nint[LargeBundle.TensorCount];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = (nint)NativeMemory.AlignedAlloc(LargeBundle.TensorBytes, 64);
            for (int done = 0; done < LargeBundle.TensorBytes; done += LoopBytes)
            {
                Span<byte> chunk = new((byte*)blocks[i] + done, LoopBytes);
                int count = RandomAccess.Read(file, chunk, ((long)i * LargeBundle.TensorBytes) + done);
                if (count != LoopBytes) throw new InvalidOperationException("The file is cut off.");
                GC.KeepAlive(Crc32C.Compute(chunk));
            }
        }

        foreach (nint block in blocks) NativeMemory.AlignedFree((void*)block);
    }
}
