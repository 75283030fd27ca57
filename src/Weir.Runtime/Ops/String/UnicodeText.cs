using System.Buffers.Binary;
using System.Text;

namespace Weir.Ops;

/// <summary>A character as it was decoded.</summary>
/// <param name="Rune">The code point; -1: the bytes are no character.</param>
/// <param name="Length">How many bytes it took.</param>
internal readonly record struct DecodedChar(int Rune, int Length);

/// <summary>Reads characters of one encoding, by the names and with the replacements of ICU's converters.</summary>
internal abstract class UnicodeText
{
    private const int LongestCharacter = 4;

    /// <summary>What ICU makes of a closing sign of UTF-7 that ends the text.</summary>
    protected const int NoCharacter = 0xFFFF;

    /// <summary>Appends the characters of a text.</summary>
    public abstract void Decode(ReadOnlySpan<byte> text, List<DecodedChar> characters);

    /// <exception cref="TfException">INVALID_ARGUMENT: no such encoding.</exception>
    public static UnicodeText Named(string name) => Normalized(name) switch
    {
        "utf8" => new Utf8(),
        "utf16" => new Utf16(isBigEndian: true, hasMark: true),
        "utf16be" => new Utf16(isBigEndian: true, hasMark: false),
        "utf16le" => new Utf16(isBigEndian: false, hasMark: false),
        "utf32" => new Utf32(isBigEndian: true, hasMark: true),
        "utf32be" => new Utf32(isBigEndian: true, hasMark: false),
        "utf32le" => new Utf32(isBigEndian: false, hasMark: false),
        "utf7" => new Utf7(),
        _ => new CodePage(FindCodePage(name)),
    };

    /// <summary>Writes code points in one of the three encodings that ops write.</summary>
    public static byte[] Encode(ReadOnlySpan<int> runes, string encoding)
    {
        List<byte> bytes = new(runes.Length);
        Span<byte> unit = stackalloc byte[LongestCharacter];
        foreach (int rune in runes)
        {
            int length = encoding switch
            {
                "UTF-8" => (Rune.IsValid(rune) ? new Rune(rune) : Rune.ReplacementChar).EncodeToUtf8(unit),
                "UTF-16-BE" => EncodeUtf16(rune, unit),
                _ => EncodeUtf32(rune, unit),
            };
            bytes.AddRange(unit[..length]);
        }

        return [.. bytes];
    }

    private static int EncodeUtf16(int rune, Span<byte> unit)
    {
        if (rune <= char.MaxValue)
        {
            BinaryPrimitives.WriteUInt16BigEndian(unit, (ushort)rune);
            return 2;
        }

        BinaryPrimitives.WriteUInt16BigEndian(unit, (ushort)(0xD800 + ((rune - 0x10000) >> 10)));
        BinaryPrimitives.WriteUInt16BigEndian(unit[2..], (ushort)(0xDC00 + (rune & 0x3FF)));
        return 4;
    }

    private static int EncodeUtf32(int rune, Span<byte> unit)
    {
        BinaryPrimitives.WriteInt32BigEndian(unit, rune);
        return 4;
    }

    private static Encoding FindCodePage(string name)
    {
        try
        {
            string known = Normalized(name) is "latin1" ? "iso-8859-1" : name;
            Encoding encoding = (Encoding)(CodePagesEncodingProvider.Instance.GetEncoding(known) ?? Encoding.GetEncoding(known)).Clone();
            encoding.DecoderFallback = DecoderFallback.ExceptionFallback;
            return encoding;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Could not create converter for input encoding: {name}", e);
        }
    }

