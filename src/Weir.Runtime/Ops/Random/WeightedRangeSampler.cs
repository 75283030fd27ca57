using Weir.Simd;

namespace Weir.Ops;

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
