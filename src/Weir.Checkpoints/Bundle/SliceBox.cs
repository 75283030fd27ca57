namespace Weir.Bundles;

/// <summary>A box inside a tensor of known shape: every start 0 or more, every end within the shape.</summary>
internal sealed class SliceBox(long[] starts, long[] lengths)
{
    public int Rank => starts.Length;

    public ReadOnlySpan<long> Starts => starts;

    public ReadOnlySpan<long> Lengths => lengths;

    /// <summary>The number of elements; can not overflow, for the tensor's own count does not.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (long length in lengths) count *= length;
            return count;
        }
    }

    public Shape Shape => Shape.Of(lengths);

    public bool SameAs(SliceBox other) => Starts.SequenceEqual(other.Starts) && Lengths.SequenceEqual(other.Lengths);

    /// <summary>What two boxes of one tensor have in common; null where that is nothing.</summary>
    public SliceBox? Intersect(SliceBox other)
    {
        if (!Overlaps(other)) return null;
        long[] commonStarts = new long[Rank];
        long[] commonLengths = new long[Rank];
        for (int i = 0; i < Rank; i++)
        {
            commonStarts[i] = Math.Max(starts[i], other.Starts[i]);
            commonLengths[i] = Math.Min(starts[i] + lengths[i], other.Starts[i] + other.Lengths[i]) - commonStarts[i];
        }

        return new SliceBox(commonStarts, commonLengths);
    }

    public bool Overlaps(SliceBox other)
    {
        for (int i = 0; i < starts.Length; i++)
        {
            if (Math.Max(starts[i], other.Starts[i]) >= Math.Min(starts[i] + lengths[i], other.Starts[i] + other.Lengths[i])) return false;
        }

        return true;
    }
}
