namespace Weir.Ops;

/// <summary>The row splits of a ragged tensor: row i is values[splits[i]..splits[i + 1]].</summary>
internal static class RowSplits
{
    /// <summary>Refuses splits that do not begin with 0, decrease, or do not end with the number of values.</summary>
    public static void Require(StepContext s, ReadOnlySpan<long> splits, long values)
    {
        s.Require(splits.Length > 0, "Splits must be non-empty");
        s.Require(splits[0] == 0, $"Splits must start with 0, not with {splits[0]}");
        for (int i = 1; i < splits.Length; i++) s.Require(splits[i - 1] <= splits[i], $"Splits must not decrease, got {splits[i - 1]} followed by {splits[i]}");
        s.Require(splits[^1] == values, $"Splits must end with the number of values, got {splits[^1]} instead of {values}");
    }

    /// <inheritdoc cref="Require(StepContext, ReadOnlySpan{long}, long)"/>
    public static void Require(StepContext s, Tensor splits, long values)
    {
        s.Require(splits.Shape.Rank == 1 && splits.ElementCount > 0, "Splits must be non-empty");
        s.Require(splits.Integer(0) == 0, $"First value of ragged splits must be 0, not {splits.Integer(0)}");
        int last = (int)splits.ElementCount - 1;
        for (int i = 1; i <= last; i++) s.Require(splits.Integer(i - 1) <= splits.Integer(i), $"Ragged splits should be non decreasing, but we got {splits.Integer(i - 1)} followed by {splits.Integer(i)}");
        s.Require(splits.Integer(last) == values, $"Splits must end with the number of values, got {splits.Integer(last)} instead of {values}");
    }
}
