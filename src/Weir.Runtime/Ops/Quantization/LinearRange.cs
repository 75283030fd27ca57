using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Ops;

/// <summary>How all integers of a type stand for the floats of a range: the least for its minimum, and so on in equal steps.</summary>
/// <remarks>Source: quantization_utils.h, the forms over Eigen.</remarks>
internal readonly struct LinearRange<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly float stepsPerUnit;
    private readonly float scaledMinimum;
    private readonly float unitsPerStep;
    private readonly float first;

    public LinearRange(float minimum, float maximum)
    {
        double steps = 1L << (Unsafe.SizeOf<T>() * 8), range = (maximum - minimum) * (steps / (steps - 1));
        stepsPerUnit = range == 0 ? 0 : (float)(steps / range);
        scaledMinimum = QuantizedTypes.Round(minimum * stepsPerUnit);
        unitsPerStep = (float)((maximum - minimum) / (steps - 1));
        float least = maximum == minimum ? minimum : QuantizedTypes.Round(minimum / unitsPerStep) * unitsPerStep;
        first = least - (Lowest * unitsPerStep);
    }

    private static float Lowest => float.CreateTruncating(T.MinValue);

    /// <summary>The float that an integer stands for.</summary>
    public float ToFloat(T value) => first + (float.CreateTruncating(value) * unitsPerStep);

    /// <summary>The integer that stands for the nearest float; floats outside of the range count as its ends.</summary>
    public T ToQuantized(float value)
    {
        float step = QuantizedTypes.Round(value * stepsPerUnit) - (scaledMinimum - Lowest);
        float highest = Unsafe.SizeOf<T>() == 4 ? 2147483520f : float.CreateTruncating(T.MaxValue);
        return QuantizedTypes.Cut<T>(Math.Min(Math.Max(step, Lowest), highest));
    }
}
