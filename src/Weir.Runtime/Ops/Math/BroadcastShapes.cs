namespace Weir.Ops;

/// <summary>The shape of two operands that broadcast against each other.</summary>
internal static class BroadcastShapes
{
    /// <summary>The sizes of the result of shapes that are known to fit.</summary>
    public static void Fill(Span<long> result, ReadOnlySpan<long> x, ReadOnlySpan<long> y)
    {
        for (int i = 1; i <= result.Length; i++)
        {
            long a = i <= x.Length ? x[^i] : 1;
            long b = i <= y.Length ? y[^i] : 1;
            result[^i] = a == 1 ? b : a;
        }
    }

    /// <summary>The rule for partly known shapes: an unknown size against a known one above 1 must be that size.</summary>
    public static Shape Infer(ShapeContext c, Shape x, Shape y)
    {
        if (!x.HasRank || !y.HasRank) return Shape.Unknown;
        long[] sizes = new long[Math.Max(x.Rank, y.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            long a = i <= x.Rank ? x[-i] : 1;
            long b = i <= y.Rank ? y[-i] : 1;
            sizes[^i] = (a, b) switch
            {
                (1, _) => b,
                (_, 1) => a,
                (-1, -1) => -1,
                (-1, _) => b,
                (_, -1) => a,
                _ => c.MergeSizes(a, b),
            };
        }

        return Shape.Of(sizes);
    }
}
