using System.Globalization;

namespace Weir.Protos.Text;

/// <summary><c>\uXXXX</c> and <c>\UXXXXXXXX</c>, written as UTF-8.</summary>
internal static class UnicodeEscape
{
    /// <summary>Decodes an escape that begins with u or U; two \u that are a surrogate pair make one character.</summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> to, ref int written)
    {
        int length = text[0] == 'u' ? 5 : 9;
        uint point = Hex(text[1..length]);
        if (point is >= 0xD800 and < 0xDC00 && TryTrail(text[length..], out uint trail))
        {
            point = 0x10000 + ((point - 0xD800) << 10 | (trail - 0xDC00));
            length += 6;
        }
        Append(point, to, ref written);
        return length;
    }

    private static bool TryTrail(ReadOnlySpan<byte> text, out uint trail)
    {
        trail = 0;
        if (!text.StartsWith("\\u"u8))
            return false;
        trail = Hex(text[2..6]);
        return trail is >= 0xDC00 and < 0xE000;
    }

    /// <summary>A lone surrogate is written as if it were a character; a string field refuses it afterwards, bytes keep it.</summary>
    private static void Append(uint point, Span<byte> to, ref int written)
    {
        switch (point)
        {
            case < 0x80:
                to[written++] = (byte)point;
                break;
            case < 0x800:
                to[written++] = (byte)(0xC0 | point >> 6);
                to[written++] = Continuation(point);
                break;
            case < 0x10000:
                to[written++] = (byte)(0xE0 | point >> 12);
                to[written++] = Continuation(point >> 6);
                to[written++] = Continuation(point);
                break;
            case < 0x110000:
                to[written++] = (byte)(0xF0 | point >> 18);
                to[written++] = Continuation(point >> 12);
                to[written++] = Continuation(point >> 6);
                to[written++] = Continuation(point);
                break;
            default:
                AppendAsText(point, to, ref written);
                break;
        }
    }

    private static byte Continuation(uint bits) => (byte)(0x80 | (bits & 0x3F));

    private static void AppendAsText(uint point, Span<byte> to, ref int written)
    {
        "\\U"u8.CopyTo(to[written..]);
        point.TryFormat(to[(written + 2)..], out int digits, "x8", CultureInfo.InvariantCulture);
        written += 2 + digits;
    }

    private static uint Hex(ReadOnlySpan<byte> digits)
    {
        uint value = 0;
        foreach (byte digit in digits)
            value = value << 4 | (uint)AsciiClass.DigitValue(digit);
        return value;
    }
}
