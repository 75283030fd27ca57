// Written by eng/GenerateConvKernels.cs; change that and run it again.
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Some neighbouring pixels of a convolution's output, one or two vectors of channels each. The sums stay in registers over the whole depth.</summary>
internal static unsafe class ConvKernels
{
    /// <summary>Runs the kernel for so many pixels and vectors: y = activation(sum + bias).</summary>
    /// <remarks>
    /// The depth is cut into <c>runs</c> runs of <c>length</c> elements, of which run i of pixel p begins at <c>x + offsets[i] + p * xStep</c>.
    /// Filter: two vectors for each element of the depth, of which a kernel for one vector reads the first. Bias: as many vectors, or null.
    /// </remarks>
    public static void Run<T, V, TActivation>(
        int pixels, int vectors, nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        switch ((vectors * 16) + pixels)
        {
            case (1 * 16) + 1:
                Pixels1Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 1:
                Pixels1Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 2:
                Pixels2Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 2:
                Pixels2Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 3:
                Pixels3Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 3:
                Pixels3Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 4:
                Pixels4Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 4:
                Pixels4Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 5:
                Pixels5Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 5:
                Pixels5Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 6:
                Pixels6Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 6:
                Pixels6Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 7:
                Pixels7Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 7:
                Pixels7Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 8:
                Pixels8Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 8:
                Pixels8Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 9:
                Pixels9Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 9:
                Pixels9Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 10:
                Pixels10Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 10:
                Pixels10Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 11:
                Pixels11Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 11:
                Pixels11Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 12:
                Pixels12Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 12:
                Pixels12Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 13:
                Pixels13Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 13:
                Pixels13Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (1 * 16) + 14:
                Pixels14Vectors1<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            case (2 * 16) + 14:
                Pixels14Vectors2<T, V, TActivation>(runs, offsets, length, x, xStep, filter, bias, y, yStep);
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(pixels));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels1Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels1Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels2Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels2Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels3Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels3Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y0_1), y + V.Count);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y1_1), y + (1 * yStep) + V.Count);
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_1), y + (2 * yStep) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels4Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels4Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
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
    private static void Pixels5Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels5Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
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
    private static void Pixels6Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
            y5_0 += b0;
        }
        V.Store(TActivation.Invoke<V, T>(y0_0), y);
        V.Store(TActivation.Invoke<V, T>(y1_0), y + (1 * yStep));
        V.Store(TActivation.Invoke<V, T>(y2_0), y + (2 * yStep));
        V.Store(TActivation.Invoke<V, T>(y3_0), y + (3 * yStep));
        V.Store(TActivation.Invoke<V, T>(y4_0), y + (4 * yStep));
        V.Store(TActivation.Invoke<V, T>(y5_0), y + (5 * yStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels6Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
            y5_0 += b0;
            y5_1 += b1;
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
    private static void Pixels7Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
            y5_0 += b0;
            y6_0 += b0;
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
    private static void Pixels7Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
            y5_0 += b0;
            y5_1 += b1;
            y6_0 += b0;
            y6_1 += b1;
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
    private static void Pixels8Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
            y5_0 += b0;
            y6_0 += b0;
            y7_0 += b0;
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
    private static void Pixels8Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
            y5_0 += b0;
            y5_1 += b1;
            y6_0 += b0;
            y6_1 += b1;
            y7_0 += b0;
            y7_1 += b1;
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
    private static void Pixels9Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
            y5_0 += b0;
            y6_0 += b0;
            y7_0 += b0;
            y8_0 += b0;
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
    private static void Pixels9Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
            y5_0 += b0;
            y5_1 += b1;
            y6_0 += b0;
            y6_1 += b1;
            y7_0 += b0;
            y7_1 += b1;
            y8_0 += b0;
            y8_1 += b1;
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
    private static void Pixels10Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
            y5_0 += b0;
            y6_0 += b0;
            y7_0 += b0;
            y8_0 += b0;
            y9_0 += b0;
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
    private static void Pixels10Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
            y5_0 += b0;
            y5_1 += b1;
            y6_0 += b0;
            y6_1 += b1;
            y7_0 += b0;
            y7_1 += b1;
            y8_0 += b0;
            y8_1 += b1;
            y9_0 += b0;
            y9_1 += b1;
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
    private static void Pixels11Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
            y5_0 += b0;
            y6_0 += b0;
            y7_0 += b0;
            y8_0 += b0;
            y9_0 += b0;
            y10_0 += b0;
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
    private static void Pixels11Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
            y5_0 += b0;
            y5_1 += b1;
            y6_0 += b0;
            y6_1 += b1;
            y7_0 += b0;
            y7_1 += b1;
            y8_0 += b0;
            y8_1 += b1;
            y9_0 += b0;
            y9_1 += b1;
            y10_0 += b0;
            y10_1 += b1;
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
    private static void Pixels12Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
            y5_0 += b0;
            y6_0 += b0;
            y7_0 += b0;
            y8_0 += b0;
            y9_0 += b0;
            y10_0 += b0;
            y11_0 += b0;
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
    private static void Pixels12Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
            y5_0 += b0;
            y5_1 += b1;
            y6_0 += b0;
            y6_1 += b1;
            y7_0 += b0;
            y7_1 += b1;
            y8_0 += b0;
            y8_1 += b1;
            y9_0 += b0;
            y9_1 += b1;
            y10_0 += b0;
            y10_1 += b1;
            y11_0 += b0;
            y11_1 += b1;
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
    private static void Pixels13Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
            y5_0 += b0;
            y6_0 += b0;
            y7_0 += b0;
            y8_0 += b0;
            y9_0 += b0;
            y10_0 += b0;
            y11_0 += b0;
            y12_0 += b0;
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
    private static void Pixels13Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
            y5_0 += b0;
            y5_1 += b1;
            y6_0 += b0;
            y6_1 += b1;
            y7_0 += b0;
            y7_1 += b1;
            y8_0 += b0;
            y8_1 += b1;
            y9_0 += b0;
            y9_1 += b1;
            y10_0 += b0;
            y10_1 += b1;
            y11_0 += b0;
            y11_1 += b1;
            y12_0 += b0;
            y12_1 += b1;
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
    private static void Pixels14Vectors1<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            y0_0 += b0;
            y1_0 += b0;
            y2_0 += b0;
            y3_0 += b0;
            y4_0 += b0;
            y5_0 += b0;
            y6_0 += b0;
            y7_0 += b0;
            y8_0 += b0;
            y9_0 += b0;
            y10_0 += b0;
            y11_0 += b0;
            y12_0 += b0;
            y13_0 += b0;
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
    private static void Pixels14Vectors2<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* bias, T* y, nint yStep)
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
                filter += 2 * V.Count;
            }
        }
        if (bias != null)
        {
            V b0 = V.Load(bias);
            V b1 = V.Load(bias + V.Count);
            y0_0 += b0;
            y0_1 += b1;
            y1_0 += b0;
            y1_1 += b1;
            y2_0 += b0;
            y2_1 += b1;
            y3_0 += b0;
            y3_1 += b1;
            y4_0 += b0;
            y4_1 += b1;
            y5_0 += b0;
            y5_1 += b1;
            y6_0 += b0;
            y6_1 += b1;
            y7_0 += b0;
            y7_1 += b1;
            y8_0 += b0;
            y8_1 += b1;
            y9_0 += b0;
            y9_1 += b1;
            y10_0 += b0;
            y10_1 += b1;
            y11_0 += b0;
            y11_1 += b1;
            y12_0 += b0;
            y12_1 += b1;
            y13_0 += b0;
            y13_1 += b1;
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
