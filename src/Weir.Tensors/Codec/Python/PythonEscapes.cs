using System.Globalization;
using System.Text;

namespace Weir.Codec.Python;

/// <summary>The escapes of Python's strings and bytes.</summary>
internal readonly struct PythonEscapes(bool isBytes)
{
    /// <summary>Reads what follows a backslash. An unknown escape stands for itself, backslash included.</summary>
    /// <returns>False if the escape is broken.</returns>
    public bool TryRead(ReadOnlySpan<char> text, ref int position, StringBuilder result)
    {
        if (position >= text.Length) return false;
        char kind = text[position++];
        switch (kind)
        {
            case '\n': return true;
            case '\r':
                if (position < text.Length && text[position] == '\n') position++;
                return true;
            case '\\' or '\'' or '"': result.Append(kind); return true;
            case 'a': result.Append('\a'); return true;
            case 'b': result.Append('\b'); return true;
            case 'f': result.Append('\f'); return true;
            case 'n': result.Append('\n'); return true;
            case 'r': result.Append('\r'); return true;
            case 't': result.Append('\t'); return true;
            case 'v': result.Append('\v'); return true;
            case >= '0' and <= '7': return ReadOctal(text, ref position, result);
            case 'x': return ReadHex(text, ref position, 2, result);
            case 'u' when !isBytes: return ReadHex(text, ref position, 4, result);
            case 'U' when !isBytes: return ReadHex(text, ref position, 8, result);
            case 'N' when !isBytes: return false;
            default:
                if (isBytes && kind > 0x7f) return false;
                result.Append('\\').Append(kind);
                return true;
        }
    }

    private bool ReadOctal(ReadOnlySpan<char> text, ref int position, StringBuilder result)
    {
        int value = text[position - 1] - '0';
        for (int i = 0; i < 2 && position < text.Length && text[position] is >= '0' and <= '7'; i++) value = (value * 8) + text[position++] - '0';
        result.Append((char)(isBytes ? value & 0xff : value));
        return true;
    }

    private static bool ReadHex(ReadOnlySpan<char> text, ref int position, int digits, StringBuilder result)
    {
        if (text.Length - position < digits) return false;
        if (!uint.TryParse(text.Slice(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) || value > 0x10ffff) return false;
        position += digits;
        if (value <= 0xffff) result.Append((char)value);
        else result.Append(char.ConvertFromUtf32((int)value));
        return true;
    }
}
