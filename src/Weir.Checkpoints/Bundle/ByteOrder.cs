using System.Buffers.Binary;

namespace Weir.Bundles;

/// <summary>Turns the numbers of a big-endian bundle round, in place.</summary>
internal static unsafe class ByteOrder
{
    private const int ChunkBytes = 1 << 20;

    /// <param name="dtype">A plain dtype; the parts of complex numbers are turned one by one.</param>
    /// <param name="data">The elements.</param>
    /// <param name="length">Their bytes.</param>
    public static void Swap(DType dtype, byte* data, long length)
    {
        int width = dtype.IsComplex() ? dtype.ElementSize() / 2 : dtype.ElementSize();
        for (long done = 0; done < length; done += ChunkBytes) Swap(width, data + done, (int)Math.Min(ChunkBytes, length - done));
    }

    private static void Swap(int width, byte* data, int length)
    {
        switch (width)
        {
            case sizeof(ushort):
                Span<ushort> halves = new(data, length / sizeof(ushort));
                BinaryPrimitives.ReverseEndianness(halves, halves);
                break;
            case sizeof(uint):
                Span<uint> words = new(data, length / sizeof(uint));
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case sizeof(ulong):
                Span<ulong> longs = new(data, length / sizeof(ulong));
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
