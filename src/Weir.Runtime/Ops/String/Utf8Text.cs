namespace Weir.Ops;

/// <summary>Characters of UTF-8 as TensorFlow's string ops count them: a byte with the continuation bytes behind it.</summary>
internal static class Utf8Text
{
    public static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    public static int Length(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte value in text)
        {
            if (!IsContinuation(value)) count++;
        }

        return count;
    }

    /// <summary>Goes forward by so many characters.</summary>
    /// <returns>Whether there are as many.</returns>
    public static bool TryForward(ReadOnlySpan<byte> text, long characters, ref int at)
    {
        for (; characters > 0 && at < text.Length; characters--)
        {
            at++;
            while (at < text.Length && IsContinuation(text[at])) at++;
        }

        return characters == 0;
    }

    /// <summary>Goes back by so many characters.</summary>
    /// <returns>Whether there are as many.</returns>
    public static bool TryBack(ReadOnlySpan<byte> text, long characters, ref int at)
    {
        for (; characters > 0 && at > 0; characters--)
        {
            at--;
            while (at > 0 && IsContinuation(text[at])) at--;
        }

        return characters == 0;
    }
}
