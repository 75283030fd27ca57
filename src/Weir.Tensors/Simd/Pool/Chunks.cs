namespace Weir.Simd;

/// <summary>How a job's items are cut into chunks: by their number and cost alone, so that results never depend on the number of threads.</summary>
internal readonly struct Chunks
{
    /// <summary>What a chunk takes at most, if an item does not take more. More would leave threads waiting for the last one.</summary>
    private const long MostPicoseconds = 10_000_000;

    /// <summary>What a chunk takes at least, so that taking it does not show.</summary>
    private const long LeastPicoseconds = 2_500_000;

    /// <summary>Small jobs are cut into about so many.</summary>
    private const long Wanted = 4;

    /// <summary>Chunks of many items begin at a multiple of this, where vectors are aligned as the first is.</summary>
    private const long Alignment = 64;

    /// <param name="items">How many items there are; at least 1.</param>
    /// <param name="itemPicoseconds">The rough cost of one.</param>
    public Chunks(long items, long itemPicoseconds)
    {
        long cost = Math.Max(1, itemPicoseconds);
        Picoseconds = Math.BigMul(cost, items, out long product) == 0 && product > 0 ? product : long.MaxValue;
        (Items, Count) = (items, 1);
        if (Picoseconds <= LeastPicoseconds)
            return;
        long wanted = Math.Max(1, Math.Clamp(Picoseconds / Wanted, LeastPicoseconds, MostPicoseconds) / cost);
        if (wanted >= Alignment)
            wanted = (wanted + Alignment - 1) / Alignment * Alignment;
        Items = Math.Min(wanted, items);
        Count = ((items - 1) / Items) + 1;
    }

    /// <summary>The rough cost of all items.</summary>
    public long Picoseconds { get; }

    /// <summary>The items in a chunk; the last may have fewer.</summary>
    public long Items { get; }

    /// <summary>How many chunks there are.</summary>
    public long Count { get; }
}
