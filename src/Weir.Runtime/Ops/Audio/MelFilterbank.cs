namespace Weir.Ops;

/// <summary>Sums the magnitudes of frequencies under triangles that are even on the mel scale.</summary>
/// <remarks>Source: mfcc_mel_filterbank.cc.</remarks>
internal sealed class MelFilterbank
{
    private readonly int channels;
    private readonly int first;
    private readonly long last;
    private readonly int[] channelOf;
    private readonly double[] weights;

    /// <param name="frequencies">The number of frequencies of a spectrum, 2 or more.</param>
    /// <param name="rate">Samples a second, above 0.</param>
    /// <param name="channels">The number of sums, 1 or more.</param>
    /// <param name="lower">The least frequency, 0 or more.</param>
    /// <param name="upper">The greatest, above the least.</param>
    public MelFilterbank(int frequencies, double rate, int channels, double lower, double upper)
    {
        this.channels = channels;
        double low = Mel(lower), spacing = (Mel(upper) - low) / (channels + 1);
        double[] centers = new double[channels + 1];
        for (int i = 0; i < centers.Length; i++) centers[i] = low + (spacing * (i + 1));
        double width = 0.5 * rate / (frequencies - 1);
        first = (int)Math.Min(int.MaxValue, 1.5 + (lower / width));
        last = (long)(upper / width);
        channelOf = new int[frequencies];
        weights = new double[frequencies];
        for (int i = first, channel = 0; i < frequencies && i <= last; i++)
        {
            double mel = Mel(i * width);
            while (channel < channels && centers[channel] < mel) channel++;
            channelOf[i] = channel - 1;
            weights[i] = channel > 0 ? (centers[channel] - mel) / (centers[channel] - centers[channel - 1]) : (centers[0] - mel) / (centers[0] - low);
        }
    }

    /// <summary>The sums of a spectrum of squared magnitudes.</summary>
    /// <returns>False: it is too short for the greatest frequency, and nothing is computed.</returns>
    public bool TryCompute(ReadOnlySpan<float> spectrum, Span<double> sums)
    {
        if (spectrum.Length <= last) return false;
        sums.Clear();
        for (int i = first; i <= last; i++)
        {
            double magnitude = Math.Sqrt(spectrum[i]), weighted = magnitude * weights[i];
            int channel = channelOf[i];
            if (channel >= 0) sums[channel] += weighted;
            if (channel + 1 < channels) sums[channel + 1] += magnitude - weighted;
        }

        return true;
    }

    private static double Mel(double frequency) => 1127 * Math.Log(1 + (frequency / 700));
}
