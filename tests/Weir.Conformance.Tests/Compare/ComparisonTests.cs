namespace Weir.Conformance;

/// <summary>The judge itself: it must accept what is equal, and be able to say no.</summary>
public sealed class ComparisonTests
{
    [Theory]
    [InlineData(1.0, 1.00001, 1e-5, 0, true)]
    [InlineData(1.0, 1.0001, 1e-5, 0, false)]
    [InlineData(1e-7, 0, 0, 1e-6, true)]
    [InlineData(double.NaN, double.NaN, 0, 0, true)]
    [InlineData(double.NaN, 1, 1, 1, false)]
    [InlineData(1, double.NaN, 1, 1, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 0, 0, true)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, 1, 1, false)]
    [InlineData(1e300, double.PositiveInfinity, 1, 1, false)]
    [InlineData(double.PositiveInfinity, 1e300, 1, 1, false)]
    [InlineData(-0.0, 0.0, 1e-5, 0, true)]
    [InlineData(-0.0, 0.0, 0, 0, false)]
    [InlineData(1e-310, 0.0, 0, 0, true)]
    [InlineData(-1e-310, 0.0, 0, 0, false)]
    public void Numbers_are_near_enough_or_not(double got, double want, double relative, double absolute, bool same)
    {
        using Tensor a = Tensor.Scalar(got);
        using Tensor b = Tensor.Scalar(want);
        Assert.Equal(same, Comparison.Difference(a, b, new Tolerance(relative, absolute)) is null);
    }

    [Fact]
    public void Integers_are_equal_and_64_bits_wide()
    {
        using Tensor a = Tensor.From(long.MaxValue, 0L);
        using Tensor b = Tensor.From(long.MaxValue - 1, 0L);
        Assert.NotNull(Comparison.Difference(a, b, new Tolerance(1e-5, 1e-6)));
        Assert.Null(Comparison.Difference(a, b, new Tolerance(0, 1)));
    }

    [Fact]
    public void Shapes_dtypes_and_strings_must_be_the_same()
    {
        using Tensor row = Tensor.From<float>([1, 2], [1, 2]);
        using Tensor column = Tensor.From<float>([1, 2], [2, 1]);
        using Tensor wide = Tensor.From<double>([1, 2], [1, 2]);
        using Tensor text = Tensor.From("a", "b");
        using Tensor other = Tensor.From("a", "c");
        Assert.StartsWith("shape", Comparison.Difference(row, column, default), StringComparison.Ordinal);
        Assert.StartsWith("dtype", Comparison.Difference(row, wide, default), StringComparison.Ordinal);
        Assert.Null(Comparison.Difference(text, text, default));
        Assert.Contains("element 1", Comparison.Difference(text, other, default), StringComparison.Ordinal);
    }

    /// <summary>Every dtype that occurs can be compared, and the rules refuse no recorded value as its own result.</summary>
    [Fact]
    public void Every_recorded_output_equals_itself()
    {
        Parallel.ForEach(FamilyReport.Families.SelectMany(family => Corpus.Lines(Corpus.Path("ops", family + ".jsonl.gz")).Select(row => new OpCase(family, row))), one =>
        {
            if (one.ErrorCode is not null) return;
            foreach (Tensor? output in one.Outputs)
            {
                if (output is not null && output.DType is not (DType.Variant or DType.Resource)) Assert.Null(Comparison.Difference(output, output, one.Tolerance));
            }
        });
    }
}
