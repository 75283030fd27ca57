namespace Weir.Simd;

/// <summary>The sizes of a convolution. Input: [batch, planes, rows, columns, InputChannels]; filter: [planes, rows, columns, InputChannels / Groups, OutputChannels].</summary>
/// <param name="Windows">Where the windows lie.</param>
/// <param name="InputChannels">Channels of the input; a multiple of <paramref name="Groups"/>.</param>
/// <param name="OutputChannels">Channels of the output; a multiple of <paramref name="Groups"/>.</param>
/// <param name="Groups">Each group of output channels sees only its group of input channels.</param>
internal readonly record struct ConvShape(WindowShape Windows, int InputChannels, int OutputChannels, int Groups = 1)
{
    /// <summary>The products that are summed for an output.</summary>
    public int Depth => Windows.Places * (InputChannels / Groups);

    /// <summary>The sizes of the filter.</summary>
    public FilterShape Filter => new(Depth, OutputChannels, Groups);

    /// <summary>Refuses operands of other lengths.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Check(long x, long filter, long y)
    {
        if (x != Windows.InputPixels * InputChannels || y != Windows.OutputPixels * OutputChannels || filter != (long)Depth * OutputChannels)
            throw new ArgumentException($"{x} inputs, {filter} weights and {y} outputs for {this}.");
    }
}

/// <summary>The sizes of a filter seen as a matrix [Depth, OutputChannels].</summary>
/// <param name="Depth">The products that are summed for an output.</param>
/// <param name="OutputChannels">The channels of the output, all groups together.</param>
/// <param name="Groups">Each group of output channels sees only its group of input channels.</param>
internal readonly record struct FilterShape(int Depth, int OutputChannels, int Groups = 1);
