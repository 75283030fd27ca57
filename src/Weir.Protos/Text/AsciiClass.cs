using System.Runtime.CompilerServices;

namespace Weir.Protos.Text;

/// <summary>The classes of bytes that tokens are made of. The underscore counts as a letter.</summary>
internal static class AsciiClass
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLetter(byte b) => (uint)((b | 0x20) - 'a') <= 'z' - 'a' || b == '_';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    public static bool IsOctalDigit(byte b) => (uint)(b - '0') <= 7;

    public static bool IsHexDigit(byte b) => char.IsAsciiHexDigit((char)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLetterOrDigit(byte b) => IsLetter(b) || IsDigit(b);

    /// <summary>The value of an octal, decimal or hexadecimal digit.</summary>
    public static int DigitValue(byte b) => b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;
}
