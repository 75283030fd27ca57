using Weir.Simd;

namespace Weir.Ops;

/// <summary>Draws classes of a range, and says how likely each is.</summary>
/// <remarks>Source: range_sampler.cc, simple_philox.h, exact_uniform_int.h.</remarks>
internal abstract class RangeSampler(long range)
{
    public long Range => range;

    /// <summary>How many classes can be drawn at all.</summary>
    public virtual long Drawable => range;

    public abstract long Sample(ref PhiloxGenerator generator);

    public abstract double Probability(long value);

    /// <summary>Learns which classes occur.</summary>
    public virtual void Update(ReadOnlySpan<long> values)
    {
    }

    /// <summary>A whole number below n, each as likely: words that would favour the small ones are thrown away.</summary>
    protected static ulong Below(ulong n, ref PhiloxGenerator generator)
    {
        bool isPower = (n & (n - 1)) == 0;
        ulong skewed = isPower ? 0 : (ulong.MaxValue % n) + 1;
        while (true)
        {
            ulong word = generator.Next() | ((ulong)generator.Next() << 32);
            if (isPower) return word & (n - 1);
            if (word >= skewed) return word % n;
        }
    }

    /// <inheritdoc cref="Below(ulong, ref PhiloxGenerator)"/>
    protected static uint Below(uint n, ref PhiloxGenerator generator)
    {
        bool isPower = (n & (n - 1)) == 0;
        uint skewed = isPower ? 0 : (uint.MaxValue % n) + 1;
        while (true)
        {
            uint word = generator.Next();
            if (isPower) return word & (n - 1);
            if (word >= skewed) return word % n;
        }
    }
}

/// <summary>All classes are as likely.</summary>
internal sealed class UniformRangeSampler(long range) : RangeSampler(range)
{
    public override long Sample(ref PhiloxGenerator generator) => (long)Below((ulong)Range, ref generator);

    public override double Probability(long value) => 1.0 / Range;
}

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

/// <summary>Classes of weights that are given, by the alias method.</summary>
/// <remarks>Source: distribution_sampler.cc.</remarks>
internal sealed class WeightedRangeSampler : RangeSampler
{
    private readonly float[] weights;
    private readonly (float Chance, int Other)[] buckets;
    private readonly double total;

    public WeightedRangeSampler(float[] weights)
        : base(weights.Length)
    {
        this.weights = weights;
        foreach (float weight in weights) total += weight;
        Drawable = weights.Count(weight => weight > 0);
        buckets = MakeBuckets();
    }

    public override long Drawable { get; }

    public override long Sample(ref PhiloxGenerator generator)
    {
        float uniform = UniformFloat.Of(generator.Next());
        int bucket = (int)Below((uint)buckets.Length, ref generator);
        return uniform < buckets[bucket].Chance ? bucket : buckets[bucket].Other;
    }

    public override double Probability(long value) => weights[value] / total;

    /// <summary>Each class shares its bucket with one that has more than its part.</summary>
    private (float Chance, int Other)[] MakeBuckets()
    {
        double[] parts = Array.ConvertAll(weights, weight => weight * weights.Length / total);
        int[] others = new int[parts.Length];
        (Stack<int> high, Stack<int> low) = ([], []);
        for (int i = 0; i < parts.Length; i++) (parts[i] < 1 ? low : high).Push(i);
        while (high.Count > 0 && low.Count > 0)
        {
            (int small, int large) = (low.Pop(), high.Pop());
            others[small] = large;
            parts[large] -= 1 - parts[small];
            (parts[large] < 1 ? low : high).Push(large);
        }

        // What rounding left over is alone.
        foreach (int alone in high.Concat(low)) (parts[alone], others[alone]) = (1, alone);
        return [.. parts.Select((part, i) => ((float)part, others[i]))];
    }
}
