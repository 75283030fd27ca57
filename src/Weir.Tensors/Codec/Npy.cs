using Weir.Codec.NumPy;

namespace Weir;

/// <summary>Reads and writes numpy's .npy files.</summary>
/// <remarks>Versions 1.0 to 3.0, both byte orders, C and Fortran order, numbers, bools and the string types S and U (read as UTF-8).
/// Structured and object arrays, dates and extended precision are refused: a pickle is never run. Thread-safe.</remarks>
public static class Npy
{
    private const int BlockBytes = 1 << 30;

    /// <summary>Reads one array; what follows it in the stream is not looked at.</summary>
    /// <param name="stream">At the first byte of the file. One that can not seek is first read to its end.</param>
    /// <param name="maxBytes">The most bytes the elements may take; the default is that of <see cref="ModelLimits"/>.</param>
    /// <returns>A tensor that the caller disposes.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: not a whole .npy file. UNIMPLEMENTED: elements that no tensor can hold.</exception>
    public static Tensor Read(Stream stream, long? maxBytes = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long limit = maxBytes ?? ModelLimits.Default.MaxTensorBytes;
        if (stream.CanSeek) return new NpyReader(stream, stream.Length - stream.Position, limit).Read();
        using MemoryStream copy = new();
        byte[] block = new byte[1 << 16];
        for (int got; (got = stream.Read(block)) > 0;)
        {
            copy.Write(block, 0, got);
            if (copy.Length > Math.Min(limit, Array.MaxLength / 2)) throw NpyDescr.Refused($"a stream that can not seek has more than {copy.Length} bytes");
        }

        copy.Position = 0;
        return new NpyReader(copy, copy.Length, limit).Read();
    }

    /// <summary>Writes a tensor byte for byte as <c>numpy.save</c> writes what TensorFlow returns.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensor">Strings become a pickled array of Python bytes objects, or numpy's type S for a scalar, as with numpy.</param>
    /// <exception cref="TfException">UNIMPLEMENTED: resources, variants and types of less than a byte's width.</exception>
    public static unsafe void Write(Stream stream, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.DType == DType.String)
        {
            WriteStrings(stream, tensor);
            return;
        }

        stream.Write(NpyHeader.Write(NpyDescr.NameOf(tensor.DType), tensor.Shape));
        for (long done = 0; done < tensor.ByteCount;)
        {
            int block = (int)Math.Min(BlockBytes, tensor.ByteCount - done);
            stream.Write(new ReadOnlySpan<byte>(tensor.Data + done, block));
            done += block;
        }

        GC.KeepAlive(tensor);
    }

    private static void WriteStrings(Stream stream, Tensor tensor)
    {
        if (tensor.Shape.Rank > 0)
        {
            stream.Write(NpyHeader.Write("'|O'", tensor.Shape));
            new ObjectArrayPickle(stream).Write(tensor);
            return;
        }

        byte[] element = tensor.Strings[0];
        stream.Write(NpyHeader.Write($"'|S{Math.Max(element.Length, 1)}'", tensor.Shape));
        stream.Write(element.Length == 0 ? [0] : element);
    }
}
