using System.Numerics;

namespace Weir.Checkpoints.Tests;

/// <summary>Elements of every dtype as doubles.</summary>
public sealed class ElementValuesTests
{
    [Theory]
    [InlineData("extra_float8_e4m3fn")]
    [InlineData("extra_float8_e5m2")]
    [InlineData("extra_int4")]
    [InlineData("extra_uint4")]
    public void Small_dtypes_are_read(string name)
    {
        using CheckpointReader reader = CheckpointReader.Open(Corpus.CorpusFolder.Checkpoint("dtypes", name));
        using Tensor tensor = reader.Read("x");
        double[] values = new double[4];
        ElementValues.Read(tensor, 0, values);
        Assert.Equal([1, 2, 3], values[..3]);
        Assert.All(values, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData(DType.Float8E4M3FN, 0x7e, 448)]
    [InlineData(DType.Float8E4M3FN, 0x81, -0.001953125)]
    [InlineData(DType.Float8E4M3FN, 0x38, 1)]
    [InlineData(DType.Float8E4M3FN, 0x7f, double.NaN)]
    [InlineData(DType.Float8E5M2, 0x7b, 57344)]
    [InlineData(DType.Float8E5M2, 0xbc, -1)]
    [InlineData(DType.Float8E5M2, 0x7c, double.PositiveInfinity)]
    [InlineData(DType.Int4, 0xf9, -7)]
    [InlineData(DType.Int4, 0x0f, -1)]
    [InlineData(DType.Int4, 0x08, -8)]
    [InlineData(DType.UInt4, 0x0f, 15)]
    [InlineData(DType.UInt4, 0xf9, 9)]
    [InlineData(DType.QInt8, 0x80, -128)]
    [InlineData(DType.Bool, 1, 1)]
    public unsafe void A_byte_is_the_number_it_stands_for(DType dtype, byte bits, double expected)
    {
        double[] values = new double[1];
        ElementValues.Read(dtype, &bits, values);
        Assert.Equal(expected, values[0]);
    }

    [Fact]
    public void Wide_ranges_have_their_bins()
    {
        using Tensor tensor = Tensor.From(-double.MaxValue, 0, double.MaxValue);
        TensorStatistics statistics = TensorStatistics.Of(tensor, 3);
        Assert.Equal([1, 1, 1], statistics.Bins);
        using Tensor complex = Tensor.From(new Complex(3, 4), new Complex(double.NaN, 0));
        Assert.Equal((5.0, 1L, 1L), (TensorStatistics.Of(complex, 3).Max, TensorStatistics.Of(complex, 3).NaNs, TensorStatistics.Of(complex, 3).Finite));
    }
}
