namespace Weir.Simd;

/// <summary>The sizes of a convolution of each channel by itself. Filter: [window's places, InputChannels, Multiplier].</summary>
/// <param name="Windows">Where the windows lie.</param>
/// <param name="InputChannels">Channels of the input.</param>
/// <param name="Multiplier">How many outputs each channel has; they are neighbours.</param>
internal readonly record struct DepthwiseShape(WindowShape Windows, int InputChannels, int Multiplier)
{
    /// <summary>Channels of the output.</summary>
    public int OutputChannels => InputChannels * Multiplier;

    /// <summary>Refuses operands of other lengths.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Check(long x, long filter, long y)
    {
        if (x != Windows.InputPixels * InputChannels || y != Windows.OutputPixels * OutputChannels || filter != (long)Windows.Places * OutputChannels)
            throw new ArgumentException($"{x} inputs, {filter} weights and {y} outputs for {this}.");
    }
}
