using System.Globalization;
using System.Text;
using CsCheck;

namespace Weir.Json;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData(9000000f, "9e+06")]
    [InlineData(999999f, "999999.0")]
    [InlineData(0.5f, "0.5")]
    [InlineData(0.0003f, "0.0003")]
    [InlineData(0.00003f, "3e-05")]
    [InlineData(555557.5f, "555557.5")]
    [InlineData(0f, "0.0")]
    [InlineData(-0f, "-0.0")]
    [InlineData(3f, "3.0")]
    [InlineData(0.2f, "0.2")]
    [InlineData(0.12345678f, "0.123456784")]
    [InlineData(16777216f, "16777216.0")]
    [InlineData(1e-45f, "1.4013e-45")]
    [InlineData(float.MaxValue, "3.40282347e+38")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Floats_are_written_as_TensorFlow_Serving_does(float value, string text) => Assert.Equal(text, Write(value));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0 / 3, "0.33333333333333331")]
    [InlineData(1e100, "1e+100")]
    [InlineData(123456789, "123456789.0")]
    [InlineData(-1234567, "-1234567.0")]
    public void Doubles_too(double value, string text)
    {
        Span<byte> room = stackalloc byte[DecimalText.MaxLength];
        Assert.Equal(text, Encoding.ASCII.GetString(room[..DecimalText.Write(value, room)]));
    }

    [Fact]
    public void Floats_read_back() => Gen.Float.Sample(value =>
        Assert.Equal(value, float.Parse(Write(value), CultureInfo.InvariantCulture)));

    [Fact]
    public void Doubles_read_back() => Gen.Double.Sample(value =>
    {
        byte[] room = new byte[DecimalText.MaxLength];
        int length = DecimalText.Write(value, room);
        Assert.Equal(value, double.Parse(room.AsSpan(0, length), CultureInfo.InvariantCulture));
    });

    private static string Write(float value)
    {
        Span<byte> room = stackalloc byte[DecimalText.MaxLength];
        return Encoding.ASCII.GetString(room[..DecimalText.Write(value, room)]);
    }
}
