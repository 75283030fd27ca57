using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Normalization by given moments, channel by channel, and its gradients. Float, double or Half; computed in double, element by element.</summary>
internal readonly ref struct GlobalNorms<T>(ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, ReadOnlySpan<T> gamma, double epsilon, bool scales)
    where T : unmanaged
{
    private readonly ReadOnlySpan<T> _mean = mean, _variance = variance, _gamma = gamma;

    /// <summary>y = (x - mean) * factor + beta.</summary>
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> beta, Span<T> y)
    {
        for (int channel = 0; channel < _mean.Length; channel++)
        {
            (double m, double shift, double by) = (Wide(_mean[channel]), Wide(beta[channel]), Reciprocal(channel) * Scale(channel));
            for (int i = channel; i < x.Length; i += _mean.Length)
                y[i] = Narrow(((Wide(x[i]) - m) * by) + shift);
        }
    }

    /// <summary>The gradients to the input, the mean, the variance, beta and gamma.</summary>
    public void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx, Span<T> dm, Span<T> dv, Span<T> db, Span<T> dg)
    {
        for (int channel = 0; channel < _mean.Length; channel++)
        {
            (double m, double reciprocal, double scale) = (Wide(_mean[channel]), Reciprocal(channel), Scale(channel));
            (double sum, double products) = (0, 0);
            for (int i = channel; i < x.Length; i += _mean.Length)
            {
                double gradient = Wide(dy[i]);
                sum += gradient;
                products += gradient * (Wide(x[i]) - m);
                dx[i] = Narrow(gradient * reciprocal * scale);
            }
            dm[channel] = Narrow(-sum * reciprocal * scale);
            dv[channel] = Narrow(-0.5 * products * scale * reciprocal * reciprocal * reciprocal);
            db[channel] = Narrow(sum);
            dg[channel] = scales ? Narrow(products * reciprocal) : default;
        }
    }

    private double Reciprocal(int channel) => 1 / Math.Sqrt(Wide(_variance[channel]) + epsilon);

    private double Scale(int channel) => scales ? Wide(_gamma[channel]) : 1;

    private static double Wide(T value) => typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<T, double>(value) : (double)Unsafe.BitCast<T, Half>(value);

    private static T Narrow(double value) => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(value) : Unsafe.BitCast<Half, T>((Half)value);
}
