namespace Weir.Patterns;

/// <summary>A set of code points: ranges in order that do not touch.</summary>
internal sealed class RuneSet
{
    public const int MaxRune = 0x10FFFF;

    private RuneSet((int First, int Last)[] ranges) => Ranges = ranges;

    public (int First, int Last)[] Ranges { get; }

    public static RuneSet Of(params ReadOnlySpan<(int First, int Last)> ranges)
    {
        Builder builder = new();
        foreach ((int first, int last) in ranges) builder.Add(first, last);
        return builder.ToSet();
    }

    /// <summary>Everything that is not in the set.</summary>
    public RuneSet Complement()
    {
        List<(int, int)> gaps = [];
        int next = 0;
        foreach ((int first, int last) in Ranges)
        {
            if (first > next) gaps.Add((next, first - 1));
            next = last + 1;
        }

        if (next <= MaxRune) gaps.Add((next, MaxRune));
        return new RuneSet([.. gaps]);
    }

    /// <summary>The set with every other case of its letters.</summary>
    public RuneSet IgnoringCase()
    {
        Builder builder = new();
        builder.Add(this);
        foreach ((int first, int last) in Ranges) CaseOrbits.AddOthers(builder, first, last);
        return builder.ToSet();
    }

    /// <summary>Collects ranges in any order.</summary>
    internal sealed class Builder
    {
        private readonly List<(int First, int Last)> ranges = [];

        public void Add(int first, int last) => ranges.Add((first, last));

        public void Add(RuneSet set) => ranges.AddRange(set.Ranges);

        public RuneSet ToSet()
        {
            ranges.Sort();
            List<(int First, int Last)> merged = [];
            foreach ((int first, int last) in ranges)
            {
                if (merged.Count > 0 && first <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
                else merged.Add((first, last));
            }

            return new RuneSet([.. merged]);
        }
    }
}
