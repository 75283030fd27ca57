using System.Buffers;
using System.Numerics;

namespace Weir.Linalg;

/// <summary>Discrete Fourier transforms of any length: by halves where the length is a power of two, else Bluestein's way, as a convolution of such a length.</summary>
internal static class Fourier
{
    /// <summary>Transforms a line in place: y[k] = the sum of x[j] e^(-+ 2 pi i j k / n); the inverse is not divided by n.</summary>
    public static void Transform(Span<Complex> line, bool inverse)
    {
        if (line.Length < 2) return;
        if (BitOperations.IsPow2(line.Length)) ByHalves(line, inverse);
        else ByConvolution(line, inverse);
    }

    private static void ByHalves(Span<Complex> line, bool inverse)
    {
        int n = line.Length;
        for (int i = 1, j = 0; i < n; i++)
        {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i < j) (line[i], line[j]) = (line[j], line[i]);
        }

        Complex[] roots = ArrayPool<Complex>.Shared.Rent(n / 2);
        for (int k = 0; k < n / 2; k++) roots[k] = Root(k, n, inverse);
        for (int half = 1; half < n; half *= 2)
        {
            int step = n / (2 * half);
            for (int first = 0; first < n; first += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    Complex even = line[first + k], odd = line[first + k + half] * roots[k * step];
                    line[first + k] = even + odd;
                    line[first + k + half] = even - odd;
                }
            }
        }

        ArrayPool<Complex>.Shared.Return(roots);
    }

    // jk = (j^2 + k^2 - (k - j)^2) / 2, so the sum is a convolution with e^(i pi m^2 / n).
    private static void ByConvolution(Span<Complex> line, bool inverse)
    {
        int n = line.Length, size = (int)BitOperations.RoundUpToPowerOf2((uint)((2 * n) - 1));
        Complex[] memory = ArrayPool<Complex>.Shared.Rent((2 * size) + n);
        Span<Complex> x = memory.AsSpan(0, size), chirp = memory.AsSpan(size, size), weights = memory.AsSpan(2 * size, n);
        x.Clear();
        chirp.Clear();
        for (int k = 0; k < n; k++)
        {
            // The square is taken modulo the period, so that large ones lose nothing.
            weights[k] = Root((long)k * k % (2L * n), 2L * n, inverse);
            x[k] = line[k] * weights[k];
            chirp[k] = Complex.Conjugate(weights[k]);
            if (k > 0) chirp[size - k] = chirp[k];
        }

        ByHalves(x, inverse: false);
        ByHalves(chirp, inverse: false);
        for (int k = 0; k < size; k++) x[k] *= chirp[k];
        ByHalves(x, inverse: true);
        for (int k = 0; k < n; k++) line[k] = x[k] * weights[k] / size;
        ArrayPool<Complex>.Shared.Return(memory);
    }

    private static Complex Root(long k, long n, bool inverse)
    {
        (double sine, double cosine) = double.SinCosPi(2.0 * k / n);
        return new Complex(cosine, inverse ? sine : -sine);
    }
}
