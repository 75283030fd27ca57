namespace Weir.Simd;

/// <summary>One dimension in which windows slide over an input. What lies outside the input is padding.</summary>
/// <param name="Input">The input's size.</param>
/// <param name="Window">How many places a window has.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Dilation">From one place of a window to the next.</param>
/// <param name="Before">The padding before the input.</param>
/// <param name="Output">How many windows.</param>
internal readonly record struct WindowAxis(int Input, int Window, int Stride, int Dilation, int Before, int Output)
{
    /// <summary>A dimension that is not there: one place, one window.</summary>
    public static WindowAxis None => new(1, 1, 1, 1, 0, 1);

    /// <summary>From the first to the last place of a window, both counted.</summary>
    public int Extent => ((Window - 1) * Dilation) + 1;

    /// <summary>Where a window begins in the input; negative: in the padding.</summary>
    public int Start(int output) => (output * Stride) - Before;

    /// <summary>The first place of a window that begins at <paramref name="start"/> and lies in the input.</summary>
    public int FirstPlace(int start) => start >= 0 ? 0 : Math.Min(Window, (Dilation - 1 - start) / Dilation);

    /// <summary>The end of the places that lie in the input; not below <see cref="FirstPlace"/>.</summary>
    public int EndPlace(int start)
    {
        int end = start >= Input ? 0 : Math.Min(Window, (Input - start + Dilation - 1) / Dilation);
        return Math.Max(end, FirstPlace(start));
    }

    /// <summary>The window that has an input place at one of its places, if there is one.</summary>
    public bool TryOutput(int input, int place, out int output)
    {
        (output, int rest) = Math.DivRem(input + Before - (place * Dilation), Stride);
        return rest == 0 && (uint)output < (uint)Output;
    }
}
