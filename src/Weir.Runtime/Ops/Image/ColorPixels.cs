using System.Numerics;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>From the three channels of a pixel to three others.</summary>
internal interface IColorMap
{
    (T First, T Second, T Third) Map<T>(T first, T second, T third) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Maps the pixels of tensors whose last dimension has three channels.</summary>
internal static unsafe class ColorPixels
{
    public const int Channels = 3;

    private const long PicosecondsPerPixel = 8_000;

    /// <summary>Maps each pixel of x to one of y; they may be the same memory. Narrow floats are computed as float.</summary>
    public static void Run<T, TMap>(Tensor x, Tensor y, TMap map)
        where T : unmanaged
        where TMap : struct, IColorMap
    {
        nint count = (nint)x.ElementCount;
        if (typeof(T) == typeof(float)) Run((float*)x.Data, (float*)y.Data, count, map);
        else if (typeof(T) == typeof(double)) Run((double*)x.Data, (double*)y.Data, count, map);
        else
        {
            float* wide = Scratch.Get<float>(ScratchUse.WideA, count);
            NarrowFloats.Widen((T*)x.Data, wide, count);
            Run(wide, wide, count, map);
            NarrowFloats.Round(wide, (T*)y.Data, count);
        }
    }

    private static void Run<T, TMap>(T* x, T* y, nint count, TMap map)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TMap : struct, IColorMap => WorkPool.Run(new Job<T, TMap>(x, y, map), count / Channels, PicosecondsPerPixel);

    private readonly struct Job<T, TMap>(T* x, T* y, TMap map) : IParallelJob
        where T : unmanaged, IFloatingPointIeee754<T>
        where TMap : struct, IColorMap
    {
        public void Run(long begin, long end)
        {
            T* from = x + (begin * Channels), to = y + (begin * Channels);
            for (long pixel = begin; pixel < end; pixel++, from += Channels, to += Channels) (to[0], to[1], to[2]) = map.Map(from[0], from[1], from[2]);
        }
    }
}
