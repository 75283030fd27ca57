using Weir.Simd;

namespace Weir.Ops;

/// <summary>Numbers of a gamma distribution of scale 1: of Marsaglia and Tsang, by rejection of transformed normal numbers.</summary>
/// <remarks>The exponential one, alpha 1, by the logarithm. Source: random_op.cc; "A simple method for generating gamma variables", 2000.</remarks>
internal readonly struct GammaSampler(double alpha) : ISampler<GammaSampler>
{
    private readonly double d = alpha + (alpha < 1 ? 2.0 / 3 : -1.0 / 3);

    private readonly double c = 1.0 / 3 / Math.Sqrt(alpha + (alpha < 1 ? 2.0 / 3 : -1.0 / 3));

    public static GammaSampler Of(double first, double second) => new(first);

    public int BlocksPerDraw => RandomSource.BlocksPerElement;

    public double Next(PhiloxGenerator generator)
    {
        UniformDoubles uniform = default;
        if (alpha == 1) return -Log1pOf.Of(-uniform.Next(ref generator));
        double spare = 0;
        for (bool hasSpare = false; ; hasSpare = !hasSpare)
        {
            double x = spare;
            if (!hasSpare)
            {
                PhiloxGenerator.Block block = generator.NextBlock();
                (spare, x) = BoxMuller.Doubles(block[0], block[1], block[2], block[3]);
            }

            double v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            double u = uniform.Next(ref generator);
            bool accepted = u < 1 - (0.0331 * (x * x) * (x * x)) || Math.Log(u) < (0.5 * x * x) + (d * (1 - v + Math.Log(v)));
            if (!accepted && !double.IsNaN(v)) continue;
            return alpha < 1 ? d * v * Math.Pow(uniform.Next(ref generator), 1 / alpha) : d * v;
        }
    }
}
