using Weir.Simd;

namespace Weir.Ops;

/// <summary>Small classes are the likelier, as words in order of frequency are: by Zipf's law.</summary>
internal sealed class LogUniformRangeSampler(long range) : RangeSampler(range)
{
    private readonly double logRange = Math.Log(1.0 + range);

    public override long Sample(ref PhiloxGenerator generator)
    {
        double uniform = UniformDouble.Of(generator.Next(), generator.Next());
        return ((long)Math.Exp(uniform * logRange) - 1) % Range;
    }

    public override double Probability(long value) => Math.Log((value + 2.0) / (value + 1.0)) / logRange;
}
