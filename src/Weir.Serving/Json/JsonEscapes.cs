using System.Globalization;
using System.Text;

namespace Weir.Json;

/// <summary>Resolves the escapes of a checked JSON string.</summary>
internal static class JsonEscapes
{
    /// <param name="quoted">What stands between the quotes.</param>
    /// <returns>A new array.</returns>
    public static byte[] Resolve(ReadOnlySpan<byte> quoted)
    {
        int first = quoted.IndexOf((byte)'\\');
        if (first < 0) return quoted.ToArray();
        byte[] plain = new byte[quoted.Length];
        int length = 0;
        for (int i = 0; i < quoted.Length;)
        {
            if (quoted[i] != '\\')
            {
                plain[length++] = quoted[i++];
                continue;
            }

            byte escape = quoted[i + 1];
            i += 2;
            if (escape != 'u')
            {
                plain[length++] = escape switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    _ => escape,
                };
                continue;
            }

            char high = Unit(quoted[i..]);
            i += 4;
            Rune rune;
            if (char.IsSurrogate(high))
            {
                rune = new Rune(high, Unit(quoted[(i + 2)..]));
                i += 6;
            }
            else
            {
                rune = new Rune(high);
            }

            length += rune.EncodeToUtf8(plain.AsSpan(length));
        }

        return plain[..length];
    }

    private static char Unit(ReadOnlySpan<byte> hex) => (char)ushort.Parse(hex[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
