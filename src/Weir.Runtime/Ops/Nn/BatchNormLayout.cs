namespace Weir.Ops;

/// <summary>Where a data_format has the channels of a batch normalization.</summary>
internal sealed class BatchNormLayout(string format)
{
    /// <summary>Sees a shape as [outer, channels, inner].</summary>
    public void Split(StepContext s, Shape shape, out long outer, out long channels, out long inner)
    {
        s.Require(shape.Rank is 4 or 5, $"input must be 4 or 5-dimensional{shape}");
        int channel = format[1] == 'C' ? 1 : shape.Rank - 1;
        s.Require(format.Length == shape.Rank, $"input must have as many dimensions as the format {format}: {shape}");
        (outer, channels, inner) = (1, shape[channel], 1);
        for (int i = 0; i < channel; i++) outer *= shape[i];
        for (int i = channel + 1; i < shape.Rank; i++) inner *= shape[i];
        s.Require(channels <= int.MaxValue && outer * (double)inner <= int.MaxValue, $"input is too large: {shape}");
    }
}
