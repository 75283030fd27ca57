using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Weir.Ops;

namespace Weir.Runtime.Tests.Ops;

/// <summary>Numbers as text, hashes and file patterns against independent definitions.</summary>
public sealed class TextTests
{
    [Fact]
    public void Numbers_written_in_full_are_read_as_themselves() => Gen.Double.Where(double.IsFinite).Sample(value =>
    {
        Assert.True(NumberText.TryParse(Encoding.ASCII.GetBytes(value.ToString("R", CultureInfo.InvariantCulture)), out double read));
        Assert.Equal(value, read);
    });

    [Fact]
    public void Whole_numbers_are_read_within_their_range_and_no_further() => Gen.OneOf(Gen.Long, Gen.OneOf(long.MinValue, long.MaxValue, 0L, 1L, -1L)).Sample(value =>
    {
        Assert.True(NumberText.TryParse(Encoding.ASCII.GetBytes($" {value.ToString(CultureInfo.InvariantCulture)}\t"), out long read));
        Assert.Equal(value, read);
        string beyond = ((Int128)value + (value < 0 ? long.MinValue : long.MaxValue) + Math.Sign(value)).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(value == 0, NumberText.TryParse(Encoding.ASCII.GetBytes(beyond), out long _));
    });

    [Fact]
    public void Rounding_is_that_of_exact_arithmetic() => Gen.Select(Gen.Int[-4_000_000, 4_000_000], Gen.Int[0, 12], Gen.Int[0, 8]).Sample((whole, shift, precision) =>
    {
        // Multiples of powers of two are exact, as double and as decimal; decimal rounds half to even too.
        double value = Math.ScaleB(whole, -shift);
        decimal exact = Math.Round((decimal)whole / (1 << shift), precision, MidpointRounding.ToEven);
        string text = DecimalDigits.Of(value).Fixed(precision, keepsPoint: false);
        Assert.Equal(Math.Abs(exact).ToString("F" + precision, CultureInfo.InvariantCulture), text);
    });

    /// <summary>The example in the paper by Aumasson and Bernstein, appendix A.</summary>
    [Fact]
    public void SipHash_is_that_of_its_paper() => Assert.Equal(
        0xA129CA6149BE45E5, SipHash.Of([.. Enumerable.Range(0, 15).Select(i => (byte)i)], 0x0706050403020100, 0x0F0E0D0C0B0A0908));

    [Fact]
    public void File_patterns_match_as_regular_expressions_do() => Gen.Select(
        Gen.OneOf("a", "b", "*", "?", "[ab]", "[!a]", ".", "**").Array[0, 7].Select(string.Concat), Gen.OneOf('a', 'b', '.', 'c').Array[0, 8].Select(letters => new string(letters))).Sample(
        (pattern, name) => Assert.Equal(
            Regex.IsMatch(name, "^" + pattern.Replace(".", "\\.", StringComparison.Ordinal).Replace("*", ".*", StringComparison.Ordinal).Replace("?", ".", StringComparison.Ordinal).Replace("[!", "[^", StringComparison.Ordinal).Replace(".*.*", ".*", StringComparison.Ordinal) + "$"),
            FilePattern.IsMatch(pattern, name)));
}
