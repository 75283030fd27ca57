using Weir.Simd;

namespace Weir.Ops;

/// <summary>Numbers of a Poisson distribution: for small rates by Knuth's product of uniform numbers, else by Hörmann's transformed rejection.</summary>
/// <remarks>Of an infinite rate infinity; of NaN NaN, where TensorFlow does not end. Source: random_poisson_op.cc; Hörmann, "The transformed rejection method", 1993.</remarks>
internal readonly struct PoissonSampler(double rate) : ISampler<PoissonSampler>
{
    public static PoissonSampler Of(double first, double second) => new(first);

    public int BlocksPerDraw => RandomSource.BlocksPerElement;

    public double Next(PhiloxGenerator generator)
    {
        if (double.IsNaN(rate) || double.IsPositiveInfinity(rate)) return rate;
        return rate < 10 ? Small(ref generator) : Large(ref generator);
    }

    private double Small(ref PhiloxGenerator generator)
    {
        UniformDoubles uniform = default;
        double end = Math.Exp(-rate), product = 1;
        for (int count = 0; ; count++)
        {
            product *= uniform.Next(ref generator);
            if (product <= end) return count;
        }
    }

    private double Large(ref PhiloxGenerator generator)
    {
        UniformDoubles uniform = default;
        double logRate = Math.Log(rate);
        double b = 0.931 + (2.53 * Math.Sqrt(rate));
        double a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        while (true)
        {
            double u = uniform.Next(ref generator) - 0.5;
            double v = uniform.Next(ref generator);
            double shifted = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / shifted) + b) * u) + rate + 0.43);
            if (k > double.MaxValue) continue;
            if (shifted >= 0.07 && v <= 0.9277 - (3.6224 / (b - 2))) return k;
            if (k < 0 || (shifted < 0.013 && v > shifted)) continue;
            double s = Math.Log(v * inverseAlpha / ((a / (shifted * shifted)) + b));
            if (s <= -rate + (k * logRate) - GammaFunctions.LogGamma(k + 1)) return k;
        }
    }
}
