namespace Weir.Ops;

/// <summary>Which part of an image's coefficients a scan of a JPEG file has.</summary>
/// <param name="Components">Which components.</param>
/// <param name="First">The first coefficient, in their order.</param>
/// <param name="Last">The last one.</param>
/// <param name="High">The bit below which scans before have left out; 0: none came before.</param>
/// <param name="Low">The bit below which this one leaves out.</param>
internal sealed record JpegScanSpec(int[] Components, int First, int Last, int High, int Low)
{
    /// <summary>All at once.</summary>
    public static JpegScanSpec[] Baseline(int channels) => [new([.. Enumerable.Range(0, channels)], 0, 63, 0, 0)];

    /// <summary>Ever finer: libjpeg's usual script.</summary>
    /// <remarks>Source: jcparam.c.</remarks>
    public static JpegScanSpec[] Progressive(int channels)
    {
        int[] all = [.. Enumerable.Range(0, channels)];
        if (channels == 1) return [new(all, 0, 0, 0, 1), new(all, 1, 5, 0, 2), new(all, 6, 63, 0, 2), new(all, 1, 63, 2, 1), new(all, 0, 0, 1, 0), new(all, 1, 63, 1, 0)];
        return
        [
            new(all, 0, 0, 0, 1), new([0], 1, 5, 0, 2), new([2], 1, 63, 0, 1), new([1], 1, 63, 0, 1), new([0], 6, 63, 0, 2),
            new([0], 1, 63, 2, 1), new(all, 0, 0, 1, 0), new([2], 1, 63, 1, 0), new([1], 1, 63, 1, 0), new([0], 1, 63, 1, 0),
        ];
    }
}