    private static string Normalized(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private sealed class Utf8 : UnicodeText
    {
        public override void Decode(ReadOnlySpan<byte> text, List<DecodedChar> characters)
        {
            while (text.Length > 0)
            {
                bool isValid = Rune.DecodeFromUtf8(text, out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
                characters.Add(new DecodedChar(isValid ? rune.Value : -1, length));
                text = text[length..];
            }
        }
    }

    private sealed class Utf16(bool isBigEndian, bool hasMark) : UnicodeText
    {
        public override void Decode(ReadOnlySpan<byte> text, List<DecodedChar> characters)
        {
            bool isBig = isBigEndian;
            int skipped = 0;
            if (hasMark && text is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..])
            {
                isBig = text[0] == 0xFE;
                skipped = 2;
            }

            for (int at = skipped; at < text.Length;)
            {
                int rune = -1, length = Math.Min(2, text.Length - at);
                if (length == 2)
                {
                    rune = Unit(text[at..], isBig);
                    if (char.IsHighSurrogate((char)rune) && text.Length - at >= 4 && char.IsLowSurrogate((char)Unit(text[(at + 2)..], isBig)))
                    {
                        rune = char.ConvertToUtf32((char)rune, (char)Unit(text[(at + 2)..], isBig));
                        length = 4;
                    }
                    else if (char.IsSurrogate((char)rune))
                    {
                        rune = -1;
                    }
                }

                characters.Add(new DecodedChar(rune, at == skipped ? length + skipped : length));
                at += length;
            }
        }

        private static int Unit(ReadOnlySpan<byte> text, bool isBig) =>
            isBig ? BinaryPrimitives.ReadUInt16BigEndian(text) : BinaryPrimitives.ReadUInt16LittleEndian(text);
    }

    private sealed class Utf32(bool isBigEndian, bool hasMark) : UnicodeText
    {
        public override void Decode(ReadOnlySpan<byte> text, List<DecodedChar> characters)
        {
            bool isBig = isBigEndian;
            int skipped = 0;
            if (hasMark && text is [0, 0, 0xFE, 0xFF, ..] or [0xFF, 0xFE, 0, 0, ..])
            {
                isBig = text[0] == 0;
                skipped = 4;
            }

            for (int at = skipped; at < text.Length; at += 4)
            {
                int length = Math.Min(4, text.Length - at);
                int rune = length < 4 ? -1 : isBig ? BinaryPrimitives.ReadInt32BigEndian(text[at..]) : BinaryPrimitives.ReadInt32LittleEndian(text[at..]);
                characters.Add(new DecodedChar(Rune.IsValid(rune) ? rune : -1, at == skipped ? length + skipped : length));
            }
        }
    }

    /// <summary>The encodings of single languages, which .NET has tables for.</summary>
    private sealed class CodePage(Encoding encoding) : UnicodeText
    {
        public override void Decode(ReadOnlySpan<byte> text, List<DecodedChar> characters)
        {
            while (text.Length > 0)
            {
                DecodedChar next = Next(text);
                characters.Add(next);
                text = text[next.Length..];
            }
        }

        /// <summary>The shortest beginning that is a character.</summary>
        private DecodedChar Next(ReadOnlySpan<byte> text)
        {
            Span<char> units = stackalloc char[8];
            for (int length = 1; length <= Math.Min(LongestCharacter, text.Length); length++)
            {
                try
                {
                    int count = encoding.GetChars(text[..length], units);
                    if (Rune.DecodeFromUtf16(units[..count], out Rune rune, out int used) == System.Buffers.OperationStatus.Done && used == count)
                    {
                        return new DecodedChar(rune.Value, length);
                    }
                }
                catch (DecoderFallbackException)
                {
                    // Not a whole character yet.
                }
            }

            return new DecodedChar(-1, 1);
        }
    }

    /// <summary>UTF-7: runs of base64 between a plus and a minus sign.</summary>
    private sealed class Utf7 : UnicodeText
    {
        public override void Decode(ReadOnlySpan<byte> text, List<DecodedChar> characters)
        {
            for (int at = 0; at < text.Length;)
            {
                if (text[at] != '+')
                {
                    characters.Add(new DecodedChar(text[at] < 0x80 ? text[at] : -1, 1));
                    at++;
                    continue;
                }

                int end = at + 1;
                while (end < text.Length && IsDigit(text[end])) end++;
                bool isClosed = end < text.Length && text[end] == '-';
                int length = end - at + (isClosed ? 1 : 0);
                if (end == at + 1) characters.Add(new DecodedChar(isClosed ? '+' : -1, length));
                else AddRun(text[(at + 1)..end], length, isClosed && end + 1 == text.Length, characters);
                at += length;
            }
        }

        private static void AddRun(ReadOnlySpan<byte> digits, int length, bool endsText, List<DecodedChar> characters)
        {
            List<DecodedChar> run = [];
            byte[] units = new byte[digits.Length * 6 / 16 * 2];
            int bits = 0, value = 0, at = 0;
            foreach (byte digit in digits)
            {
                value = (value << 6) | DigitValue(digit);
                bits += 6;
                if (bits < 8) continue;
                bits -= 8;
                if (at < units.Length) units[at++] = (byte)(value >> bits);
                value &= (1 << bits) - 1;
            }

            new Utf16(isBigEndian: true, hasMark: false).Decode(units, run);
            for (int i = 0; i < run.Count; i++) characters.Add(new DecodedChar(run[i].Rune, i == 0 ? length - (endsText ? 1 : 0) : 0));
            if (endsText) characters.Add(new DecodedChar(NoCharacter, 1));
        }

        private static bool IsDigit(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'+' or (byte)'/';

        private static int DigitValue(byte digit) => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".IndexOf((char)digit, StringComparison.Ordinal);
    }
}
