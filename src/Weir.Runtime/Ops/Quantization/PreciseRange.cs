using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Ops;

/// <summary>A <see cref="LinearRange{T}"/> in double precision, and not cut at its ends.</summary>
/// <remarks>Ops whose results hang on the last bit of one number take this one. Source: quantization_utils.h, the forms for one number.</remarks>
internal readonly struct PreciseRange<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly float minimum;
    private readonly bool isPoint;
    private readonly double unit;
    private readonly double stepsPerUnit;

    public PreciseRange(float minimum, float maximum)
    {
        this.minimum = minimum;
        isPoint = minimum == maximum;
        double steps = 1L << (Unsafe.SizeOf<T>() * 8), range = (maximum - minimum) * (steps / (steps - 1));
        unit = range / steps;
        stepsPerUnit = steps / range;
    }

    /// <summary>The float that an integer stands for.</summary>
    public float ToFloat(T value)
    {
        if (isPoint) return minimum;
        double first = Round(minimum / (float)unit) * (float)unit;
        return (float)(first + ((double.CreateTruncating(value) - double.CreateTruncating(T.MinValue)) * unit));
    }

    /// <summary>The integer that stands for the nearest float, were there more of them than a <typeparamref name="T"/> can be.</summary>
    public long Unclamped(float value)
    {
        long least = long.CreateTruncating(T.MinValue);
        return isPoint ? least : (long)Math.Clamp(Round(value * stepsPerUnit) - Round(minimum * stepsPerUnit) + least, -9e18, 9e18);
    }

    /// <summary>The integer that stands for the nearest float; floats outside of the range count as its ends.</summary>
    public T ToQuantized(float value) => T.CreateSaturating(Unclamped(value));

    private static double Round(double value) => Math.Round(value, MidpointRounding.AwayFromZero);
}
