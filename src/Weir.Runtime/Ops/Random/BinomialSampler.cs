using Weir.Simd;

namespace Weir.Ops;

/// <summary>Numbers of successes: for few by sums of geometric numbers, else by Hörmann's transformed rejection.</summary>
/// <remarks>Of a probability above a half the failures are drawn. Source: random_binomial_op.cc; Hörmann, "The generation of binomial random variates", 1993.</remarks>
internal readonly struct BinomialSampler(double count, double probability) : ISampler<BinomialSampler>
{
    private static readonly double[] Tails =
    [
        0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
        0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273, 0.00833056343336287,
    ];

    public static BinomialSampler Of(double first, double second) => new(first, second);

    public int BlocksPerDraw => IsFew(probability > 0.5 ? 1 - probability : probability) ? 42 : RandomSource.BlocksPerElement;

    public double Next(PhiloxGenerator generator)
    {
        if (count <= 0 || probability <= 0) return 0;
        if (probability >= 1) return count;
        if (double.IsNaN(probability) || !double.IsFinite(count)) return double.NaN;
        bool swapped = probability > 0.5;
        double p = swapped ? 1 - probability : probability;
        double drawn = IsFew(p) ? Few(p, ref generator) : Many(p, ref generator);
        return swapped ? count - drawn : drawn;
    }

    private bool IsFew(double p) => !(count * p >= 10);

    private double Few(double p, ref PhiloxGenerator generator)
    {
        UniformDoubles uniform = default;
        double sum = 0, logFailure = Log1pOf.Of(-p);
        for (int drawn = 0; ; drawn++)
        {
            sum += Math.Ceiling(Math.Log(uniform.Next(ref generator)) / logFailure);
            if (!(sum <= count)) return drawn;
        }
    }

    private double Many(double p, ref PhiloxGenerator generator)
    {
        UniformDoubles uniform = default;
        double deviation = Math.Sqrt(count * p * (1 - p));
        double b = 1.15 + (2.53 * deviation);
        double a = -0.0873 + (0.0248 * b) + (0.01 * p);
        double c = (count * p) + 0.5;
        double box = 0.92 - (4.2 / b);
        double ratio = p / (1 - p);
        double alpha = (2.83 + (5.1 / b)) * deviation;
        double m = Math.Floor((count + 1) * p);
        while (true)
        {
            double u = uniform.Next(ref generator);
            double v = uniform.Next(ref generator);
            u -= 0.5;
            double shifted = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / shifted) + b) * u) + c);
            if (shifted >= 0.07 && v <= box) return k;
            if (k < 0 || k > count) continue;
            v = Math.Log(v * alpha / ((a / (shifted * shifted)) + b));
            double bound = ((m + 0.5) * Math.Log((m + 1) / (ratio * (count - m + 1))))
                + ((count + 1) * Math.Log((count - m + 1) / (count - k + 1)))
                + ((k + 0.5) * Math.Log(ratio * (count - k + 1) / (k + 1)))
                + Tail(m) + Tail(count - m) - Tail(k) - Tail(count - k);
            if (v <= bound) return k;
        }
    }

    /// <summary>What Stirling's formula lacks to ln k!.</summary>
    private static double Tail(double k)
    {
        if (k <= 9) return Tails[(int)k];
        double square = (k + 1) * (k + 1);
        return ((1.0 / 12) - (((1.0 / 360) - (1.0 / 1260 / square)) / square)) / (k + 1);
    }
}
