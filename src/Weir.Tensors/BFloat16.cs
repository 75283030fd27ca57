using System.Globalization;
using System.Numerics;

namespace Weir;

/// <summary>The upper half of a 32-bit float: 8 exponent bits, 7 fraction bits.</summary>
public readonly struct BFloat16 : IEquatable<BFloat16>, IComparable<BFloat16>, IComparisonOperators<BFloat16, BFloat16, bool>
{
    private readonly ushort bits;

    private BFloat16(ushort bits) => this.bits = bits;

    /// <summary>The number whose bits these are.</summary>
    /// <param name="bits">Sign, exponent, fraction.</param>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>The bits: sign, exponent, fraction.</summary>
    public ushort ToBits() => bits;

    /// <summary>The same number; exact.</summary>
    /// <param name="value">A number.</param>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.bits << 16);

    /// <summary>The nearest number, ties to even; NaN stays NaN.</summary>
    /// <param name="value">A number.</param>
    public static explicit operator BFloat16(float value)
    {
        uint wide = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return new((ushort)((wide >> 16) | 0x0040));
        return new((ushort)((wide + 0x7fff + ((wide >> 16) & 1)) >> 16));
    }

    /// <summary>Equal as numbers: NaN equals nothing, -0 equals 0.</summary>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == (float)right;

    /// <summary>Not equal as numbers.</summary>
    public static bool operator !=(BFloat16 left, BFloat16 right) => (float)left != (float)right;

    /// <summary>Less as numbers; false with NaN.</summary>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < (float)right;

    /// <summary>Greater as numbers; false with NaN.</summary>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > (float)right;

    /// <summary>Less or equal as numbers; false with NaN.</summary>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= (float)right;

    /// <summary>Greater or equal as numbers; false with NaN.</summary>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= (float)right;

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo(other);

    /// <summary>Equal, where NaN equals NaN, as .NET's own floats compare.</summary>
    public bool Equals(BFloat16 other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <summary>The number in invariant form.</summary>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}
