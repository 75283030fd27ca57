using Weir.Simd;

namespace Weir.Ops;

/// <summary>A tensor's elements as floats.</summary>
internal static unsafe class FloatPixels
{
    /// <summary>The elements themselves, or converted in scratch memory of this thread.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="conversion">The conversion to float; null: they are floats.</param>
    public static float* Of(Tensor x, Conversion? conversion)
    {
        if (conversion is null) return (float*)x.Data;
        float* wide = Scratch.Get<float>(ScratchUse.WideA, (nint)x.ElementCount);
        for (long at = 0; at < x.ElementCount; at += Conversion.BlockLength)
        {
            conversion.Run(x.Data + (at * x.DType.ElementSize()), wide + at, (int)Math.Min(Conversion.BlockLength, x.ElementCount - at));
        }

        return wide;
    }
}
