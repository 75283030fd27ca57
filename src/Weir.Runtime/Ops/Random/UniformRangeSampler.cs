using Weir.Simd;

namespace Weir.Ops;

/// <summary>All classes are as likely.</summary>
internal sealed class UniformRangeSampler(long range) : RangeSampler(range)
{
    public override long Sample(ref PhiloxGenerator generator) => (long)Below((ulong)Range, ref generator);

    public override double Probability(long value) => 1.0 / Range;
}
