using Google.Protobuf;

namespace Weir.Codec;

/// <summary>The <c>tensor_content</c> of a TensorProto: raw little-endian elements; for strings all lengths as varints, then all bytes.</summary>
internal static class TensorContent
{
    /// <summary>Refuses content that can not fill the shape, before any memory is asked for. Empty content is none.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT.</exception>
    public static void RequireLength(ByteString content, DType dtype, Shape shape)
    {
        long count = shape.ElementCount;
        if (content.IsEmpty || count == 0) return;
        if (dtype == DType.String)
        {
            if (count > content.Length) throw Refused(dtype, shape, $"at least {count} bytes", content.Length);
            return;
        }

        UInt128 needed = (UInt128)(ulong)count * (uint)dtype.ElementSize();
        if (needed != (uint)content.Length) throw Refused(dtype, shape, $"{needed} bytes", content.Length);
    }

    /// <summary>Fills a tensor; the length is already known to fit.</summary>
    public static void Read(ByteString content, Tensor tensor)
    {
        if (tensor.DType == DType.String)
        {
            ReadStrings(content.Span, tensor);
            return;
        }

        Span<byte> bytes = tensor.Bytes;
        content.Span.CopyTo(bytes);
        if (tensor.DType == DType.Bool) Normalize(bytes);
    }

    /// <summary>The content that describes a tensor with at least one element.</summary>
    public static ByteString Write(Tensor tensor)
    {
        if (tensor.DType != DType.String) return ByteString.CopyFrom(tensor.Bytes);
        byte[][] strings = tensor.Strings;
        long size = 0;
        foreach (byte[] element in strings) size += CodedOutputStream.ComputeLengthSize(element.Length) + (long)element.Length;
        if (size > Array.MaxLength)
        {
            throw new TfException(StatusCode.InvalidArgument, $"A TensorProto holds less than 2 GiB; these strings of shape {tensor.Shape} take {size} bytes.");
        }

        byte[] content = new byte[size];
        using CodedOutputStream output = new(content);
        foreach (byte[] element in strings) output.WriteLength(element.Length);
        int position = (int)output.Position;
        foreach (byte[] element in strings)
        {
            element.CopyTo(content, position);
            position += element.Length;
        }

        return UnsafeByteOperations.UnsafeWrap(content);
    }

    private static void ReadStrings(ReadOnlySpan<byte> content, Tensor tensor)
    {
        byte[][] strings = tensor.Strings;
        int[] lengths = new int[strings.Length];
        int position = 0;
        long total = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (!TryReadVarint(content, ref position, out uint length)) throw Refused(tensor.DType, tensor.Shape, "a length for each string", content.Length);
            total += length;
            lengths[i] = unchecked((int)length);
        }

        if (total != content.Length - position)
        {
            throw Refused(tensor.DType, tensor.Shape, $"{total} bytes of strings after {position} bytes of lengths", content.Length);
        }

        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = content.Slice(position, lengths[i]).ToArray();
            position += lengths[i];
        }
    }

    private static bool TryReadVarint(ReadOnlySpan<byte> content, ref int position, out uint value)
    {
        value = 0;
        for (int shift = 0; shift < 35 && position < content.Length; shift += 7)
        {
            byte next = content[position++];
            value |= (uint)(next & 0x7f) << shift;
            if (next < 0x80) return true;
        }

        return false;
    }

    /// <summary>Makes every byte 0 or 1: .NET code may take a bool of another value for neither true nor false.</summary>
    private static void Normalize(Span<byte> bytes)
    {
        if (!bytes.ContainsAnyExceptInRange((byte)0, (byte)1)) return;
        foreach (ref byte element in bytes) element = element == 0 ? (byte)0 : (byte)1;
    }

    private static TfException Refused(DType dtype, Shape shape, string expected, int found) =>
        TensorProtoCodec.Refused($"tensor_content of a {dtype.TfName()} tensor of shape {shape} must have {expected}, found {found} in all");
}
