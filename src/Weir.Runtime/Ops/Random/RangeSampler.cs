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
