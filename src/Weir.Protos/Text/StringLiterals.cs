namespace Weir.Protos.Text;

/// <summary>Reads a string token that <see cref="Tokenizer"/> found well formed.</summary>
internal static class StringLiterals
{
    /// <summary>Appends the bytes that a quoted literal stands for; never more than the literal has.</summary>
    public static void Unescape(ReadOnlySpan<byte> quoted, ByteWriter output)
    {
        ReadOnlySpan<byte> text = quoted[1..^1];
        // No escape grows, but for \U of a code point that does not exist, which is written out again at the same length.
        Span<byte> to = output.Reserve(text.Length);
        int written = 0;
        while (true)
        {
            int plain = text.IndexOf((byte)'\\');
            if (plain < 0)
                break;
            text[..plain].CopyTo(to[written..]);
            written += plain;
            text = text[plain..];
            while (text.Length > 0 && text[0] == '\\')
                text = text[Escape(text[1..], to, ref written)..];
        }
        text.CopyTo(to[written..]);
        output.Advance(written + text.Length);
    }

    /// <summary>Decodes one escape; the result is its length with the backslash.</summary>
    private static int Escape(ReadOnlySpan<byte> text, Span<byte> to, ref int written)
    {
        byte kind = text[0];
        if (AsciiClass.IsOctalDigit(kind))
            return 1 + Number(text, digits: 3, radix: 8, to, ref written);
        if (kind == 'x')
            return 2 + Number(text[1..], digits: 2, radix: 16, to, ref written);
        if (kind is (byte)'u' or (byte)'U')
            return 1 + UnicodeEscape.Decode(text, to, ref written);
        to[written++] = Simple(kind);
        return 2;
    }

    private static byte Simple(byte kind) => kind switch
    {
        (byte)'a' => 7,
        (byte)'b' => 8,
        (byte)'f' => 12,
        (byte)'n' => 10,
        (byte)'r' => 13,
        (byte)'t' => 9,
        (byte)'v' => 11,
        _ => kind,
    };

    /// <summary>Octal numbers above 377 lose their ninth bit.</summary>
    private static int Number(ReadOnlySpan<byte> text, int digits, int radix, Span<byte> to, ref int written)
    {
        int value = 0;
        int taken = 0;
        while (taken < digits && taken < text.Length && IsDigit(text[taken], radix))
            value = value * radix + AsciiClass.DigitValue(text[taken++]);
        to[written++] = (byte)value;
        return taken;
    }

    private static bool IsDigit(byte b, int radix) => radix == 8 ? AsciiClass.IsOctalDigit(b) : AsciiClass.IsHexDigit(b);
}
