namespace Weir.Ops;

/// <summary>Where the items of ragged rows come to lie in a dense tensor.</summary>
internal static class RaggedRows
{
    public static long LongestRow(Tensor partition, RowPartition type)
    {
        long longest = 0;
        int count = (int)partition.ElementCount;
        if (type == RowPartition.RowSplits)
        {
            for (int i = 1; i < count; i++) longest = Math.Max(longest, partition.Integer(i) - partition.Integer(i - 1));
            return longest;
        }

        for (int i = 0, begin = 0; i < count; i++)
        {
            if (partition.Integer(i) != partition.Integer(begin)) begin = i;
            longest = Math.Max(longest, i - begin + 1);
        }

        return longest;
    }

    /// <summary>The place of each item of one level, from the places of its rows; -1: it has none, because its row has none or is full.</summary>
    /// <param name="s">The step.</param>
    /// <param name="partition">The rows.</param>
    /// <param name="type">How they are told.</param>
    /// <param name="parents">The places of the first rows; those behind have none.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="step">The distance of items in a row.</param>
    /// <param name="room">How many items a row may have.</param>
    /// <returns>The caller's.</returns>
    public static Tensor Places(StepContext s, Tensor partition, RowPartition type, ReadOnlySpan<long> parents, long rows, long step, long room)
    {
        s.Require(partition.Shape.Rank == 1, "Row partition must be a vector.");
        return type == RowPartition.RowSplits ? OfSplits(s, partition, parents, rows, step, room) : OfRowIds(s, partition, parents, rows, step, room);
    }

    private static Tensor OfSplits(StepContext s, Tensor splits, ReadOnlySpan<long> parents, long rows, long step, long room)
    {
        int last = (int)splits.ElementCount - 1;
        s.Require(last <= rows, $"Row partition size is greater than output size: {last} > {rows}");
        s.Require(last < 0 || splits.Integer(0) == 0, "Invalid row split size.");
        for (int i = 1; i <= last; i++) s.Require(splits.Integer(i - 1) <= splits.Integer(i), "Invalid row split size.");
        Tensor result = Tensor.Allocate(DType.Int64, Shape.Of(last < 0 ? 0 : splits.Integer(last)), s.Limits.MaxTensorBytes);
        Span<long> places = result.Elements<long>();
        for (int row = 0; row < last; row++)
        {
            (long begin, long end) = (splits.Integer(row), splits.Integer(row + 1));
            long parent = row < parents.Length ? parents[row] : -1;
            for (long i = begin; i < end; i++) places[(int)i] = parent >= 0 && i - begin < room ? parent + ((i - begin) * step) : -1;
        }

        return result;
    }

    private static Tensor OfRowIds(StepContext s, Tensor ids, ReadOnlySpan<long> parents, long rows, long step, long room)
    {
        Tensor result = Tensor.Allocate(DType.Int64, ids.Shape, s.Limits.MaxTensorBytes);
        Span<long> places = result.Elements<long>();
        for (int i = 0, begin = 0; i < places.Length; i++)
        {
            long id = ids.Integer(i);
            s.Require((ulong)id < (ulong)rows, $"Got {(i == 0 ? "current" : "next")}_value_rowid={id} which is not less than {rows}");
            if (id != ids.Integer(begin)) begin = i;
            long parent = id < parents.Length ? parents[(int)id] : -1;
            places[i] = parent >= 0 && i - begin < room ? parent + ((i - begin) * step) : -1;
        }

        return result;
    }
}
