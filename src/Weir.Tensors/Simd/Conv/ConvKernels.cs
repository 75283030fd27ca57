// Written by eng/GenerateConvKernels.cs; change that and run it again.
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Some neighbouring pixels of a convolution's output, one or two vectors of channels each. The sums stay in registers over the whole depth.</summary>
internal static unsafe class ConvKernels
{
    /// <summary>Runs the kernel for so many pixels and vectors: y = activation(sum * factor + offset + addend).</summary>
    /// <remarks>
    /// The depth is cut into <c>runs</c> runs of <c>length</c> elements, of which run i of pixel p begins at <c>x + offsets[i] + p * xStep</c>.
    /// Filter: two vectors for each element of the depth, of which a kernel for one vector reads the first. Factor and offset: as many vectors;
    /// addend: as y. Each may be null; a factor has an offset.
    /// For each element of the depth memory is fetched that is needed later, <c>aheadStep</c> bytes further each time.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, V, TActivation>(
        int pixels, int vectors, nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        switch ((vectors * 16) + pixels)
        {
            case (1 * 16) + 1:
                Pixels1Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 1:
                Pixels1Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 2:
                Pixels2Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 2:
                Pixels2Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 3:
                Pixels3Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 3:
                Pixels3Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 4:
                Pixels4Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 4:
                Pixels4Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 5:
                Pixels5Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 5:
                Pixels5Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 6:
                Pixels6Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 6:
                Pixels6Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 7:
                Pixels7Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 7:
                Pixels7Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 8:
                Pixels8Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 8:
                Pixels8Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 9:
                Pixels9Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 9:
                Pixels9Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 10:
                Pixels10Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 10:
                Pixels10Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 11:
                Pixels11Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 11:
                Pixels11Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 12:
                Pixels12Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 12:
                Pixels12Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 13:
                Pixels13Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 13:
                Pixels13Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (1 * 16) + 14:
                Pixels14Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            case (2 * 16) + 14:
                Pixels14Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(pixels));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels1Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                x0++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels1Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                x0++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels2Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                x0++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels2Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                x0++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels3Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                x0++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels3Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                x0++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels4Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                x0++;
                x1++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels4Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                x0++;
                x1++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels5Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                x0++;
                x1++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels5Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                x0++;
                x1++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels6Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        V y5_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                x0++;
                x1++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
            y5_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
            y5_0 += V.Load(addend + (5 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels6Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        V y5_0 = V.Zero, y5_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                y5_1 = V.MultiplyAdd(a5, f1, y5_1);
                x0++;
                x1++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y5_1 = V.MultiplyAdd(y5_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
            y5_0 += o0;
            y5_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
            y5_0 += V.Load(addend + (5 * yStep));
            y5_1 += V.Load(addend + (5 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_1), y + (5 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels7Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        V y5_0 = V.Zero;
        V y6_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                x0++;
                x1++;
                x2++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
            y5_0 += o0;
            y6_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
            y5_0 += V.Load(addend + (5 * yStep));
            y6_0 += V.Load(addend + (6 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels7Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        V y5_0 = V.Zero, y5_1 = V.Zero;
        V y6_0 = V.Zero, y6_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                y5_1 = V.MultiplyAdd(a5, f1, y5_1);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                y6_1 = V.MultiplyAdd(a6, f1, y6_1);
                x0++;
                x1++;
                x2++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y5_1 = V.MultiplyAdd(y5_1, f1, o1);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y6_1 = V.MultiplyAdd(y6_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
            y5_0 += o0;
            y5_1 += o1;
            y6_0 += o0;
            y6_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
            y5_0 += V.Load(addend + (5 * yStep));
            y5_1 += V.Load(addend + (5 * yStep) + V.Count);
            y6_0 += V.Load(addend + (6 * yStep));
            y6_1 += V.Load(addend + (6 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_1), y + (5 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_1), y + (6 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels8Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        V y5_0 = V.Zero;
        V y6_0 = V.Zero;
        V y7_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                x0++;
                x1++;
                x2++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
            y5_0 += o0;
            y6_0 += o0;
            y7_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
            y5_0 += V.Load(addend + (5 * yStep));
            y6_0 += V.Load(addend + (6 * yStep));
            y7_0 += V.Load(addend + (7 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels8Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        V y5_0 = V.Zero, y5_1 = V.Zero;
        V y6_0 = V.Zero, y6_1 = V.Zero;
        V y7_0 = V.Zero, y7_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                y5_1 = V.MultiplyAdd(a5, f1, y5_1);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                y6_1 = V.MultiplyAdd(a6, f1, y6_1);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                y7_1 = V.MultiplyAdd(a7, f1, y7_1);
                x0++;
                x1++;
                x2++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y5_1 = V.MultiplyAdd(y5_1, f1, o1);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y6_1 = V.MultiplyAdd(y6_1, f1, o1);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y7_1 = V.MultiplyAdd(y7_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
            y5_0 += o0;
            y5_1 += o1;
            y6_0 += o0;
            y6_1 += o1;
            y7_0 += o0;
            y7_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
            y5_0 += V.Load(addend + (5 * yStep));
            y5_1 += V.Load(addend + (5 * yStep) + V.Count);
            y6_0 += V.Load(addend + (6 * yStep));
            y6_1 += V.Load(addend + (6 * yStep) + V.Count);
            y7_0 += V.Load(addend + (7 * yStep));
            y7_1 += V.Load(addend + (7 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_1), y + (5 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_1), y + (6 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_1), y + (7 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels9Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        V y5_0 = V.Zero;
        V y6_0 = V.Zero;
        V y7_0 = V.Zero;
        V y8_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                x0++;
                x1++;
                x2++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
            y5_0 += o0;
            y6_0 += o0;
            y7_0 += o0;
            y8_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
            y5_0 += V.Load(addend + (5 * yStep));
            y6_0 += V.Load(addend + (6 * yStep));
            y7_0 += V.Load(addend + (7 * yStep));
            y8_0 += V.Load(addend + (8 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels9Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        V y5_0 = V.Zero, y5_1 = V.Zero;
        V y6_0 = V.Zero, y6_1 = V.Zero;
        V y7_0 = V.Zero, y7_1 = V.Zero;
        V y8_0 = V.Zero, y8_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                y5_1 = V.MultiplyAdd(a5, f1, y5_1);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                y6_1 = V.MultiplyAdd(a6, f1, y6_1);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                y7_1 = V.MultiplyAdd(a7, f1, y7_1);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                y8_1 = V.MultiplyAdd(a8, f1, y8_1);
                x0++;
                x1++;
                x2++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y5_1 = V.MultiplyAdd(y5_1, f1, o1);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y6_1 = V.MultiplyAdd(y6_1, f1, o1);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y7_1 = V.MultiplyAdd(y7_1, f1, o1);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y8_1 = V.MultiplyAdd(y8_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
            y5_0 += o0;
            y5_1 += o1;
            y6_0 += o0;
            y6_1 += o1;
            y7_0 += o0;
            y7_1 += o1;
            y8_0 += o0;
            y8_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
            y5_0 += V.Load(addend + (5 * yStep));
            y5_1 += V.Load(addend + (5 * yStep) + V.Count);
            y6_0 += V.Load(addend + (6 * yStep));
            y6_1 += V.Load(addend + (6 * yStep) + V.Count);
            y7_0 += V.Load(addend + (7 * yStep));
            y7_1 += V.Load(addend + (7 * yStep) + V.Count);
            y8_0 += V.Load(addend + (8 * yStep));
            y8_1 += V.Load(addend + (8 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_1), y + (5 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_1), y + (6 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_1), y + (7 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_1), y + (8 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels10Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        V y5_0 = V.Zero;
        V y6_0 = V.Zero;
        V y7_0 = V.Zero;
        V y8_0 = V.Zero;
        V y9_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                x0++;
                x1++;
                x2++;
                x3++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
            y5_0 += o0;
            y6_0 += o0;
            y7_0 += o0;
            y8_0 += o0;
            y9_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
            y5_0 += V.Load(addend + (5 * yStep));
            y6_0 += V.Load(addend + (6 * yStep));
            y7_0 += V.Load(addend + (7 * yStep));
            y8_0 += V.Load(addend + (8 * yStep));
            y9_0 += V.Load(addend + (9 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels10Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        V y5_0 = V.Zero, y5_1 = V.Zero;
        V y6_0 = V.Zero, y6_1 = V.Zero;
        V y7_0 = V.Zero, y7_1 = V.Zero;
        V y8_0 = V.Zero, y8_1 = V.Zero;
        V y9_0 = V.Zero, y9_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                y5_1 = V.MultiplyAdd(a5, f1, y5_1);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                y6_1 = V.MultiplyAdd(a6, f1, y6_1);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                y7_1 = V.MultiplyAdd(a7, f1, y7_1);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                y8_1 = V.MultiplyAdd(a8, f1, y8_1);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                y9_1 = V.MultiplyAdd(a9, f1, y9_1);
                x0++;
                x1++;
                x2++;
                x3++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y5_1 = V.MultiplyAdd(y5_1, f1, o1);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y6_1 = V.MultiplyAdd(y6_1, f1, o1);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y7_1 = V.MultiplyAdd(y7_1, f1, o1);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y8_1 = V.MultiplyAdd(y8_1, f1, o1);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
            y9_1 = V.MultiplyAdd(y9_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
            y5_0 += o0;
            y5_1 += o1;
            y6_0 += o0;
            y6_1 += o1;
            y7_0 += o0;
            y7_1 += o1;
            y8_0 += o0;
            y8_1 += o1;
            y9_0 += o0;
            y9_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
            y5_0 += V.Load(addend + (5 * yStep));
            y5_1 += V.Load(addend + (5 * yStep) + V.Count);
            y6_0 += V.Load(addend + (6 * yStep));
            y6_1 += V.Load(addend + (6 * yStep) + V.Count);
            y7_0 += V.Load(addend + (7 * yStep));
            y7_1 += V.Load(addend + (7 * yStep) + V.Count);
            y8_0 += V.Load(addend + (8 * yStep));
            y8_1 += V.Load(addend + (8 * yStep) + V.Count);
            y9_0 += V.Load(addend + (9 * yStep));
            y9_1 += V.Load(addend + (9 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_1), y + (5 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_1), y + (6 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_1), y + (7 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_1), y + (8 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_1), y + (9 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels11Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        V y5_0 = V.Zero;
        V y6_0 = V.Zero;
        V y7_0 = V.Zero;
        V y8_0 = V.Zero;
        V y9_0 = V.Zero;
        V y10_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                V a10 = V.Create(x3[xStep]);
                y10_0 = V.MultiplyAdd(a10, f0, y10_0);
                x0++;
                x1++;
                x2++;
                x3++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
            y10_0 = V.MultiplyAdd(y10_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
            y5_0 += o0;
            y6_0 += o0;
            y7_0 += o0;
            y8_0 += o0;
            y9_0 += o0;
            y10_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
            y5_0 += V.Load(addend + (5 * yStep));
            y6_0 += V.Load(addend + (6 * yStep));
            y7_0 += V.Load(addend + (7 * yStep));
            y8_0 += V.Load(addend + (8 * yStep));
            y9_0 += V.Load(addend + (9 * yStep));
            y10_0 += V.Load(addend + (10 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
        V.Store(TActivation.Invoke<V, T>(y10_0), y + (10 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels11Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        V y5_0 = V.Zero, y5_1 = V.Zero;
        V y6_0 = V.Zero, y6_1 = V.Zero;
        V y7_0 = V.Zero, y7_1 = V.Zero;
        V y8_0 = V.Zero, y8_1 = V.Zero;
        V y9_0 = V.Zero, y9_1 = V.Zero;
        V y10_0 = V.Zero, y10_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                y5_1 = V.MultiplyAdd(a5, f1, y5_1);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                y6_1 = V.MultiplyAdd(a6, f1, y6_1);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                y7_1 = V.MultiplyAdd(a7, f1, y7_1);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                y8_1 = V.MultiplyAdd(a8, f1, y8_1);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                y9_1 = V.MultiplyAdd(a9, f1, y9_1);
                V a10 = V.Create(x3[xStep]);
                y10_0 = V.MultiplyAdd(a10, f0, y10_0);
                y10_1 = V.MultiplyAdd(a10, f1, y10_1);
                x0++;
                x1++;
                x2++;
                x3++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y5_1 = V.MultiplyAdd(y5_1, f1, o1);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y6_1 = V.MultiplyAdd(y6_1, f1, o1);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y7_1 = V.MultiplyAdd(y7_1, f1, o1);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y8_1 = V.MultiplyAdd(y8_1, f1, o1);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
            y9_1 = V.MultiplyAdd(y9_1, f1, o1);
            y10_0 = V.MultiplyAdd(y10_0, f0, o0);
            y10_1 = V.MultiplyAdd(y10_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
            y5_0 += o0;
            y5_1 += o1;
            y6_0 += o0;
            y6_1 += o1;
            y7_0 += o0;
            y7_1 += o1;
            y8_0 += o0;
            y8_1 += o1;
            y9_0 += o0;
            y9_1 += o1;
            y10_0 += o0;
            y10_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
            y5_0 += V.Load(addend + (5 * yStep));
            y5_1 += V.Load(addend + (5 * yStep) + V.Count);
            y6_0 += V.Load(addend + (6 * yStep));
            y6_1 += V.Load(addend + (6 * yStep) + V.Count);
            y7_0 += V.Load(addend + (7 * yStep));
            y7_1 += V.Load(addend + (7 * yStep) + V.Count);
            y8_0 += V.Load(addend + (8 * yStep));
            y8_1 += V.Load(addend + (8 * yStep) + V.Count);
            y9_0 += V.Load(addend + (9 * yStep));
            y9_1 += V.Load(addend + (9 * yStep) + V.Count);
            y10_0 += V.Load(addend + (10 * yStep));
            y10_1 += V.Load(addend + (10 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_1), y + (5 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_1), y + (6 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_1), y + (7 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_1), y + (8 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_1), y + (9 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y10_0), y + (10 * yStep));
        V.Store(TActivation.Invoke<V, T>(y10_1), y + (10 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels12Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        V y5_0 = V.Zero;
        V y6_0 = V.Zero;
        V y7_0 = V.Zero;
        V y8_0 = V.Zero;
        V y9_0 = V.Zero;
        V y10_0 = V.Zero;
        V y11_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                V a10 = V.Create(x3[xStep]);
                y10_0 = V.MultiplyAdd(a10, f0, y10_0);
                V a11 = V.Create(x3[2 * xStep]);
                y11_0 = V.MultiplyAdd(a11, f0, y11_0);
                x0++;
                x1++;
                x2++;
                x3++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
            y10_0 = V.MultiplyAdd(y10_0, f0, o0);
            y11_0 = V.MultiplyAdd(y11_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
            y5_0 += o0;
            y6_0 += o0;
            y7_0 += o0;
            y8_0 += o0;
            y9_0 += o0;
            y10_0 += o0;
            y11_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
            y5_0 += V.Load(addend + (5 * yStep));
            y6_0 += V.Load(addend + (6 * yStep));
            y7_0 += V.Load(addend + (7 * yStep));
            y8_0 += V.Load(addend + (8 * yStep));
            y9_0 += V.Load(addend + (9 * yStep));
            y10_0 += V.Load(addend + (10 * yStep));
            y11_0 += V.Load(addend + (11 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
        V.Store(TActivation.Invoke<V, T>(y10_0), y + (10 * yStep));
        V.Store(TActivation.Invoke<V, T>(y11_0), y + (11 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels12Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        V y5_0 = V.Zero, y5_1 = V.Zero;
        V y6_0 = V.Zero, y6_1 = V.Zero;
        V y7_0 = V.Zero, y7_1 = V.Zero;
        V y8_0 = V.Zero, y8_1 = V.Zero;
        V y9_0 = V.Zero, y9_1 = V.Zero;
        V y10_0 = V.Zero, y10_1 = V.Zero;
        V y11_0 = V.Zero, y11_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                y5_1 = V.MultiplyAdd(a5, f1, y5_1);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                y6_1 = V.MultiplyAdd(a6, f1, y6_1);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                y7_1 = V.MultiplyAdd(a7, f1, y7_1);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                y8_1 = V.MultiplyAdd(a8, f1, y8_1);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                y9_1 = V.MultiplyAdd(a9, f1, y9_1);
                V a10 = V.Create(x3[xStep]);
                y10_0 = V.MultiplyAdd(a10, f0, y10_0);
                y10_1 = V.MultiplyAdd(a10, f1, y10_1);
                V a11 = V.Create(x3[2 * xStep]);
                y11_0 = V.MultiplyAdd(a11, f0, y11_0);
                y11_1 = V.MultiplyAdd(a11, f1, y11_1);
                x0++;
                x1++;
                x2++;
                x3++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y5_1 = V.MultiplyAdd(y5_1, f1, o1);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y6_1 = V.MultiplyAdd(y6_1, f1, o1);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y7_1 = V.MultiplyAdd(y7_1, f1, o1);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y8_1 = V.MultiplyAdd(y8_1, f1, o1);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
            y9_1 = V.MultiplyAdd(y9_1, f1, o1);
            y10_0 = V.MultiplyAdd(y10_0, f0, o0);
            y10_1 = V.MultiplyAdd(y10_1, f1, o1);
            y11_0 = V.MultiplyAdd(y11_0, f0, o0);
            y11_1 = V.MultiplyAdd(y11_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
            y5_0 += o0;
            y5_1 += o1;
            y6_0 += o0;
            y6_1 += o1;
            y7_0 += o0;
            y7_1 += o1;
            y8_0 += o0;
            y8_1 += o1;
            y9_0 += o0;
            y9_1 += o1;
            y10_0 += o0;
            y10_1 += o1;
            y11_0 += o0;
            y11_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
            y5_0 += V.Load(addend + (5 * yStep));
            y5_1 += V.Load(addend + (5 * yStep) + V.Count);
            y6_0 += V.Load(addend + (6 * yStep));
            y6_1 += V.Load(addend + (6 * yStep) + V.Count);
            y7_0 += V.Load(addend + (7 * yStep));
            y7_1 += V.Load(addend + (7 * yStep) + V.Count);
            y8_0 += V.Load(addend + (8 * yStep));
            y8_1 += V.Load(addend + (8 * yStep) + V.Count);
            y9_0 += V.Load(addend + (9 * yStep));
            y9_1 += V.Load(addend + (9 * yStep) + V.Count);
            y10_0 += V.Load(addend + (10 * yStep));
            y10_1 += V.Load(addend + (10 * yStep) + V.Count);
            y11_0 += V.Load(addend + (11 * yStep));
            y11_1 += V.Load(addend + (11 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_1), y + (5 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_1), y + (6 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_1), y + (7 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_1), y + (8 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_1), y + (9 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y10_0), y + (10 * yStep));
        V.Store(TActivation.Invoke<V, T>(y10_1), y + (10 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y11_0), y + (11 * yStep));
        V.Store(TActivation.Invoke<V, T>(y11_1), y + (11 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels13Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        V y5_0 = V.Zero;
        V y6_0 = V.Zero;
        V y7_0 = V.Zero;
        V y8_0 = V.Zero;
        V y9_0 = V.Zero;
        V y10_0 = V.Zero;
        V y11_0 = V.Zero;
        V y12_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            T* x4 = x3 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                V a10 = V.Create(x3[xStep]);
                y10_0 = V.MultiplyAdd(a10, f0, y10_0);
                V a11 = V.Create(x3[2 * xStep]);
                y11_0 = V.MultiplyAdd(a11, f0, y11_0);
                V a12 = V.Create(*x4);
                y12_0 = V.MultiplyAdd(a12, f0, y12_0);
                x0++;
                x1++;
                x2++;
                x3++;
                x4++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
            y10_0 = V.MultiplyAdd(y10_0, f0, o0);
            y11_0 = V.MultiplyAdd(y11_0, f0, o0);
            y12_0 = V.MultiplyAdd(y12_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
            y5_0 += o0;
            y6_0 += o0;
            y7_0 += o0;
            y8_0 += o0;
            y9_0 += o0;
            y10_0 += o0;
            y11_0 += o0;
            y12_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
            y5_0 += V.Load(addend + (5 * yStep));
            y6_0 += V.Load(addend + (6 * yStep));
            y7_0 += V.Load(addend + (7 * yStep));
            y8_0 += V.Load(addend + (8 * yStep));
            y9_0 += V.Load(addend + (9 * yStep));
            y10_0 += V.Load(addend + (10 * yStep));
            y11_0 += V.Load(addend + (11 * yStep));
            y12_0 += V.Load(addend + (12 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
        V.Store(TActivation.Invoke<V, T>(y10_0), y + (10 * yStep));
        V.Store(TActivation.Invoke<V, T>(y11_0), y + (11 * yStep));
        V.Store(TActivation.Invoke<V, T>(y12_0), y + (12 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels13Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        V y5_0 = V.Zero, y5_1 = V.Zero;
        V y6_0 = V.Zero, y6_1 = V.Zero;
        V y7_0 = V.Zero, y7_1 = V.Zero;
        V y8_0 = V.Zero, y8_1 = V.Zero;
        V y9_0 = V.Zero, y9_1 = V.Zero;
        V y10_0 = V.Zero, y10_1 = V.Zero;
        V y11_0 = V.Zero, y11_1 = V.Zero;
        V y12_0 = V.Zero, y12_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            T* x4 = x3 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                y5_1 = V.MultiplyAdd(a5, f1, y5_1);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                y6_1 = V.MultiplyAdd(a6, f1, y6_1);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                y7_1 = V.MultiplyAdd(a7, f1, y7_1);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                y8_1 = V.MultiplyAdd(a8, f1, y8_1);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                y9_1 = V.MultiplyAdd(a9, f1, y9_1);
                V a10 = V.Create(x3[xStep]);
                y10_0 = V.MultiplyAdd(a10, f0, y10_0);
                y10_1 = V.MultiplyAdd(a10, f1, y10_1);
                V a11 = V.Create(x3[2 * xStep]);
                y11_0 = V.MultiplyAdd(a11, f0, y11_0);
                y11_1 = V.MultiplyAdd(a11, f1, y11_1);
                V a12 = V.Create(*x4);
                y12_0 = V.MultiplyAdd(a12, f0, y12_0);
                y12_1 = V.MultiplyAdd(a12, f1, y12_1);
                x0++;
                x1++;
                x2++;
                x3++;
                x4++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y5_1 = V.MultiplyAdd(y5_1, f1, o1);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y6_1 = V.MultiplyAdd(y6_1, f1, o1);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y7_1 = V.MultiplyAdd(y7_1, f1, o1);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y8_1 = V.MultiplyAdd(y8_1, f1, o1);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
            y9_1 = V.MultiplyAdd(y9_1, f1, o1);
            y10_0 = V.MultiplyAdd(y10_0, f0, o0);
            y10_1 = V.MultiplyAdd(y10_1, f1, o1);
            y11_0 = V.MultiplyAdd(y11_0, f0, o0);
            y11_1 = V.MultiplyAdd(y11_1, f1, o1);
            y12_0 = V.MultiplyAdd(y12_0, f0, o0);
            y12_1 = V.MultiplyAdd(y12_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
            y5_0 += o0;
            y5_1 += o1;
            y6_0 += o0;
            y6_1 += o1;
            y7_0 += o0;
            y7_1 += o1;
            y8_0 += o0;
            y8_1 += o1;
            y9_0 += o0;
            y9_1 += o1;
            y10_0 += o0;
            y10_1 += o1;
            y11_0 += o0;
            y11_1 += o1;
            y12_0 += o0;
            y12_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
            y5_0 += V.Load(addend + (5 * yStep));
            y5_1 += V.Load(addend + (5 * yStep) + V.Count);
            y6_0 += V.Load(addend + (6 * yStep));
            y6_1 += V.Load(addend + (6 * yStep) + V.Count);
            y7_0 += V.Load(addend + (7 * yStep));
            y7_1 += V.Load(addend + (7 * yStep) + V.Count);
            y8_0 += V.Load(addend + (8 * yStep));
            y8_1 += V.Load(addend + (8 * yStep) + V.Count);
            y9_0 += V.Load(addend + (9 * yStep));
            y9_1 += V.Load(addend + (9 * yStep) + V.Count);
            y10_0 += V.Load(addend + (10 * yStep));
            y10_1 += V.Load(addend + (10 * yStep) + V.Count);
            y11_0 += V.Load(addend + (11 * yStep));
            y11_1 += V.Load(addend + (11 * yStep) + V.Count);
            y12_0 += V.Load(addend + (12 * yStep));
            y12_1 += V.Load(addend + (12 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_1), y + (5 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_1), y + (6 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_1), y + (7 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_1), y + (8 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_1), y + (9 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y10_0), y + (10 * yStep));
        V.Store(TActivation.Invoke<V, T>(y10_1), y + (10 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y11_0), y + (11 * yStep));
        V.Store(TActivation.Invoke<V, T>(y11_1), y + (11 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y12_0), y + (12 * yStep));
        V.Store(TActivation.Invoke<V, T>(y12_1), y + (12 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels14Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero;
        V y1_0 = V.Zero;
        V y2_0 = V.Zero;
        V y3_0 = V.Zero;
        V y4_0 = V.Zero;
        V y5_0 = V.Zero;
        V y6_0 = V.Zero;
        V y7_0 = V.Zero;
        V y8_0 = V.Zero;
        V y9_0 = V.Zero;
        V y10_0 = V.Zero;
        V y11_0 = V.Zero;
        V y12_0 = V.Zero;
        V y13_0 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            T* x4 = x3 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                V a10 = V.Create(x3[xStep]);
                y10_0 = V.MultiplyAdd(a10, f0, y10_0);
                V a11 = V.Create(x3[2 * xStep]);
                y11_0 = V.MultiplyAdd(a11, f0, y11_0);
                V a12 = V.Create(*x4);
                y12_0 = V.MultiplyAdd(a12, f0, y12_0);
                V a13 = V.Create(x4[xStep]);
                y13_0 = V.MultiplyAdd(a13, f0, y13_0);
                x0++;
                x1++;
                x2++;
                x3++;
                x4++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
            y10_0 = V.MultiplyAdd(y10_0, f0, o0);
            y11_0 = V.MultiplyAdd(y11_0, f0, o0);
            y12_0 = V.MultiplyAdd(y12_0, f0, o0);
            y13_0 = V.MultiplyAdd(y13_0, f0, o0);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            y0_0 += o0;
            y1_0 += o0;
            y2_0 += o0;
            y3_0 += o0;
            y4_0 += o0;
            y5_0 += o0;
            y6_0 += o0;
            y7_0 += o0;
            y8_0 += o0;
            y9_0 += o0;
            y10_0 += o0;
            y11_0 += o0;
            y12_0 += o0;
            y13_0 += o0;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y1_0 += V.Load(addend + (1 * yStep));
            y2_0 += V.Load(addend + (2 * yStep));
            y3_0 += V.Load(addend + (3 * yStep));
            y4_0 += V.Load(addend + (4 * yStep));
            y5_0 += V.Load(addend + (5 * yStep));
            y6_0 += V.Load(addend + (6 * yStep));
            y7_0 += V.Load(addend + (7 * yStep));
            y8_0 += V.Load(addend + (8 * yStep));
            y9_0 += V.Load(addend + (9 * yStep));
            y10_0 += V.Load(addend + (10 * yStep));
            y11_0 += V.Load(addend + (11 * yStep));
            y12_0 += V.Load(addend + (12 * yStep));
            y13_0 += V.Load(addend + (13 * yStep));
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
        V.Store(TActivation.Invoke<V, T>(y10_0), y + (10 * yStep));
        V.Store(TActivation.Invoke<V, T>(y11_0), y + (11 * yStep));
        V.Store(TActivation.Invoke<V, T>(y12_0), y + (12 * yStep));
        V.Store(TActivation.Invoke<V, T>(y13_0), y + (13 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels14Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        V y0_0 = V.Zero, y0_1 = V.Zero;
        V y1_0 = V.Zero, y1_1 = V.Zero;
        V y2_0 = V.Zero, y2_1 = V.Zero;
        V y3_0 = V.Zero, y3_1 = V.Zero;
        V y4_0 = V.Zero, y4_1 = V.Zero;
        V y5_0 = V.Zero, y5_1 = V.Zero;
        V y6_0 = V.Zero, y6_1 = V.Zero;
        V y7_0 = V.Zero, y7_1 = V.Zero;
        V y8_0 = V.Zero, y8_1 = V.Zero;
        V y9_0 = V.Zero, y9_1 = V.Zero;
        V y10_0 = V.Zero, y10_1 = V.Zero;
        V y11_0 = V.Zero, y11_1 = V.Zero;
        V y12_0 = V.Zero, y12_1 = V.Zero;
        V y13_0 = V.Zero, y13_1 = V.Zero;
        for (; runs > 0; runs--, offsets++)
        {
            T* x0 = x + *offsets;
            T* x1 = x0 + (3 * xStep);
            T* x2 = x1 + (3 * xStep);
            T* x3 = x2 + (3 * xStep);
            T* x4 = x3 + (3 * xStep);
            for (nint k = length; k > 0; k--)
            {
                V f0 = V.Load(filter);
                V f1 = V.Load(filter + V.Count);
                V a0 = V.Create(*x0);
                y0_0 = V.MultiplyAdd(a0, f0, y0_0);
                y0_1 = V.MultiplyAdd(a0, f1, y0_1);
                V a1 = V.Create(x0[xStep]);
                y1_0 = V.MultiplyAdd(a1, f0, y1_0);
                y1_1 = V.MultiplyAdd(a1, f1, y1_1);
                V a2 = V.Create(x0[2 * xStep]);
                y2_0 = V.MultiplyAdd(a2, f0, y2_0);
                y2_1 = V.MultiplyAdd(a2, f1, y2_1);
                V a3 = V.Create(*x1);
                y3_0 = V.MultiplyAdd(a3, f0, y3_0);
                y3_1 = V.MultiplyAdd(a3, f1, y3_1);
                V a4 = V.Create(x1[xStep]);
                y4_0 = V.MultiplyAdd(a4, f0, y4_0);
                y4_1 = V.MultiplyAdd(a4, f1, y4_1);
                V a5 = V.Create(x1[2 * xStep]);
                y5_0 = V.MultiplyAdd(a5, f0, y5_0);
                y5_1 = V.MultiplyAdd(a5, f1, y5_1);
                V a6 = V.Create(*x2);
                y6_0 = V.MultiplyAdd(a6, f0, y6_0);
                y6_1 = V.MultiplyAdd(a6, f1, y6_1);
                V a7 = V.Create(x2[xStep]);
                y7_0 = V.MultiplyAdd(a7, f0, y7_0);
                y7_1 = V.MultiplyAdd(a7, f1, y7_1);
                V a8 = V.Create(x2[2 * xStep]);
                y8_0 = V.MultiplyAdd(a8, f0, y8_0);
                y8_1 = V.MultiplyAdd(a8, f1, y8_1);
                V a9 = V.Create(*x3);
                y9_0 = V.MultiplyAdd(a9, f0, y9_0);
                y9_1 = V.MultiplyAdd(a9, f1, y9_1);
                V a10 = V.Create(x3[xStep]);
                y10_0 = V.MultiplyAdd(a10, f0, y10_0);
                y10_1 = V.MultiplyAdd(a10, f1, y10_1);
                V a11 = V.Create(x3[2 * xStep]);
                y11_0 = V.MultiplyAdd(a11, f0, y11_0);
                y11_1 = V.MultiplyAdd(a11, f1, y11_1);
                V a12 = V.Create(*x4);
                y12_0 = V.MultiplyAdd(a12, f0, y12_0);
                y12_1 = V.MultiplyAdd(a12, f1, y12_1);
                V a13 = V.Create(x4[xStep]);
                y13_0 = V.MultiplyAdd(a13, f0, y13_0);
                y13_1 = V.MultiplyAdd(a13, f1, y13_1);
                x0++;
                x1++;
                x2++;
                x3++;
                x4++;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
                filter += 2 * V.Count;
            }
        }
        if (factor != null)
        {
            V f0 = V.Load(factor), o0 = V.Load(offset);
            V f1 = V.Load(factor + V.Count), o1 = V.Load(offset + V.Count);
            y0_0 = V.MultiplyAdd(y0_0, f0, o0);
            y0_1 = V.MultiplyAdd(y0_1, f1, o1);
            y1_0 = V.MultiplyAdd(y1_0, f0, o0);
            y1_1 = V.MultiplyAdd(y1_1, f1, o1);
            y2_0 = V.MultiplyAdd(y2_0, f0, o0);
            y2_1 = V.MultiplyAdd(y2_1, f1, o1);
            y3_0 = V.MultiplyAdd(y3_0, f0, o0);
            y3_1 = V.MultiplyAdd(y3_1, f1, o1);
            y4_0 = V.MultiplyAdd(y4_0, f0, o0);
            y4_1 = V.MultiplyAdd(y4_1, f1, o1);
            y5_0 = V.MultiplyAdd(y5_0, f0, o0);
            y5_1 = V.MultiplyAdd(y5_1, f1, o1);
            y6_0 = V.MultiplyAdd(y6_0, f0, o0);
            y6_1 = V.MultiplyAdd(y6_1, f1, o1);
            y7_0 = V.MultiplyAdd(y7_0, f0, o0);
            y7_1 = V.MultiplyAdd(y7_1, f1, o1);
            y8_0 = V.MultiplyAdd(y8_0, f0, o0);
            y8_1 = V.MultiplyAdd(y8_1, f1, o1);
            y9_0 = V.MultiplyAdd(y9_0, f0, o0);
            y9_1 = V.MultiplyAdd(y9_1, f1, o1);
            y10_0 = V.MultiplyAdd(y10_0, f0, o0);
            y10_1 = V.MultiplyAdd(y10_1, f1, o1);
            y11_0 = V.MultiplyAdd(y11_0, f0, o0);
            y11_1 = V.MultiplyAdd(y11_1, f1, o1);
            y12_0 = V.MultiplyAdd(y12_0, f0, o0);
            y12_1 = V.MultiplyAdd(y12_1, f1, o1);
            y13_0 = V.MultiplyAdd(y13_0, f0, o0);
            y13_1 = V.MultiplyAdd(y13_1, f1, o1);
        }
        else if (offset != null)
        {
            V o0 = V.Load(offset);
            V o1 = V.Load(offset + V.Count);
            y0_0 += o0;
            y0_1 += o1;
            y1_0 += o0;
            y1_1 += o1;
            y2_0 += o0;
            y2_1 += o1;
            y3_0 += o0;
            y3_1 += o1;
            y4_0 += o0;
            y4_1 += o1;
            y5_0 += o0;
            y5_1 += o1;
            y6_0 += o0;
            y6_1 += o1;
            y7_0 += o0;
            y7_1 += o1;
            y8_0 += o0;
            y8_1 += o1;
            y9_0 += o0;
            y9_1 += o1;
            y10_0 += o0;
            y10_1 += o1;
            y11_0 += o0;
            y11_1 += o1;
            y12_0 += o0;
            y12_1 += o1;
            y13_0 += o0;
            y13_1 += o1;
        }
        if (addend != null)
        {
            y0_0 += V.Load(addend);
            y0_1 += V.Load(addend + V.Count);
            y1_0 += V.Load(addend + (1 * yStep));
            y1_1 += V.Load(addend + (1 * yStep) + V.Count);
            y2_0 += V.Load(addend + (2 * yStep));
            y2_1 += V.Load(addend + (2 * yStep) + V.Count);
            y3_0 += V.Load(addend + (3 * yStep));
            y3_1 += V.Load(addend + (3 * yStep) + V.Count);
            y4_0 += V.Load(addend + (4 * yStep));
            y4_1 += V.Load(addend + (4 * yStep) + V.Count);
            y5_0 += V.Load(addend + (5 * yStep));
            y5_1 += V.Load(addend + (5 * yStep) + V.Count);
            y6_0 += V.Load(addend + (6 * yStep));
            y6_1 += V.Load(addend + (6 * yStep) + V.Count);
            y7_0 += V.Load(addend + (7 * yStep));
            y7_1 += V.Load(addend + (7 * yStep) + V.Count);
            y8_0 += V.Load(addend + (8 * yStep));
            y8_1 += V.Load(addend + (8 * yStep) + V.Count);
            y9_0 += V.Load(addend + (9 * yStep));
            y9_1 += V.Load(addend + (9 * yStep) + V.Count);
            y10_0 += V.Load(addend + (10 * yStep));
            y10_1 += V.Load(addend + (10 * yStep) + V.Count);
            y11_0 += V.Load(addend + (11 * yStep));
            y11_1 += V.Load(addend + (11 * yStep) + V.Count);
            y12_0 += V.Load(addend + (12 * yStep));
            y12_1 += V.Load(addend + (12 * yStep) + V.Count);
            y13_0 += V.Load(addend + (13 * yStep));
            y13_1 += V.Load(addend + (13 * yStep) + V.Count);
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_1), y + (3 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_1), y + (4 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_1), y + (5 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y6_0), y + (6 * yStep));
        V.Store(TActivation.Invoke<V, T>(y6_1), y + (6 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y7_0), y + (7 * yStep));
        V.Store(TActivation.Invoke<V, T>(y7_1), y + (7 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y8_0), y + (8 * yStep));
        V.Store(TActivation.Invoke<V, T>(y8_1), y + (8 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y9_0), y + (9 * yStep));
        V.Store(TActivation.Invoke<V, T>(y9_1), y + (9 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y10_0), y + (10 * yStep));
        V.Store(TActivation.Invoke<V, T>(y10_1), y + (10 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y11_0), y + (11 * yStep));
        V.Store(TActivation.Invoke<V, T>(y11_1), y + (11 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y12_0), y + (12 * yStep));
        V.Store(TActivation.Invoke<V, T>(y12_1), y + (12 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y13_0), y + (13 * yStep));
        V.Store(TActivation.Invoke<V, T>(y13_1), y + (13 * yStep) + V.Count);
    }
}
