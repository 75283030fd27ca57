using Weir.Simd;

namespace Weir.Ops;

/// <summary>The more often a class occurred before, the likelier it is. Thread-safe together with <see cref="CandidateSamplers"/>.</summary>
internal sealed class LearnedRangeSampler : RangeSampler
{
    /// <summary>Sums of weights, each over a range that its index says (Fenwick); all weights begin as 1.</summary>
    private readonly int[] sums;

    public LearnedRangeSampler(int range)
        : base(range)
    {
        sums = new int[range + 1];
        for (int i = 1; i < sums.Length; i++) sums[i] = i & -i;
        Total = range;
    }

    private int Total { get; set; }

    public override long Sample(ref PhiloxGenerator generator)
    {
        int rest = (int)Below((uint)Total, ref generator), at = 0;
        for (int step = 1 << System.Numerics.BitOperations.Log2((uint)sums.Length); step > 0; step >>= 1)
        {
            if (at + step >= sums.Length || sums[at + step] > rest) continue;
            at += step;
            rest -= sums[at];
        }

        return at;
    }

    public override double Probability(long value) => (double)(Before(value + 1) - Before(value)) / Total;

    public override void Update(ReadOnlySpan<long> values)
    {
        foreach (long value in values)
        {
            if (Total == int.MaxValue) return;
            Total++;
            for (long i = value + 1; i < sums.Length; i += i & -i) sums[i]++;
        }
    }

    private int Before(long value)
    {
        int sum = 0;
        for (; value > 0; value -= value & -value) sum += sums[value];
        return sum;
    }
}
