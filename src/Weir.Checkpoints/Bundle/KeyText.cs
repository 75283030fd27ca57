using System.Text;

namespace Weir.Bundles;

/// <summary>Keys of a bundle are bytes; messages and listings show them as text.</summary>
internal static class KeyText
{
    private const int MaxShown = 200;

    /// <summary>A key as a message shows it: never longer than a few lines.</summary>
    public static string Show(ReadOnlySpan<byte> key)
    {
        string text = Encoding.UTF8.GetString(key[..Math.Min(key.Length, MaxShown)]).Replace("\0", "\\0", StringComparison.Ordinal);
        return key.Length > MaxShown ? $"{text}... ({key.Length} bytes)" : text;
    }
}
