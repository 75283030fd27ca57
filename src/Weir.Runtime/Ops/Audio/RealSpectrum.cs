namespace Weir.Ops;

/// <summary>The discrete Fourier transform of real numbers in double, for a number of them that is a power of two.</summary>
internal sealed class RealSpectrum
{
    private readonly int length;
    private readonly double[] cosines;
    private readonly double[] sines;
    private readonly int[] reversed;

    /// <param name="length">A power of two, 2 or more.</param>
    public RealSpectrum(int length)
    {
        this.length = length;
        cosines = new double[length / 2];
        sines = new double[length / 2];
        for (int i = 0; i < length / 2; i++) (sines[i], cosines[i]) = Math.SinCos(-2 * Math.PI * i / length);
        reversed = new int[length];
        for (int i = 0; i < length; i++) reversed[i] = (reversed[i >> 1] >> 1) | ((i & 1) == 0 ? 0 : length >> 1);
    }

    /// <summary>Transforms in place.</summary>
    /// <param name="real">The numbers, then the real parts.</param>
    /// <param name="imaginary">Anything, then the imaginary parts.</param>
    public void Transform(Span<double> real, Span<double> imaginary)
    {
        imaginary[..length].Clear();
        for (int i = 0; i < length; i++)
        {
            if (reversed[i] > i) (real[i], real[reversed[i]]) = (real[reversed[i]], real[i]);
        }

        for (int half = 1; half < length; half *= 2)
        {
            int step = length / (2 * half);
            for (int begin = 0; begin < length; begin += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    (int i, int j) = (begin + k, begin + k + half);
                    (double c, double s) = (cosines[k * step], sines[k * step]);
                    (double x, double y) = ((real[j] * c) - (imaginary[j] * s), (real[j] * s) + (imaginary[j] * c));
                    (real[j], imaginary[j]) = (real[i] - x, imaginary[i] - y);
                    (real[i], imaginary[i]) = (real[i] + x, imaginary[i] + y);
                }
            }
        }
    }
}
