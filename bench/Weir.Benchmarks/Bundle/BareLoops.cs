using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Benchmarks.Bundle;

/// <summary>The least that can be done with the bytes of a bundle: reading them and their CRC32C, writing and flushing them.</summary>
internal sealed unsafe class BareLoops(LargeBundle bundle) : IDisposable
{
    private const int PieceBytes = 256 << 10;

    private readonly CheckpointReader reader = CheckpointReader.Open(bundle.Prefix, RestoreMode.Map);

    /// <summary>Reads all tensors into new memory, which is kept until all are read, each thread its part.</summary>
    public void Read(int threads)
    {
        using SafeFileHandle file = File.OpenHandle(bundle.DataPath);
        nint[] blocks = new nint[bundle.TensorCount];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            for (int i = part; i < blocks.Length; i += threads) blocks[i] = ReadTensor(file, i);
        });
        foreach (nint block in blocks) NativeMemory.AlignedFree((void*)block);
    }

    public void Dispose() => reader.Dispose();

    /// <summary>Writes the same bytes to a new file and brings them to the disk, without checksums or names; then deletes it.</summary>
    public void Write()
    {
        string path = Path.Combine(bundle.Folder, "loop");
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            for (int i = 0; i < bundle.TensorCount; i++) WriteTensor(file, i);
            RandomAccess.FlushToDisk(file);
        }

        File.Delete(path);
    }

    private nint ReadTensor(SafeFileHandle file, int tensor)
    {
        byte* block = (byte*)NativeMemory.AlignedAlloc((nuint)bundle.TensorBytes, 64);
        uint checksum = 0;
        for (int done = 0; done < bundle.TensorBytes; done += PieceBytes)
        {
            Span<byte> piece = new(block + done, Math.Min(PieceBytes, bundle.TensorBytes - done));
            if (RandomAccess.Read(file, piece, ((long)tensor * bundle.TensorBytes) + done) != piece.Length) throw new InvalidOperationException("The file is cut off.");
            checksum = Crc32C.Append(checksum, piece);
        }

        GC.KeepAlive(checksum);
        return (nint)block;
    }

    private void WriteTensor(SafeFileHandle file, int tensor)
    {
        using Tensor mapped = reader.Read(LargeBundle.NameOf(tensor));
        RandomAccess.Write(file, MemoryMarshal.AsBytes(mapped.AsSpan<float>()), (long)tensor * bundle.TensorBytes);
    }
}
