using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Codec.Python;

namespace Weir.Codec.NumPy;

/// <summary>What stands before the elements of an .npy file.</summary>
/// <param name="Descr">The type of the elements.</param>
/// <param name="FortranOrder">Whether the first dimension varies fastest.</param>
/// <param name="Sizes">The sizes; -1 in place of the only one that is not 1: to be worked out from the file's length.</param>
internal sealed partial record NpyHeader(NpyDescr Descr, bool FortranOrder, long[] Sizes)
{
    /// <summary>Headers of arrays take some hundred bytes; what parses Python text should not be given megabytes.</summary>
    private const int MaxBytes = 1 << 16;

    private const int Alignment = 64;

    /// <summary>numpy leaves room for the first size to grow to so many digits, so that a file can be appended to in place.</summary>
    private const int GrowthDigits = 21;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header from its first byte on.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT or UNIMPLEMENTED.</exception>
    public static NpyHeader Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        int got = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (got == 0) throw NpyDescr.Refused("no data left in file");
        if (!prefix[..Math.Min(got, 6)].SequenceEqual(Magic)) throw NpyDescr.Refused("the file does not begin with \\x93NUMPY (pickles are not read)");
        if (got < prefix.Length) throw NpyDescr.Refused($"EOF: reading magic string, expected {prefix.Length} bytes got {got}");
        (byte major, byte minor) = (prefix[6], prefix[7]);
        if (major is 0 or > 3 || minor != 0) throw NpyDescr.Refused($"only format versions (1,0), (2,0) and (3,0) are known, not ({major}, {minor})");

        byte[] text = new byte[ReadLength(stream, major)];
        got = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (got < text.Length) throw NpyDescr.Refused($"EOF: reading array header, expected {text.Length} bytes got {got}");
        return Parse((major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text));
    }

    /// <summary>The header that numpy writes before the elements.</summary>
    public static byte[] Write(string descr, Shape shape)
    {
        string sizes = string.Join(", ", shape.Dimensions.ToArray().Select(s => s.ToString(CultureInfo.InvariantCulture)));
        StringBuilder text = new($"{{'descr': {descr}, 'fortran_order': False, 'shape': ({sizes}{(shape.Rank == 1 ? "," : "")}), }}");
        if (shape.Rank > 0) text.Append(' ', GrowthDigits - shape[0].ToString(CultureInfo.InvariantCulture).Length);
        int start = Magic.Length + 2 + sizeof(ushort);
        text.Append(' ', Alignment - ((start + text.Length + 1) % Alignment)).Append('\n');
        byte[] header = new byte[start + text.Length];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)text.Length));
        Encoding.Latin1.GetBytes(text.ToString(), header.AsSpan(start));
        return header;
    }

    private static int ReadLength(Stream stream, byte major)
    {
        Span<byte> bytes = stackalloc byte[major == 1 ? 2 : 4];
        int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length) throw NpyDescr.Refused($"EOF: reading array header length, expected {bytes.Length} bytes got {got}");
        uint length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length > MaxBytes) throw NpyDescr.Refused($"its header has {length} bytes, more than {MaxBytes}");
        return (int)length;
    }

    private static NpyHeader Parse(string text)
    {
        PythonValue value;
        try
        {
            value = PythonLiteral.Parse(LongSuffix().Replace(text, "$1"));
        }
        catch (FormatException e)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Not a readable .npy array: cannot parse header: {e.Message}", e);
        }

        if (value is not PythonDict { Items: var items }) throw NpyDescr.Refused("header is not a dictionary");
        PythonValue? descr = null, order = null, shape = null;
        foreach ((PythonValue key, PythonValue item) in items)
        {
            switch (key)
            {
                case PythonStr { Value: "descr" }: descr = item; break;
                case PythonStr { Value: "fortran_order" }: order = item; break;
                case PythonStr { Value: "shape" }: shape = item; break;
                default: throw NpyDescr.Refused("header has other keys than descr, fortran_order and shape");
            }
        }

        if (descr is null || order is null || shape is null) throw NpyDescr.Refused("header lacks one of the keys descr, fortran_order and shape");
        if (order is not PythonBool { Value: bool isFortran }) throw NpyDescr.Refused("fortran_order is not a bool");
        return new NpyHeader(NpyDescr.Parse(descr), isFortran, Tuple(shape));
    }

    private static long[] Tuple(PythonValue shape)
    {
        if (shape is not PythonSequence { IsTuple: true, Items: var items }) throw NpyDescr.Refused("shape is not a tuple");
        long[] sizes = new long[items.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (items[i] is not PythonInt { Value: var size } || size < -1 || size > long.MaxValue) throw NpyDescr.Refused("shape holds something else than sizes");
            sizes[i] = (long)size;
        }

        bool isOpen = Array.IndexOf(sizes, -1) >= 0;
        if (isOpen && (sizes.Count(s => s != 1) != 1)) throw NpyDescr.Refused("shape has a negative size");
        return sizes;
    }

    /// <summary>Python 2 wrote long numbers as 6L.</summary>
    [GeneratedRegex("([0-9])L\\b")]
    private static partial Regex LongSuffix();
}
