// Written by eng/GenerateMicroKernels.cs; change that and run it again.
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Products of a packed strip of A and a strip of B, whose sums stay in registers over the whole depth.</summary>
internal static unsafe class MicroKernels
{
    /// <summary>Runs the kernel for so many rows and panels, C = A * B, and what the tile says is added.</summary>
    /// <remarks>
    /// A: <c>a[k * rows + r]</c>. B: two vectors at <c>b + p * panelStep + k * step</c> for each panel p. The tile: row-major, the panels side by side.
    /// </remarks>
    public static void Run<T, V>(int rows, int panels, nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        switch ((panels * 16) + rows)
        {
            case (1 * 16) + 1:
                Rows1Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 2:
                Rows2Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 3:
                Rows3Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 4:
                Rows4Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 5:
                Rows5Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 6:
                Rows6Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 7:
                Rows7Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 8:
                Rows8Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 9:
                Rows9Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 10:
                Rows10Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 11:
                Rows11Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 12:
                Rows12Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 13:
                Rows13Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (1 * 16) + 14:
                Rows14Panels1<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (2 * 16) + 1:
                Rows1Panels2<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (2 * 16) + 2:
                Rows2Panels2<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (2 * 16) + 3:
                Rows3Panels2<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (2 * 16) + 4:
                Rows4Panels2<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (2 * 16) + 5:
                Rows5Panels2<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (2 * 16) + 6:
                Rows6Panels2<T, V>(depth, a, b, step, panelStep, tile);
                return;
            case (4 * 16) + 1:
                Rows1Panels4<T, V>(depth, a, b, step, panelStep, tile);
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, V.Load(b), c0_0);
            c0_1 = V.MultiplyAdd(a0, V.Load(b + V.Count), c0_1);
            a += 1;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
        }
        T* c = tile.C;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            a += 2;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows3Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            a += 3;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            a += 4;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows5Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            a += 5;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            a += 6;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows7Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero;
        V c6_0 = V.Zero, c6_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            V a6 = V.Create(a[6]);
            c6_0 = V.MultiplyAdd(a6, x0, c6_0);
            c6_1 = V.MultiplyAdd(a6, x1, c6_1);
            a += 7;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
            c6_0 += V.Load(sum + (6 * stride));
            c6_1 += V.Load(sum + (6 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
            c6_0 += V.Load(first + (6 * stride));
            c6_1 += V.Load(first + (6 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
            c6_0 += V.Load(second + (6 * stride));
            c6_1 += V.Load(second + (6 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
        V.Store(c6_0, c + (6 * cStride));
        V.Store(c6_1, c + (6 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero;
        V c6_0 = V.Zero, c6_1 = V.Zero;
        V c7_0 = V.Zero, c7_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            V a6 = V.Create(a[6]);
            c6_0 = V.MultiplyAdd(a6, x0, c6_0);
            c6_1 = V.MultiplyAdd(a6, x1, c6_1);
            V a7 = V.Create(a[7]);
            c7_0 = V.MultiplyAdd(a7, x0, c7_0);
            c7_1 = V.MultiplyAdd(a7, x1, c7_1);
            a += 8;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
            c6_0 += V.Load(sum + (6 * stride));
            c6_1 += V.Load(sum + (6 * stride) + V.Count);
            c7_0 += V.Load(sum + (7 * stride));
            c7_1 += V.Load(sum + (7 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
            c6_0 += V.Load(first + (6 * stride));
            c6_1 += V.Load(first + (6 * stride) + V.Count);
            c7_0 += V.Load(first + (7 * stride));
            c7_1 += V.Load(first + (7 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
            c6_0 += V.Load(second + (6 * stride));
            c6_1 += V.Load(second + (6 * stride) + V.Count);
            c7_0 += V.Load(second + (7 * stride));
            c7_1 += V.Load(second + (7 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
        V.Store(c6_0, c + (6 * cStride));
        V.Store(c6_1, c + (6 * cStride) + V.Count);
        V.Store(c7_0, c + (7 * cStride));
        V.Store(c7_1, c + (7 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows9Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero;
        V c6_0 = V.Zero, c6_1 = V.Zero;
        V c7_0 = V.Zero, c7_1 = V.Zero;
        V c8_0 = V.Zero, c8_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            V a6 = V.Create(a[6]);
            c6_0 = V.MultiplyAdd(a6, x0, c6_0);
            c6_1 = V.MultiplyAdd(a6, x1, c6_1);
            V a7 = V.Create(a[7]);
            c7_0 = V.MultiplyAdd(a7, x0, c7_0);
            c7_1 = V.MultiplyAdd(a7, x1, c7_1);
            V a8 = V.Create(a[8]);
            c8_0 = V.MultiplyAdd(a8, x0, c8_0);
            c8_1 = V.MultiplyAdd(a8, x1, c8_1);
            a += 9;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
            c6_0 += V.Load(sum + (6 * stride));
            c6_1 += V.Load(sum + (6 * stride) + V.Count);
            c7_0 += V.Load(sum + (7 * stride));
            c7_1 += V.Load(sum + (7 * stride) + V.Count);
            c8_0 += V.Load(sum + (8 * stride));
            c8_1 += V.Load(sum + (8 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
            c6_0 += V.Load(first + (6 * stride));
            c6_1 += V.Load(first + (6 * stride) + V.Count);
            c7_0 += V.Load(first + (7 * stride));
            c7_1 += V.Load(first + (7 * stride) + V.Count);
            c8_0 += V.Load(first + (8 * stride));
            c8_1 += V.Load(first + (8 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
            c6_0 += V.Load(second + (6 * stride));
            c6_1 += V.Load(second + (6 * stride) + V.Count);
            c7_0 += V.Load(second + (7 * stride));
            c7_1 += V.Load(second + (7 * stride) + V.Count);
            c8_0 += V.Load(second + (8 * stride));
            c8_1 += V.Load(second + (8 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
        V.Store(c6_0, c + (6 * cStride));
        V.Store(c6_1, c + (6 * cStride) + V.Count);
        V.Store(c7_0, c + (7 * cStride));
        V.Store(c7_1, c + (7 * cStride) + V.Count);
        V.Store(c8_0, c + (8 * cStride));
        V.Store(c8_1, c + (8 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows10Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero;
        V c6_0 = V.Zero, c6_1 = V.Zero;
        V c7_0 = V.Zero, c7_1 = V.Zero;
        V c8_0 = V.Zero, c8_1 = V.Zero;
        V c9_0 = V.Zero, c9_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            V a6 = V.Create(a[6]);
            c6_0 = V.MultiplyAdd(a6, x0, c6_0);
            c6_1 = V.MultiplyAdd(a6, x1, c6_1);
            V a7 = V.Create(a[7]);
            c7_0 = V.MultiplyAdd(a7, x0, c7_0);
            c7_1 = V.MultiplyAdd(a7, x1, c7_1);
            V a8 = V.Create(a[8]);
            c8_0 = V.MultiplyAdd(a8, x0, c8_0);
            c8_1 = V.MultiplyAdd(a8, x1, c8_1);
            V a9 = V.Create(a[9]);
            c9_0 = V.MultiplyAdd(a9, x0, c9_0);
            c9_1 = V.MultiplyAdd(a9, x1, c9_1);
            a += 10;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
            c6_0 += V.Load(sum + (6 * stride));
            c6_1 += V.Load(sum + (6 * stride) + V.Count);
            c7_0 += V.Load(sum + (7 * stride));
            c7_1 += V.Load(sum + (7 * stride) + V.Count);
            c8_0 += V.Load(sum + (8 * stride));
            c8_1 += V.Load(sum + (8 * stride) + V.Count);
            c9_0 += V.Load(sum + (9 * stride));
            c9_1 += V.Load(sum + (9 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
            c6_0 += V.Load(first + (6 * stride));
            c6_1 += V.Load(first + (6 * stride) + V.Count);
            c7_0 += V.Load(first + (7 * stride));
            c7_1 += V.Load(first + (7 * stride) + V.Count);
            c8_0 += V.Load(first + (8 * stride));
            c8_1 += V.Load(first + (8 * stride) + V.Count);
            c9_0 += V.Load(first + (9 * stride));
            c9_1 += V.Load(first + (9 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
            c6_0 += V.Load(second + (6 * stride));
            c6_1 += V.Load(second + (6 * stride) + V.Count);
            c7_0 += V.Load(second + (7 * stride));
            c7_1 += V.Load(second + (7 * stride) + V.Count);
            c8_0 += V.Load(second + (8 * stride));
            c8_1 += V.Load(second + (8 * stride) + V.Count);
            c9_0 += V.Load(second + (9 * stride));
            c9_1 += V.Load(second + (9 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
        V.Store(c6_0, c + (6 * cStride));
        V.Store(c6_1, c + (6 * cStride) + V.Count);
        V.Store(c7_0, c + (7 * cStride));
        V.Store(c7_1, c + (7 * cStride) + V.Count);
        V.Store(c8_0, c + (8 * cStride));
        V.Store(c8_1, c + (8 * cStride) + V.Count);
        V.Store(c9_0, c + (9 * cStride));
        V.Store(c9_1, c + (9 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows11Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero;
        V c6_0 = V.Zero, c6_1 = V.Zero;
        V c7_0 = V.Zero, c7_1 = V.Zero;
        V c8_0 = V.Zero, c8_1 = V.Zero;
        V c9_0 = V.Zero, c9_1 = V.Zero;
        V c10_0 = V.Zero, c10_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            V a6 = V.Create(a[6]);
            c6_0 = V.MultiplyAdd(a6, x0, c6_0);
            c6_1 = V.MultiplyAdd(a6, x1, c6_1);
            V a7 = V.Create(a[7]);
            c7_0 = V.MultiplyAdd(a7, x0, c7_0);
            c7_1 = V.MultiplyAdd(a7, x1, c7_1);
            V a8 = V.Create(a[8]);
            c8_0 = V.MultiplyAdd(a8, x0, c8_0);
            c8_1 = V.MultiplyAdd(a8, x1, c8_1);
            V a9 = V.Create(a[9]);
            c9_0 = V.MultiplyAdd(a9, x0, c9_0);
            c9_1 = V.MultiplyAdd(a9, x1, c9_1);
            V a10 = V.Create(a[10]);
            c10_0 = V.MultiplyAdd(a10, x0, c10_0);
            c10_1 = V.MultiplyAdd(a10, x1, c10_1);
            a += 11;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
            c6_0 += V.Load(sum + (6 * stride));
            c6_1 += V.Load(sum + (6 * stride) + V.Count);
            c7_0 += V.Load(sum + (7 * stride));
            c7_1 += V.Load(sum + (7 * stride) + V.Count);
            c8_0 += V.Load(sum + (8 * stride));
            c8_1 += V.Load(sum + (8 * stride) + V.Count);
            c9_0 += V.Load(sum + (9 * stride));
            c9_1 += V.Load(sum + (9 * stride) + V.Count);
            c10_0 += V.Load(sum + (10 * stride));
            c10_1 += V.Load(sum + (10 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
            c6_0 += V.Load(first + (6 * stride));
            c6_1 += V.Load(first + (6 * stride) + V.Count);
            c7_0 += V.Load(first + (7 * stride));
            c7_1 += V.Load(first + (7 * stride) + V.Count);
            c8_0 += V.Load(first + (8 * stride));
            c8_1 += V.Load(first + (8 * stride) + V.Count);
            c9_0 += V.Load(first + (9 * stride));
            c9_1 += V.Load(first + (9 * stride) + V.Count);
            c10_0 += V.Load(first + (10 * stride));
            c10_1 += V.Load(first + (10 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
            c6_0 += V.Load(second + (6 * stride));
            c6_1 += V.Load(second + (6 * stride) + V.Count);
            c7_0 += V.Load(second + (7 * stride));
            c7_1 += V.Load(second + (7 * stride) + V.Count);
            c8_0 += V.Load(second + (8 * stride));
            c8_1 += V.Load(second + (8 * stride) + V.Count);
            c9_0 += V.Load(second + (9 * stride));
            c9_1 += V.Load(second + (9 * stride) + V.Count);
            c10_0 += V.Load(second + (10 * stride));
            c10_1 += V.Load(second + (10 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
        V.Store(c6_0, c + (6 * cStride));
        V.Store(c6_1, c + (6 * cStride) + V.Count);
        V.Store(c7_0, c + (7 * cStride));
        V.Store(c7_1, c + (7 * cStride) + V.Count);
        V.Store(c8_0, c + (8 * cStride));
        V.Store(c8_1, c + (8 * cStride) + V.Count);
        V.Store(c9_0, c + (9 * cStride));
        V.Store(c9_1, c + (9 * cStride) + V.Count);
        V.Store(c10_0, c + (10 * cStride));
        V.Store(c10_1, c + (10 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero;
        V c6_0 = V.Zero, c6_1 = V.Zero;
        V c7_0 = V.Zero, c7_1 = V.Zero;
        V c8_0 = V.Zero, c8_1 = V.Zero;
        V c9_0 = V.Zero, c9_1 = V.Zero;
        V c10_0 = V.Zero, c10_1 = V.Zero;
        V c11_0 = V.Zero, c11_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            V a6 = V.Create(a[6]);
            c6_0 = V.MultiplyAdd(a6, x0, c6_0);
            c6_1 = V.MultiplyAdd(a6, x1, c6_1);
            V a7 = V.Create(a[7]);
            c7_0 = V.MultiplyAdd(a7, x0, c7_0);
            c7_1 = V.MultiplyAdd(a7, x1, c7_1);
            V a8 = V.Create(a[8]);
            c8_0 = V.MultiplyAdd(a8, x0, c8_0);
            c8_1 = V.MultiplyAdd(a8, x1, c8_1);
            V a9 = V.Create(a[9]);
            c9_0 = V.MultiplyAdd(a9, x0, c9_0);
            c9_1 = V.MultiplyAdd(a9, x1, c9_1);
            V a10 = V.Create(a[10]);
            c10_0 = V.MultiplyAdd(a10, x0, c10_0);
            c10_1 = V.MultiplyAdd(a10, x1, c10_1);
            V a11 = V.Create(a[11]);
            c11_0 = V.MultiplyAdd(a11, x0, c11_0);
            c11_1 = V.MultiplyAdd(a11, x1, c11_1);
            a += 12;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
            c6_0 += V.Load(sum + (6 * stride));
            c6_1 += V.Load(sum + (6 * stride) + V.Count);
            c7_0 += V.Load(sum + (7 * stride));
            c7_1 += V.Load(sum + (7 * stride) + V.Count);
            c8_0 += V.Load(sum + (8 * stride));
            c8_1 += V.Load(sum + (8 * stride) + V.Count);
            c9_0 += V.Load(sum + (9 * stride));
            c9_1 += V.Load(sum + (9 * stride) + V.Count);
            c10_0 += V.Load(sum + (10 * stride));
            c10_1 += V.Load(sum + (10 * stride) + V.Count);
            c11_0 += V.Load(sum + (11 * stride));
            c11_1 += V.Load(sum + (11 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
            c6_0 += V.Load(first + (6 * stride));
            c6_1 += V.Load(first + (6 * stride) + V.Count);
            c7_0 += V.Load(first + (7 * stride));
            c7_1 += V.Load(first + (7 * stride) + V.Count);
            c8_0 += V.Load(first + (8 * stride));
            c8_1 += V.Load(first + (8 * stride) + V.Count);
            c9_0 += V.Load(first + (9 * stride));
            c9_1 += V.Load(first + (9 * stride) + V.Count);
            c10_0 += V.Load(first + (10 * stride));
            c10_1 += V.Load(first + (10 * stride) + V.Count);
            c11_0 += V.Load(first + (11 * stride));
            c11_1 += V.Load(first + (11 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
            c6_0 += V.Load(second + (6 * stride));
            c6_1 += V.Load(second + (6 * stride) + V.Count);
            c7_0 += V.Load(second + (7 * stride));
            c7_1 += V.Load(second + (7 * stride) + V.Count);
            c8_0 += V.Load(second + (8 * stride));
            c8_1 += V.Load(second + (8 * stride) + V.Count);
            c9_0 += V.Load(second + (9 * stride));
            c9_1 += V.Load(second + (9 * stride) + V.Count);
            c10_0 += V.Load(second + (10 * stride));
            c10_1 += V.Load(second + (10 * stride) + V.Count);
            c11_0 += V.Load(second + (11 * stride));
            c11_1 += V.Load(second + (11 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
        V.Store(c6_0, c + (6 * cStride));
        V.Store(c6_1, c + (6 * cStride) + V.Count);
        V.Store(c7_0, c + (7 * cStride));
        V.Store(c7_1, c + (7 * cStride) + V.Count);
        V.Store(c8_0, c + (8 * cStride));
        V.Store(c8_1, c + (8 * cStride) + V.Count);
        V.Store(c9_0, c + (9 * cStride));
        V.Store(c9_1, c + (9 * cStride) + V.Count);
        V.Store(c10_0, c + (10 * cStride));
        V.Store(c10_1, c + (10 * cStride) + V.Count);
        V.Store(c11_0, c + (11 * cStride));
        V.Store(c11_1, c + (11 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows13Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero;
        V c6_0 = V.Zero, c6_1 = V.Zero;
        V c7_0 = V.Zero, c7_1 = V.Zero;
        V c8_0 = V.Zero, c8_1 = V.Zero;
        V c9_0 = V.Zero, c9_1 = V.Zero;
        V c10_0 = V.Zero, c10_1 = V.Zero;
        V c11_0 = V.Zero, c11_1 = V.Zero;
        V c12_0 = V.Zero, c12_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            V a6 = V.Create(a[6]);
            c6_0 = V.MultiplyAdd(a6, x0, c6_0);
            c6_1 = V.MultiplyAdd(a6, x1, c6_1);
            V a7 = V.Create(a[7]);
            c7_0 = V.MultiplyAdd(a7, x0, c7_0);
            c7_1 = V.MultiplyAdd(a7, x1, c7_1);
            V a8 = V.Create(a[8]);
            c8_0 = V.MultiplyAdd(a8, x0, c8_0);
            c8_1 = V.MultiplyAdd(a8, x1, c8_1);
            V a9 = V.Create(a[9]);
            c9_0 = V.MultiplyAdd(a9, x0, c9_0);
            c9_1 = V.MultiplyAdd(a9, x1, c9_1);
            V a10 = V.Create(a[10]);
            c10_0 = V.MultiplyAdd(a10, x0, c10_0);
            c10_1 = V.MultiplyAdd(a10, x1, c10_1);
            V a11 = V.Create(a[11]);
            c11_0 = V.MultiplyAdd(a11, x0, c11_0);
            c11_1 = V.MultiplyAdd(a11, x1, c11_1);
            V a12 = V.Create(a[12]);
            c12_0 = V.MultiplyAdd(a12, x0, c12_0);
            c12_1 = V.MultiplyAdd(a12, x1, c12_1);
            a += 13;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
            c6_0 += V.Load(sum + (6 * stride));
            c6_1 += V.Load(sum + (6 * stride) + V.Count);
            c7_0 += V.Load(sum + (7 * stride));
            c7_1 += V.Load(sum + (7 * stride) + V.Count);
            c8_0 += V.Load(sum + (8 * stride));
            c8_1 += V.Load(sum + (8 * stride) + V.Count);
            c9_0 += V.Load(sum + (9 * stride));
            c9_1 += V.Load(sum + (9 * stride) + V.Count);
            c10_0 += V.Load(sum + (10 * stride));
            c10_1 += V.Load(sum + (10 * stride) + V.Count);
            c11_0 += V.Load(sum + (11 * stride));
            c11_1 += V.Load(sum + (11 * stride) + V.Count);
            c12_0 += V.Load(sum + (12 * stride));
            c12_1 += V.Load(sum + (12 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
            c6_0 += V.Load(first + (6 * stride));
            c6_1 += V.Load(first + (6 * stride) + V.Count);
            c7_0 += V.Load(first + (7 * stride));
            c7_1 += V.Load(first + (7 * stride) + V.Count);
            c8_0 += V.Load(first + (8 * stride));
            c8_1 += V.Load(first + (8 * stride) + V.Count);
            c9_0 += V.Load(first + (9 * stride));
            c9_1 += V.Load(first + (9 * stride) + V.Count);
            c10_0 += V.Load(first + (10 * stride));
            c10_1 += V.Load(first + (10 * stride) + V.Count);
            c11_0 += V.Load(first + (11 * stride));
            c11_1 += V.Load(first + (11 * stride) + V.Count);
            c12_0 += V.Load(first + (12 * stride));
            c12_1 += V.Load(first + (12 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
            c6_0 += V.Load(second + (6 * stride));
            c6_1 += V.Load(second + (6 * stride) + V.Count);
            c7_0 += V.Load(second + (7 * stride));
            c7_1 += V.Load(second + (7 * stride) + V.Count);
            c8_0 += V.Load(second + (8 * stride));
            c8_1 += V.Load(second + (8 * stride) + V.Count);
            c9_0 += V.Load(second + (9 * stride));
            c9_1 += V.Load(second + (9 * stride) + V.Count);
            c10_0 += V.Load(second + (10 * stride));
            c10_1 += V.Load(second + (10 * stride) + V.Count);
            c11_0 += V.Load(second + (11 * stride));
            c11_1 += V.Load(second + (11 * stride) + V.Count);
            c12_0 += V.Load(second + (12 * stride));
            c12_1 += V.Load(second + (12 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
        V.Store(c6_0, c + (6 * cStride));
        V.Store(c6_1, c + (6 * cStride) + V.Count);
        V.Store(c7_0, c + (7 * cStride));
        V.Store(c7_1, c + (7 * cStride) + V.Count);
        V.Store(c8_0, c + (8 * cStride));
        V.Store(c8_1, c + (8 * cStride) + V.Count);
        V.Store(c9_0, c + (9 * cStride));
        V.Store(c9_1, c + (9 * cStride) + V.Count);
        V.Store(c10_0, c + (10 * cStride));
        V.Store(c10_1, c + (10 * cStride) + V.Count);
        V.Store(c11_0, c + (11 * cStride));
        V.Store(c11_1, c + (11 * cStride) + V.Count);
        V.Store(c12_0, c + (12 * cStride));
        V.Store(c12_1, c + (12 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows14Panels1<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero;
        V c6_0 = V.Zero, c6_1 = V.Zero;
        V c7_0 = V.Zero, c7_1 = V.Zero;
        V c8_0 = V.Zero, c8_1 = V.Zero;
        V c9_0 = V.Zero, c9_1 = V.Zero;
        V c10_0 = V.Zero, c10_1 = V.Zero;
        V c11_0 = V.Zero, c11_1 = V.Zero;
        V c12_0 = V.Zero, c12_1 = V.Zero;
        V c13_0 = V.Zero, c13_1 = V.Zero;
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            V a6 = V.Create(a[6]);
            c6_0 = V.MultiplyAdd(a6, x0, c6_0);
            c6_1 = V.MultiplyAdd(a6, x1, c6_1);
            V a7 = V.Create(a[7]);
            c7_0 = V.MultiplyAdd(a7, x0, c7_0);
            c7_1 = V.MultiplyAdd(a7, x1, c7_1);
            V a8 = V.Create(a[8]);
            c8_0 = V.MultiplyAdd(a8, x0, c8_0);
            c8_1 = V.MultiplyAdd(a8, x1, c8_1);
            V a9 = V.Create(a[9]);
            c9_0 = V.MultiplyAdd(a9, x0, c9_0);
            c9_1 = V.MultiplyAdd(a9, x1, c9_1);
            V a10 = V.Create(a[10]);
            c10_0 = V.MultiplyAdd(a10, x0, c10_0);
            c10_1 = V.MultiplyAdd(a10, x1, c10_1);
            V a11 = V.Create(a[11]);
            c11_0 = V.MultiplyAdd(a11, x0, c11_0);
            c11_1 = V.MultiplyAdd(a11, x1, c11_1);
            V a12 = V.Create(a[12]);
            c12_0 = V.MultiplyAdd(a12, x0, c12_0);
            c12_1 = V.MultiplyAdd(a12, x1, c12_1);
            V a13 = V.Create(a[13]);
            c13_0 = V.MultiplyAdd(a13, x0, c13_0);
            c13_1 = V.MultiplyAdd(a13, x1, c13_1);
            a += 14;
            b += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
            c6_0 += V.Load(sum + (6 * stride));
            c6_1 += V.Load(sum + (6 * stride) + V.Count);
            c7_0 += V.Load(sum + (7 * stride));
            c7_1 += V.Load(sum + (7 * stride) + V.Count);
            c8_0 += V.Load(sum + (8 * stride));
            c8_1 += V.Load(sum + (8 * stride) + V.Count);
            c9_0 += V.Load(sum + (9 * stride));
            c9_1 += V.Load(sum + (9 * stride) + V.Count);
            c10_0 += V.Load(sum + (10 * stride));
            c10_1 += V.Load(sum + (10 * stride) + V.Count);
            c11_0 += V.Load(sum + (11 * stride));
            c11_1 += V.Load(sum + (11 * stride) + V.Count);
            c12_0 += V.Load(sum + (12 * stride));
            c12_1 += V.Load(sum + (12 * stride) + V.Count);
            c13_0 += V.Load(sum + (13 * stride));
            c13_1 += V.Load(sum + (13 * stride) + V.Count);
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
            c6_0 += V.Load(first + (6 * stride));
            c6_1 += V.Load(first + (6 * stride) + V.Count);
            c7_0 += V.Load(first + (7 * stride));
            c7_1 += V.Load(first + (7 * stride) + V.Count);
            c8_0 += V.Load(first + (8 * stride));
            c8_1 += V.Load(first + (8 * stride) + V.Count);
            c9_0 += V.Load(first + (9 * stride));
            c9_1 += V.Load(first + (9 * stride) + V.Count);
            c10_0 += V.Load(first + (10 * stride));
            c10_1 += V.Load(first + (10 * stride) + V.Count);
            c11_0 += V.Load(first + (11 * stride));
            c11_1 += V.Load(first + (11 * stride) + V.Count);
            c12_0 += V.Load(first + (12 * stride));
            c12_1 += V.Load(first + (12 * stride) + V.Count);
            c13_0 += V.Load(first + (13 * stride));
            c13_1 += V.Load(first + (13 * stride) + V.Count);
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
            c6_0 += V.Load(second + (6 * stride));
            c6_1 += V.Load(second + (6 * stride) + V.Count);
            c7_0 += V.Load(second + (7 * stride));
            c7_1 += V.Load(second + (7 * stride) + V.Count);
            c8_0 += V.Load(second + (8 * stride));
            c8_1 += V.Load(second + (8 * stride) + V.Count);
            c9_0 += V.Load(second + (9 * stride));
            c9_1 += V.Load(second + (9 * stride) + V.Count);
            c10_0 += V.Load(second + (10 * stride));
            c10_1 += V.Load(second + (10 * stride) + V.Count);
            c11_0 += V.Load(second + (11 * stride));
            c11_1 += V.Load(second + (11 * stride) + V.Count);
            c12_0 += V.Load(second + (12 * stride));
            c12_1 += V.Load(second + (12 * stride) + V.Count);
            c13_0 += V.Load(second + (13 * stride));
            c13_1 += V.Load(second + (13 * stride) + V.Count);
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
        V.Store(c6_0, c + (6 * cStride));
        V.Store(c6_1, c + (6 * cStride) + V.Count);
        V.Store(c7_0, c + (7 * cStride));
        V.Store(c7_1, c + (7 * cStride) + V.Count);
        V.Store(c8_0, c + (8 * cStride));
        V.Store(c8_1, c + (8 * cStride) + V.Count);
        V.Store(c9_0, c + (9 * cStride));
        V.Store(c9_1, c + (9 * cStride) + V.Count);
        V.Store(c10_0, c + (10 * cStride));
        V.Store(c10_1, c + (10 * cStride) + V.Count);
        V.Store(c11_0, c + (11 * cStride));
        V.Store(c11_1, c + (11 * cStride) + V.Count);
        V.Store(c12_0, c + (12 * cStride));
        V.Store(c12_1, c + (12 * cStride) + V.Count);
        V.Store(c13_0, c + (13 * cStride));
        V.Store(c13_1, c + (13 * cStride) + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1Panels2<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero, c0_2 = V.Zero, c0_3 = V.Zero;
        T* b1 = b + (1 * panelStep);
        for (; depth > 0; depth--)
        {
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, V.Load(b), c0_0);
            c0_1 = V.MultiplyAdd(a0, V.Load(b + V.Count), c0_1);
            c0_2 = V.MultiplyAdd(a0, V.Load(b1), c0_2);
            c0_3 = V.MultiplyAdd(a0, V.Load(b1 + V.Count), c0_3);
            a += 1;
            b += step;
            b1 += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c0_2 += V.Load(sum + (2 * V.Count));
            c0_3 += V.Load(sum + (3 * V.Count));
        }
        T* first = tile.First;
        if (first != null)
        {
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c0_2 += V.Load(first + (2 * V.Count));
            c0_3 += V.Load(first + (3 * V.Count));
        }
        T* second = tile.Second;
        if (second != null)
        {
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c0_2 += V.Load(second + (2 * V.Count));
            c0_3 += V.Load(second + (3 * V.Count));
        }
        T* c = tile.C;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c0_2, c + (2 * V.Count));
        V.Store(c0_3, c + (3 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2Panels2<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero, c0_2 = V.Zero, c0_3 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero, c1_2 = V.Zero, c1_3 = V.Zero;
        T* b1 = b + (1 * panelStep);
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V x2 = V.Load(b1);
            V x3 = V.Load(b1 + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            c0_2 = V.MultiplyAdd(a0, x2, c0_2);
            c0_3 = V.MultiplyAdd(a0, x3, c0_3);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            c1_2 = V.MultiplyAdd(a1, x2, c1_2);
            c1_3 = V.MultiplyAdd(a1, x3, c1_3);
            a += 2;
            b += step;
            b1 += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c0_2 += V.Load(sum + (2 * V.Count));
            c0_3 += V.Load(sum + (3 * V.Count));
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c1_2 += V.Load(sum + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(sum + (1 * stride) + (3 * V.Count));
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c0_2 += V.Load(first + (2 * V.Count));
            c0_3 += V.Load(first + (3 * V.Count));
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c1_2 += V.Load(first + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(first + (1 * stride) + (3 * V.Count));
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c0_2 += V.Load(second + (2 * V.Count));
            c0_3 += V.Load(second + (3 * V.Count));
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c1_2 += V.Load(second + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(second + (1 * stride) + (3 * V.Count));
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c0_2, c + (2 * V.Count));
        V.Store(c0_3, c + (3 * V.Count));
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c1_2, c + (1 * cStride) + (2 * V.Count));
        V.Store(c1_3, c + (1 * cStride) + (3 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows3Panels2<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero, c0_2 = V.Zero, c0_3 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero, c1_2 = V.Zero, c1_3 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero, c2_2 = V.Zero, c2_3 = V.Zero;
        T* b1 = b + (1 * panelStep);
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V x2 = V.Load(b1);
            V x3 = V.Load(b1 + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            c0_2 = V.MultiplyAdd(a0, x2, c0_2);
            c0_3 = V.MultiplyAdd(a0, x3, c0_3);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            c1_2 = V.MultiplyAdd(a1, x2, c1_2);
            c1_3 = V.MultiplyAdd(a1, x3, c1_3);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            c2_2 = V.MultiplyAdd(a2, x2, c2_2);
            c2_3 = V.MultiplyAdd(a2, x3, c2_3);
            a += 3;
            b += step;
            b1 += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c0_2 += V.Load(sum + (2 * V.Count));
            c0_3 += V.Load(sum + (3 * V.Count));
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c1_2 += V.Load(sum + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(sum + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c2_2 += V.Load(sum + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(sum + (2 * stride) + (3 * V.Count));
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c0_2 += V.Load(first + (2 * V.Count));
            c0_3 += V.Load(first + (3 * V.Count));
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c1_2 += V.Load(first + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(first + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c2_2 += V.Load(first + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(first + (2 * stride) + (3 * V.Count));
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c0_2 += V.Load(second + (2 * V.Count));
            c0_3 += V.Load(second + (3 * V.Count));
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c1_2 += V.Load(second + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(second + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c2_2 += V.Load(second + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(second + (2 * stride) + (3 * V.Count));
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c0_2, c + (2 * V.Count));
        V.Store(c0_3, c + (3 * V.Count));
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c1_2, c + (1 * cStride) + (2 * V.Count));
        V.Store(c1_3, c + (1 * cStride) + (3 * V.Count));
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c2_2, c + (2 * cStride) + (2 * V.Count));
        V.Store(c2_3, c + (2 * cStride) + (3 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4Panels2<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero, c0_2 = V.Zero, c0_3 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero, c1_2 = V.Zero, c1_3 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero, c2_2 = V.Zero, c2_3 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero, c3_2 = V.Zero, c3_3 = V.Zero;
        T* b1 = b + (1 * panelStep);
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V x2 = V.Load(b1);
            V x3 = V.Load(b1 + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            c0_2 = V.MultiplyAdd(a0, x2, c0_2);
            c0_3 = V.MultiplyAdd(a0, x3, c0_3);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            c1_2 = V.MultiplyAdd(a1, x2, c1_2);
            c1_3 = V.MultiplyAdd(a1, x3, c1_3);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            c2_2 = V.MultiplyAdd(a2, x2, c2_2);
            c2_3 = V.MultiplyAdd(a2, x3, c2_3);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            c3_2 = V.MultiplyAdd(a3, x2, c3_2);
            c3_3 = V.MultiplyAdd(a3, x3, c3_3);
            a += 4;
            b += step;
            b1 += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c0_2 += V.Load(sum + (2 * V.Count));
            c0_3 += V.Load(sum + (3 * V.Count));
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c1_2 += V.Load(sum + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(sum + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c2_2 += V.Load(sum + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(sum + (2 * stride) + (3 * V.Count));
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c3_2 += V.Load(sum + (3 * stride) + (2 * V.Count));
            c3_3 += V.Load(sum + (3 * stride) + (3 * V.Count));
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c0_2 += V.Load(first + (2 * V.Count));
            c0_3 += V.Load(first + (3 * V.Count));
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c1_2 += V.Load(first + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(first + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c2_2 += V.Load(first + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(first + (2 * stride) + (3 * V.Count));
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c3_2 += V.Load(first + (3 * stride) + (2 * V.Count));
            c3_3 += V.Load(first + (3 * stride) + (3 * V.Count));
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c0_2 += V.Load(second + (2 * V.Count));
            c0_3 += V.Load(second + (3 * V.Count));
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c1_2 += V.Load(second + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(second + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c2_2 += V.Load(second + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(second + (2 * stride) + (3 * V.Count));
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c3_2 += V.Load(second + (3 * stride) + (2 * V.Count));
            c3_3 += V.Load(second + (3 * stride) + (3 * V.Count));
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c0_2, c + (2 * V.Count));
        V.Store(c0_3, c + (3 * V.Count));
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c1_2, c + (1 * cStride) + (2 * V.Count));
        V.Store(c1_3, c + (1 * cStride) + (3 * V.Count));
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c2_2, c + (2 * cStride) + (2 * V.Count));
        V.Store(c2_3, c + (2 * cStride) + (3 * V.Count));
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c3_2, c + (3 * cStride) + (2 * V.Count));
        V.Store(c3_3, c + (3 * cStride) + (3 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows5Panels2<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero, c0_2 = V.Zero, c0_3 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero, c1_2 = V.Zero, c1_3 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero, c2_2 = V.Zero, c2_3 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero, c3_2 = V.Zero, c3_3 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero, c4_2 = V.Zero, c4_3 = V.Zero;
        T* b1 = b + (1 * panelStep);
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V x2 = V.Load(b1);
            V x3 = V.Load(b1 + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            c0_2 = V.MultiplyAdd(a0, x2, c0_2);
            c0_3 = V.MultiplyAdd(a0, x3, c0_3);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            c1_2 = V.MultiplyAdd(a1, x2, c1_2);
            c1_3 = V.MultiplyAdd(a1, x3, c1_3);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            c2_2 = V.MultiplyAdd(a2, x2, c2_2);
            c2_3 = V.MultiplyAdd(a2, x3, c2_3);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            c3_2 = V.MultiplyAdd(a3, x2, c3_2);
            c3_3 = V.MultiplyAdd(a3, x3, c3_3);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            c4_2 = V.MultiplyAdd(a4, x2, c4_2);
            c4_3 = V.MultiplyAdd(a4, x3, c4_3);
            a += 5;
            b += step;
            b1 += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c0_2 += V.Load(sum + (2 * V.Count));
            c0_3 += V.Load(sum + (3 * V.Count));
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c1_2 += V.Load(sum + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(sum + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c2_2 += V.Load(sum + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(sum + (2 * stride) + (3 * V.Count));
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c3_2 += V.Load(sum + (3 * stride) + (2 * V.Count));
            c3_3 += V.Load(sum + (3 * stride) + (3 * V.Count));
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c4_2 += V.Load(sum + (4 * stride) + (2 * V.Count));
            c4_3 += V.Load(sum + (4 * stride) + (3 * V.Count));
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c0_2 += V.Load(first + (2 * V.Count));
            c0_3 += V.Load(first + (3 * V.Count));
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c1_2 += V.Load(first + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(first + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c2_2 += V.Load(first + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(first + (2 * stride) + (3 * V.Count));
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c3_2 += V.Load(first + (3 * stride) + (2 * V.Count));
            c3_3 += V.Load(first + (3 * stride) + (3 * V.Count));
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c4_2 += V.Load(first + (4 * stride) + (2 * V.Count));
            c4_3 += V.Load(first + (4 * stride) + (3 * V.Count));
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c0_2 += V.Load(second + (2 * V.Count));
            c0_3 += V.Load(second + (3 * V.Count));
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c1_2 += V.Load(second + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(second + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c2_2 += V.Load(second + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(second + (2 * stride) + (3 * V.Count));
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c3_2 += V.Load(second + (3 * stride) + (2 * V.Count));
            c3_3 += V.Load(second + (3 * stride) + (3 * V.Count));
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c4_2 += V.Load(second + (4 * stride) + (2 * V.Count));
            c4_3 += V.Load(second + (4 * stride) + (3 * V.Count));
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c0_2, c + (2 * V.Count));
        V.Store(c0_3, c + (3 * V.Count));
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c1_2, c + (1 * cStride) + (2 * V.Count));
        V.Store(c1_3, c + (1 * cStride) + (3 * V.Count));
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c2_2, c + (2 * cStride) + (2 * V.Count));
        V.Store(c2_3, c + (2 * cStride) + (3 * V.Count));
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c3_2, c + (3 * cStride) + (2 * V.Count));
        V.Store(c3_3, c + (3 * cStride) + (3 * V.Count));
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c4_2, c + (4 * cStride) + (2 * V.Count));
        V.Store(c4_3, c + (4 * cStride) + (3 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6Panels2<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero, c0_2 = V.Zero, c0_3 = V.Zero;
        V c1_0 = V.Zero, c1_1 = V.Zero, c1_2 = V.Zero, c1_3 = V.Zero;
        V c2_0 = V.Zero, c2_1 = V.Zero, c2_2 = V.Zero, c2_3 = V.Zero;
        V c3_0 = V.Zero, c3_1 = V.Zero, c3_2 = V.Zero, c3_3 = V.Zero;
        V c4_0 = V.Zero, c4_1 = V.Zero, c4_2 = V.Zero, c4_3 = V.Zero;
        V c5_0 = V.Zero, c5_1 = V.Zero, c5_2 = V.Zero, c5_3 = V.Zero;
        T* b1 = b + (1 * panelStep);
        for (; depth > 0; depth--)
        {
            V x0 = V.Load(b);
            V x1 = V.Load(b + V.Count);
            V x2 = V.Load(b1);
            V x3 = V.Load(b1 + V.Count);
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, x0, c0_0);
            c0_1 = V.MultiplyAdd(a0, x1, c0_1);
            c0_2 = V.MultiplyAdd(a0, x2, c0_2);
            c0_3 = V.MultiplyAdd(a0, x3, c0_3);
            V a1 = V.Create(a[1]);
            c1_0 = V.MultiplyAdd(a1, x0, c1_0);
            c1_1 = V.MultiplyAdd(a1, x1, c1_1);
            c1_2 = V.MultiplyAdd(a1, x2, c1_2);
            c1_3 = V.MultiplyAdd(a1, x3, c1_3);
            V a2 = V.Create(a[2]);
            c2_0 = V.MultiplyAdd(a2, x0, c2_0);
            c2_1 = V.MultiplyAdd(a2, x1, c2_1);
            c2_2 = V.MultiplyAdd(a2, x2, c2_2);
            c2_3 = V.MultiplyAdd(a2, x3, c2_3);
            V a3 = V.Create(a[3]);
            c3_0 = V.MultiplyAdd(a3, x0, c3_0);
            c3_1 = V.MultiplyAdd(a3, x1, c3_1);
            c3_2 = V.MultiplyAdd(a3, x2, c3_2);
            c3_3 = V.MultiplyAdd(a3, x3, c3_3);
            V a4 = V.Create(a[4]);
            c4_0 = V.MultiplyAdd(a4, x0, c4_0);
            c4_1 = V.MultiplyAdd(a4, x1, c4_1);
            c4_2 = V.MultiplyAdd(a4, x2, c4_2);
            c4_3 = V.MultiplyAdd(a4, x3, c4_3);
            V a5 = V.Create(a[5]);
            c5_0 = V.MultiplyAdd(a5, x0, c5_0);
            c5_1 = V.MultiplyAdd(a5, x1, c5_1);
            c5_2 = V.MultiplyAdd(a5, x2, c5_2);
            c5_3 = V.MultiplyAdd(a5, x3, c5_3);
            a += 6;
            b += step;
            b1 += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            nint stride = tile.SumStride;
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c0_2 += V.Load(sum + (2 * V.Count));
            c0_3 += V.Load(sum + (3 * V.Count));
            c1_0 += V.Load(sum + (1 * stride));
            c1_1 += V.Load(sum + (1 * stride) + V.Count);
            c1_2 += V.Load(sum + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(sum + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(sum + (2 * stride));
            c2_1 += V.Load(sum + (2 * stride) + V.Count);
            c2_2 += V.Load(sum + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(sum + (2 * stride) + (3 * V.Count));
            c3_0 += V.Load(sum + (3 * stride));
            c3_1 += V.Load(sum + (3 * stride) + V.Count);
            c3_2 += V.Load(sum + (3 * stride) + (2 * V.Count));
            c3_3 += V.Load(sum + (3 * stride) + (3 * V.Count));
            c4_0 += V.Load(sum + (4 * stride));
            c4_1 += V.Load(sum + (4 * stride) + V.Count);
            c4_2 += V.Load(sum + (4 * stride) + (2 * V.Count));
            c4_3 += V.Load(sum + (4 * stride) + (3 * V.Count));
            c5_0 += V.Load(sum + (5 * stride));
            c5_1 += V.Load(sum + (5 * stride) + V.Count);
            c5_2 += V.Load(sum + (5 * stride) + (2 * V.Count));
            c5_3 += V.Load(sum + (5 * stride) + (3 * V.Count));
        }
        T* first = tile.First;
        if (first != null)
        {
            nint stride = tile.FirstStride;
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c0_2 += V.Load(first + (2 * V.Count));
            c0_3 += V.Load(first + (3 * V.Count));
            c1_0 += V.Load(first + (1 * stride));
            c1_1 += V.Load(first + (1 * stride) + V.Count);
            c1_2 += V.Load(first + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(first + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(first + (2 * stride));
            c2_1 += V.Load(first + (2 * stride) + V.Count);
            c2_2 += V.Load(first + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(first + (2 * stride) + (3 * V.Count));
            c3_0 += V.Load(first + (3 * stride));
            c3_1 += V.Load(first + (3 * stride) + V.Count);
            c3_2 += V.Load(first + (3 * stride) + (2 * V.Count));
            c3_3 += V.Load(first + (3 * stride) + (3 * V.Count));
            c4_0 += V.Load(first + (4 * stride));
            c4_1 += V.Load(first + (4 * stride) + V.Count);
            c4_2 += V.Load(first + (4 * stride) + (2 * V.Count));
            c4_3 += V.Load(first + (4 * stride) + (3 * V.Count));
            c5_0 += V.Load(first + (5 * stride));
            c5_1 += V.Load(first + (5 * stride) + V.Count);
            c5_2 += V.Load(first + (5 * stride) + (2 * V.Count));
            c5_3 += V.Load(first + (5 * stride) + (3 * V.Count));
        }
        T* second = tile.Second;
        if (second != null)
        {
            nint stride = tile.SecondStride;
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c0_2 += V.Load(second + (2 * V.Count));
            c0_3 += V.Load(second + (3 * V.Count));
            c1_0 += V.Load(second + (1 * stride));
            c1_1 += V.Load(second + (1 * stride) + V.Count);
            c1_2 += V.Load(second + (1 * stride) + (2 * V.Count));
            c1_3 += V.Load(second + (1 * stride) + (3 * V.Count));
            c2_0 += V.Load(second + (2 * stride));
            c2_1 += V.Load(second + (2 * stride) + V.Count);
            c2_2 += V.Load(second + (2 * stride) + (2 * V.Count));
            c2_3 += V.Load(second + (2 * stride) + (3 * V.Count));
            c3_0 += V.Load(second + (3 * stride));
            c3_1 += V.Load(second + (3 * stride) + V.Count);
            c3_2 += V.Load(second + (3 * stride) + (2 * V.Count));
            c3_3 += V.Load(second + (3 * stride) + (3 * V.Count));
            c4_0 += V.Load(second + (4 * stride));
            c4_1 += V.Load(second + (4 * stride) + V.Count);
            c4_2 += V.Load(second + (4 * stride) + (2 * V.Count));
            c4_3 += V.Load(second + (4 * stride) + (3 * V.Count));
            c5_0 += V.Load(second + (5 * stride));
            c5_1 += V.Load(second + (5 * stride) + V.Count);
            c5_2 += V.Load(second + (5 * stride) + (2 * V.Count));
            c5_3 += V.Load(second + (5 * stride) + (3 * V.Count));
        }
        T* c = tile.C;
        nint cStride = tile.Stride;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c0_2, c + (2 * V.Count));
        V.Store(c0_3, c + (3 * V.Count));
        V.Store(c1_0, c + (1 * cStride));
        V.Store(c1_1, c + (1 * cStride) + V.Count);
        V.Store(c1_2, c + (1 * cStride) + (2 * V.Count));
        V.Store(c1_3, c + (1 * cStride) + (3 * V.Count));
        V.Store(c2_0, c + (2 * cStride));
        V.Store(c2_1, c + (2 * cStride) + V.Count);
        V.Store(c2_2, c + (2 * cStride) + (2 * V.Count));
        V.Store(c2_3, c + (2 * cStride) + (3 * V.Count));
        V.Store(c3_0, c + (3 * cStride));
        V.Store(c3_1, c + (3 * cStride) + V.Count);
        V.Store(c3_2, c + (3 * cStride) + (2 * V.Count));
        V.Store(c3_3, c + (3 * cStride) + (3 * V.Count));
        V.Store(c4_0, c + (4 * cStride));
        V.Store(c4_1, c + (4 * cStride) + V.Count);
        V.Store(c4_2, c + (4 * cStride) + (2 * V.Count));
        V.Store(c4_3, c + (4 * cStride) + (3 * V.Count));
        V.Store(c5_0, c + (5 * cStride));
        V.Store(c5_1, c + (5 * cStride) + V.Count);
        V.Store(c5_2, c + (5 * cStride) + (2 * V.Count));
        V.Store(c5_3, c + (5 * cStride) + (3 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1Panels4<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V c0_0 = V.Zero, c0_1 = V.Zero, c0_2 = V.Zero, c0_3 = V.Zero, c0_4 = V.Zero, c0_5 = V.Zero, c0_6 = V.Zero, c0_7 = V.Zero;
        T* b1 = b + (1 * panelStep);
        T* b2 = b + (2 * panelStep);
        T* b3 = b + (3 * panelStep);
        for (; depth > 0; depth--)
        {
            V a0 = V.Create(a[0]);
            c0_0 = V.MultiplyAdd(a0, V.Load(b), c0_0);
            c0_1 = V.MultiplyAdd(a0, V.Load(b + V.Count), c0_1);
            c0_2 = V.MultiplyAdd(a0, V.Load(b1), c0_2);
            c0_3 = V.MultiplyAdd(a0, V.Load(b1 + V.Count), c0_3);
            c0_4 = V.MultiplyAdd(a0, V.Load(b2), c0_4);
            c0_5 = V.MultiplyAdd(a0, V.Load(b2 + V.Count), c0_5);
            c0_6 = V.MultiplyAdd(a0, V.Load(b3), c0_6);
            c0_7 = V.MultiplyAdd(a0, V.Load(b3 + V.Count), c0_7);
            a += 1;
            b += step;
            b1 += step;
            b2 += step;
            b3 += step;
        }
        T* sum = tile.Sum;
        if (sum != null)
        {
            c0_0 += V.Load(sum);
            c0_1 += V.Load(sum + V.Count);
            c0_2 += V.Load(sum + (2 * V.Count));
            c0_3 += V.Load(sum + (3 * V.Count));
            c0_4 += V.Load(sum + (4 * V.Count));
            c0_5 += V.Load(sum + (5 * V.Count));
            c0_6 += V.Load(sum + (6 * V.Count));
            c0_7 += V.Load(sum + (7 * V.Count));
        }
        T* first = tile.First;
        if (first != null)
        {
            c0_0 += V.Load(first);
            c0_1 += V.Load(first + V.Count);
            c0_2 += V.Load(first + (2 * V.Count));
            c0_3 += V.Load(first + (3 * V.Count));
            c0_4 += V.Load(first + (4 * V.Count));
            c0_5 += V.Load(first + (5 * V.Count));
            c0_6 += V.Load(first + (6 * V.Count));
            c0_7 += V.Load(first + (7 * V.Count));
        }
        T* second = tile.Second;
        if (second != null)
        {
            c0_0 += V.Load(second);
            c0_1 += V.Load(second + V.Count);
            c0_2 += V.Load(second + (2 * V.Count));
            c0_3 += V.Load(second + (3 * V.Count));
            c0_4 += V.Load(second + (4 * V.Count));
            c0_5 += V.Load(second + (5 * V.Count));
            c0_6 += V.Load(second + (6 * V.Count));
            c0_7 += V.Load(second + (7 * V.Count));
        }
        T* c = tile.C;
        V.Store(c0_0, c);
        V.Store(c0_1, c + V.Count);
        V.Store(c0_2, c + (2 * V.Count));
        V.Store(c0_3, c + (3 * V.Count));
        V.Store(c0_4, c + (4 * V.Count));
        V.Store(c0_5, c + (5 * V.Count));
        V.Store(c0_6, c + (6 * V.Count));
        V.Store(c0_7, c + (7 * V.Count));
    }
}
