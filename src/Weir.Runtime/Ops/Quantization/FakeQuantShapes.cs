namespace Weir.Ops;

/// <summary>Where a fake quantization has its range from.</summary>
internal enum FakeQuantRangeOf
{
    Attributes,
    Scalars,
    Channels,
}

/// <summary>The shapes and ranges that fake quantizations and their gradients share.</summary>
internal static class FakeQuantShapes
{
    /// <summary>The shape of the data, once the ranges fit it.</summary>
    public static Shape Infer(ShapeContext c, FakeQuantRangeOf source, int data)
    {
        if (source == FakeQuantRangeOf.Attributes) return c.Input(data);
        int rank = source == FakeQuantRangeOf.Scalars ? 0 : 1;
        Shape minimum = c.WithRank(data + 1, rank), maximum = c.WithRank(data + 2, rank);
        if (rank == 0) return c.Input(data);
        Shape x = c.WithRankAtLeast(data, 1);
        if (!x.HasRank) return x;
        long channels = c.MergeSizes(c.MergeSizes(x[-1], minimum[0]), maximum[0]);
        return x.Slice(..^1).Concatenate(Shape.Of(channels));
    }

    public static FakeQuantRange Attributes(KernelRequest r, long bits, bool narrow)
    {
        (float minimum, float maximum) = (r.Float("min"), r.Float("max"));
        return minimum < maximum ? new FakeQuantRange(minimum, maximum, bits, narrow)
            : throw new TfException(StatusCode.InvalidArgument, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"min has to be smaller than max, was: {minimum} >= {maximum}"));
    }

    public static FakeQuantRange Scalars(StepContext s, int first, long bits, bool narrow) =>
        new(QuantizedTypes.Scalar(s, first, "min"), QuantizedTypes.Scalar(s, first + 1, "max"), bits, narrow);

    /// <returns>The number of channels.</returns>
    public static int CheckChannels(StepContext s, int data, int first)
    {
        Shape x = s.Input(data).Shape, minimum = s.Input(first).Shape, maximum = s.Input(first + 1).Shape;
        s.Require(x.Rank >= 1, "inputs must have at least rank 1.");
        s.Require(minimum.Rank == 1, $"`min` must be rank 1 but is rank {minimum.Rank}");
        s.Require(maximum.Rank == 1, $"`max` must be rank 1 but is rank {maximum.Rank}");
        s.Require(minimum[0] == x[-1], $"min has incorrect size, expected {x[-1]} was {minimum[0]}");
        s.Require(maximum[0] == x[-1], $"max has incorrect size, expected {x[-1]} was {maximum[0]}");
        return (int)x[-1];
    }
}
