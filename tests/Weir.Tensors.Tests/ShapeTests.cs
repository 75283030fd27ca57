using CsCheck;

namespace Weir.Tensors.Tests;

public sealed class ShapeTests
{
    [Theory]
    [InlineData(new[] { long.MaxValue, 2L })]
    [InlineData(new[] { 1L << 32, 1L << 32 })]
    [InlineData(new[] { 3_037_000_500L, 3_037_000_500L })]
    [InlineData(new[] { 1L << 62, 1L << 62, 1L << 62, 1L << 62, 1L << 62 })]
    [InlineData(new[] { 0L, 1L << 62, 1L << 62 })] // Empty, but its sizes alone would overflow a stride.
    [InlineData(new[] { -2L })]
    [InlineData(new[] { long.MinValue })]
    public void Forged_sizes_are_a_clear_error(long[] sizes)
    {
        TfException error = Assert.Throws<TfException>(() => Shape.Of(sizes));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Contains(sizes[^1].ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rank_is_bounded()
    {
        Assert.Equal(Shape.MaxRank, Shape.Of(new long[Shape.MaxRank]).Rank);
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => Shape.Of(new long[Shape.MaxRank + 1])).Code);
        Assert.Throws<TfException>(() => Shape.Of(new long[200]).Concatenate(Shape.Of(new long[200])));
    }

    [Fact]
    public void Counts_and_text_say_what_is_known()
    {
        Assert.Equal(1, Shape.Scalar.ElementCount);
        Assert.Equal(-1, Shape.Unknown.ElementCount);
        Assert.Equal(-1, Shape.Create(2, null).ElementCount);
        Assert.Equal(0, Shape.Of(3, 0, 5).ElementCount);
        Assert.Equal(("<unknown>", "[]", "[2,?]"), (Shape.Unknown.ToString(), Shape.Scalar.ToString(), Shape.Create(2, null).ToString()));
        Assert.Equal((-1, false), (Shape.Unknown.Rank, Shape.Unknown.HasRank));
        Assert.Equal(5, Shape.Of(2, 5)[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Of(2, 5)[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Unknown[0]);
    }

    [Fact]
    public void Merging_keeps_what_either_knows_or_says_that_they_differ()
    {
        Gen<Shape> shapes = Gen.Select(Gen.Bool, Gen.Long[-1, 2].Array[0, 3], (known, sizes) => known ? Shape.Of(sizes) : Shape.Unknown);
        Gen.Select(shapes, shapes).Sample((a, b) =>
        {
            Shape? merged = a.TryMerge(b);
            Assert.Equal(a.IsCompatibleWith(b), merged is not null);
            Assert.Equal(a.IsCompatibleWith(b), b.IsCompatibleWith(a));
            if (merged is null) return;
            Assert.Equal(merged, b.TryMerge(a));
            Assert.Equal(merged.GetHashCode(), b.TryMerge(a)!.GetHashCode());
            Assert.Equal(merged, merged.TryMerge(a));
            Assert.Equal(a.HasRank || b.HasRank, merged.HasRank);
        });
    }
}
