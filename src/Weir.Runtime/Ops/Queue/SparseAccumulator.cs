namespace Weir.Ops;

/// <summary>An accumulator of gradients that are some rows of a tensor, each with its index, in rising order.</summary>
/// <remarks>The mean of a row is over those gradients that had it. Source: sparse_conditional_accumulator.h.</remarks>
/// <param name="dtype">The dtype of the gradients.</param>
/// <param name="shape">What is known of the shape of the whole tensor.</param>
/// <param name="averages">Whether the mean is taken, and not the sum.</param>
internal sealed class SparseAccumulator(DType dtype, Shape shape, bool averages) : ConditionalAccumulator(dtype, shape)
{
    private readonly Func<Tensor, Tensor, Tensor> add = TensorSum.Of(dtype);
    private long[] indices = [];
    private int[] counts = [];
    private Tensor? rows;

    /// <param name="localStep">The step at which the gradient was computed.</param>
    /// <param name="at">The index of each row.</param>
    /// <param name="values">The rows.</param>
    /// <param name="whole">The shape of the whole tensor; null: it is not said.</param>
    public void Apply(long localStep, Tensor at, Tensor values, Tensor? whole) => Apply(localStep, () => Add(at, values, whole));

    protected override object TakeAll()
    {
        Taken taken = new(indices, rows!, [Shape.HasRank && Shape.Rank > 0 ? Shape[0] : -1, .. rows!.Shape.Dimensions[1..]]);
        if (averages && Array.Exists(counts, count => count > 1)) AccumulatorMean.Divide(taken.Rows, counts);
        (indices, counts, rows) = ([], [], null);
        return taken;
    }

    protected override void Free() => rows?.Dispose();

    private void Add(Tensor at, Tensor values, Tensor? whole)
    {
        if (at.Shape.Rank != 1) throw Wrong($"Input indices should be vector but received shape: {at.Shape}");
        if (values.Shape.Rank == 0) throw Wrong("Values cannot be 0-dimensional.");
        if (values.Shape[0] != at.ElementCount) throw Wrong($"Expected {at.ElementCount} non-empty input values, got {values.Shape[0]}");
        if (whole is not null) RequireWhole(whole.Elements<long>());
        RequireIndices(at.Elements<long>());
        RequireRow(values.Shape);
        if (rows is null) (indices, counts, rows) = (at.Elements<long>().ToArray(), [.. Enumerable.Repeat(1, (int)at.ElementCount)], values.Share());
        else Merge(at.Elements<long>(), values);
    }

    /// <summary>Puts the rows of a gradient among those that are there.</summary>
    private void Merge(ReadOnlySpan<long> at, Tensor values)
    {
        List<(int Own, int New)> merged = [];
        for (int i = 0, j = 0; i < indices.Length || j < at.Length;)
        {
            bool own = j == at.Length || (i < indices.Length && indices[i] <= at[j]), arriving = i == indices.Length || (j < at.Length && at[j] <= indices[i]);
            merged.Add((own ? i++ : -1, arriving ? j++ : -1));
        }

        Shape row = values.Shape.Slice(1..);
        Tensor sum = Tensor.Allocate(DType, Shape.Of(merged.Count).Concatenate(row));
        long[] mergedIndices = new long[merged.Count];
        int[] mergedCounts = new int[merged.Count];
        for (int i = 0; i < merged.Count; i++)
        {
            (int own, int arriving) = merged[i];
            mergedIndices[i] = own >= 0 ? indices[own] : at[arriving];
            mergedCounts[i] = (own >= 0 ? counts[own] : 0) + (arriving >= 0 ? 1 : 0);
            using Tensor? before = own >= 0 ? rows!.View(own * row.ElementCount, row) : null, more = arriving >= 0 ? values.View(arriving * row.ElementCount, row) : null;
            using Tensor? both = before is not null && more is not null ? add(before, more) : null;
            sum.CopyFrom(both ?? before ?? more!, i * row.ElementCount);
        }

        rows!.Dispose();
        (indices, counts, rows) = (mergedIndices, mergedCounts, sum);
    }

    private void RequireWhole(ReadOnlySpan<long> whole)
    {
        for (int i = 0; Shape.HasRank && i < Shape.Rank; i++)
        {
            if (whole.Length < Shape.Rank) throw Mismatch($"expected shape rank at least {Shape.Rank}, got {whole.Length}");
            if (Shape[i] != -1 && Shape[i] != whole[i]) throw Mismatch($"expected shape dim {i} to be {Shape[i]}, got {whole[i]}");
        }
    }

    private void RequireIndices(ReadOnlySpan<long> at)
    {
        if (!Shape.HasRank || Shape.Rank == 0 || Shape[0] == -1) return;
        for (int i = 0; i < at.Length; i++)
        {
            if (at[i] >= Shape[0]) throw Mismatch($"index of slice {i} exceeded limits of shape; index is {at[i]} exceeded {Shape[0]}");
        }
    }

    private void RequireRow(Shape values)
    {
        Shape expected = rows?.Shape ?? Shape;
        if (rows is not null && expected.Rank != values.Rank) throw Mismatch($"expected values rank {expected.Rank}, got {values.Rank}");
        if (!expected.HasRank) return;
        if (expected.Rank > values.Rank) throw Mismatch($"expected values rank at least {expected.Rank}, got {values.Rank}");
        for (int i = 1; i < expected.Rank; i++)
        {
            if (expected[i] != -1 && expected[i] != values[i]) throw Mismatch($"expected values dim {i} to be {expected[i]}, got {values[i]}");
        }
    }

    private static TfException Wrong(string message) => new(StatusCode.InvalidArgument, message);

    /// <summary>What was taken.</summary>
    /// <param name="Indices">The index of each row.</param>
    /// <param name="Rows">The rows.</param>
    /// <param name="Whole">The shape of the whole tensor, -1 where that is not known.</param>
    internal sealed record Taken(long[] Indices, Tensor Rows, long[] Whole);
}
