using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Codec.NumPy;

/// <summary>Reads the elements of an .npy file into a tensor.</summary>
/// <param name="stream">At the first byte of the file.</param>
/// <param name="available">A bound on the bytes that the stream still has: nothing larger is asked for.</param>
/// <param name="maxBytes">The most bytes a tensor may take.</param>
internal sealed unsafe class NpyReader(Stream stream, long available, long maxBytes)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Elements without bytes cost the file nothing, so that their number needs a bound of its own.</summary>
    private const long MaxEmptyElements = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public Tensor Read() => Read(NpyHeader.Read(stream));

    /// <summary>Reads the elements that a header describes, from where the stream stands.</summary>
    public Tensor Read(NpyHeader header)
    {
        if (header.Descr.IsObject) throw NpyDescr.Unsupported("object arrays: their elements are pickled");
        Shape shape = ShapeOf(header);
        NpyDescr descr = header.Descr;
        UInt128 bytes = (UInt128)(ulong)shape.ElementCount * (uint)descr.ItemSize;
        if (bytes > (ulong)available)
        {
            throw NpyDescr.Refused($"an array of shape {shape} needs {bytes} bytes of data, the file has at most {available}");
        }

        if (descr.ItemSize == 0 && shape.ElementCount > MaxEmptyElements) throw NpyDescr.Refused($"{shape.ElementCount} elements without bytes");
        Tensor tensor = Tensor.Allocate(descr.DType, shape, maxBytes);
        try
        {
            if (descr.DType == DType.String) ReadStrings(tensor, header);
            else ReadPlain(tensor, header);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private Shape ShapeOf(NpyHeader header)
    {
        long[] sizes = (long[])header.Sizes.Clone();
        int open = Array.IndexOf(sizes, -1);
        if (open >= 0)
        {
            if (header.Descr.ItemSize == 0 || !stream.CanSeek) throw NpyDescr.Refused("shape has a negative size");
            sizes[open] = (stream.Length - stream.Position) / header.Descr.ItemSize;
        }

        return Shape.Of(sizes);
    }

    private void ReadPlain(Tensor tensor, NpyHeader header)
    {
        int size = tensor.DType.ElementSize();
        long total = tensor.ByteCount;
        for (long done = 0; done < total;)
        {
            Span<byte> block = new(tensor.Data + done, (int)Math.Min(BlockBytes, total - done));
            ReadExactly(block, done, total);
            done += block.Length;
        }

        if (header.Descr.IsBigEndian) Swap(tensor, tensor.DType.IsComplex() ? size / 2 : size);
        if (tensor.DType == DType.Bool)
        {
            foreach (ref byte element in tensor.Bytes) element = element == 0 ? (byte)0 : (byte)1;
        }

        if (!header.FortranOrder || tensor.Shape.Rank < 2) return;
        using Tensor columns = Tensor.Allocate(tensor.DType, tensor.Shape, maxBytes);
        NativeMemory.Copy(tensor.Data, columns.Data, (nuint)total);
        long target = 0;
        foreach (long source in FortranOffsets(tensor.Shape))
        {
            new ReadOnlySpan<byte>(columns.Data + (source * size), size).CopyTo(new Span<byte>(tensor.Data + (target++ * size), size));
        }
    }

    private void ReadStrings(Tensor tensor, NpyHeader header)
    {
        byte[][] strings = tensor.Strings;
        byte[] item = new byte[header.Descr.ItemSize];
        for (int i = 0; i < strings.Length; i++)
        {
            ReadExactly(item, (long)i * item.Length, (long)strings.Length * item.Length);
            strings[i] = header.Descr.IsUnicode ? FromCodePoints(item, header.Descr.IsBigEndian) : item.AsSpan().TrimEnd((byte)0).ToArray();
        }

        if (!header.FortranOrder || tensor.Shape.Rank < 2) return;
        byte[][] columns = (byte[][])strings.Clone();
        int target = 0;
        foreach (long source in FortranOffsets(tensor.Shape)) strings[target++] = columns[source];
    }

    private void ReadExactly(Span<byte> block, long before, long total)
    {
        int got = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        if (got < block.Length) throw NpyDescr.Refused($"EOF: reading array data, expected {total} bytes got {before + got}");
    }

    private static byte[] FromCodePoints(ReadOnlySpan<byte> item, bool isBigEndian)
    {
        StringBuilder text = new(item.Length / 4);
        int end = 0;
        for (int i = 0; i < item.Length; i += 4)
        {
            uint point = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(item[i..]) : BinaryPrimitives.ReadUInt32LittleEndian(item[i..]);
            if (!Rune.IsValid(point)) throw NpyDescr.Refused($"the character U+{point:X} can not be written as UTF-8");
            text.Append(new Rune(point).ToString());
            if (point != 0) end = text.Length;
        }

        return StrictUtf8.GetBytes(text.ToString(0, end));
    }

    private static void Swap(Tensor tensor, int size)
    {
        Span<byte> bytes = tensor.Bytes;
        if (size == 2) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (size == 4) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
        else if (size == 8) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
    }

    /// <summary>For each element in row-major order its place in column-major order.</summary>
    private static IEnumerable<long> FortranOffsets(Shape shape)
    {
        long[] sizes = shape.Dimensions.ToArray();
        long[] strides = new long[sizes.Length];
        long[] index = new long[sizes.Length];
        long stride = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            strides[i] = stride;
            stride *= sizes[i];
        }

        long offset = 0;
        for (long i = 0; i < stride; i++)
        {
            yield return offset;
            for (int d = sizes.Length - 1; d >= 0; d--)
            {
                offset += strides[d];
                if (++index[d] < sizes[d]) break;
                offset -= strides[d] * sizes[d];
                index[d] = 0;
            }
        }
    }
}
