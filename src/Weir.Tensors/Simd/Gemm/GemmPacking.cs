using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Simd;

/// <summary>Packs row panels of A; an item is a panel.</summary>
internal readonly unsafe struct PackAJob<T, V>(
    GemmProblem<T>* problem, nint rowBegin, nint rows, nint panels, nint depthBegin, nint depth, T* packed) : IParallelJob
    where T : unmanaged
    where V : struct, ILanes<V, T>
{
    public long ItemPicoseconds => rows / panels * depth * 150;

    public void Run(long begin, long end)
    {
        for (nint panel = (nint)begin; panel < end; panel++)
        {
            nint row = GemmBlocking.PartBegin(rows, panel, panels);
            nint count = GemmBlocking.PartBegin(rows, panel + 1, panels) - row;
            T* source = problem->A + ((rowBegin + row) * problem->ARowStride) + (depthBegin * problem->ADepthStride);
            T* destination = packed + (row * depth);
            if (problem->ARowStride == 1)
                GemmPacking.Copy<T, V>(source, problem->ADepthStride, depth, count, destination, count);
            else
                GemmPacking.Transpose(source, problem->ARowStride, count, depth, destination, count);
        }
    }
}

/// <summary>Packs column panels of B; an item is a panel.</summary>
internal readonly unsafe struct PackBJob<T, V>(GemmProblem<T>* problem, nint depthBegin, nint depth, nint panelBegin, T* packed)
    : IParallelJob
    where T : unmanaged
    where V : struct, ILanes<V, T>
{
    public long ItemPicoseconds => GemmDriver<T, V>.PanelWidth * depth * 150;

    public void Run(long begin, long end)
    {
        nint width = GemmDriver<T, V>.PanelWidth;
        for (nint panel = (nint)begin; panel < end; panel++)
        {
            nint column = (panelBegin + panel) * width;
            nint count = nint.Min(width, problem->Columns - column);
            T* source = problem->B + (depthBegin * problem->BDepthStride) + (column * problem->BColumnStride);
            T* destination = packed + (panel * depth * width);
            if (problem->BColumnStride == 1)
                GemmPacking.Copy<T, V>(source, problem->BDepthStride, depth, count, destination, width);
            else
                GemmPacking.Transpose(source, problem->BColumnStride, count, depth, destination, width);
        }
    }
}

/// <summary>The two ways to pack: lines that are contiguous in the source, or in its transposed.</summary>
internal static unsafe class GemmPacking
{
    /// <summary>destination[line * width + i] = source[line * stride + i] for i below count, 0 from there to the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T, V>(T* source, nint stride, nint lines, nint count, T* destination, nint width)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        if (count == 2 * V.Count && width == count)
        {
            for (; lines > 0; lines--, source += stride, destination += width)
            {
                V first = V.Load(source), second = V.Load(source + V.Count);
                V.Store(first, destination);
                V.Store(second, destination + V.Count);
            }
            return;
        }
        for (; lines > 0; lines--, source += stride, destination += width)
        {
            for (nint i = 0; i < count; i++)
                destination[i] = source[i];
            for (nint i = count; i < width; i++)
                destination[i] = default;
        }
    }

    /// <summary>destination[k * width + i] = source[i * stride + k] for i below count, 0 from there to the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose<T>(T* source, nint stride, nint count, nint depth, T* destination, nint width)
        where T : unmanaged
    {
        nint i = 0;
        if (sizeof(T) == 4 && Avx512F.IsSupported)
        {
            for (; i < count; i += WideTranspose.Lines)
                WideTranspose.Run((float*)(source + (i * stride)), stride, count - i, depth, (float*)(destination + i), width);
            i = count;
        }
        else if (sizeof(T) == 4 && Sse.IsSupported)
        {
            for (; i <= count - 4; i += 4)
                TransposeFour((float*)(source + (i * stride)), stride, depth, (float*)(destination + i), width);
        }
        for (; i < count; i++)
        {
            T* from = source + (i * stride);
            T* to = destination + i;
            for (nint k = 0; k < depth; k++)
                to[k * width] = from[k];
        }
        for (; i < width; i++)
        {
            for (nint k = 0; k < depth; k++)
                destination[(k * width) + i] = default;
        }
    }

    // Four lines, four steps at a time: a 4 x 4 block is transposed in registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(float* source, nint stride, nint depth, float* destination, nint width)
    {
        float* s1 = source + stride, s2 = s1 + stride, s3 = s2 + stride;
        nint k = 0;
        for (; k <= depth - 4; k += 4)
        {
            Vector128<float> r0 = Vector128.Load(source + k), r1 = Vector128.Load(s1 + k);
            Vector128<float> r2 = Vector128.Load(s2 + k), r3 = Vector128.Load(s3 + k);
            Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1);
            Vector128<float> low23 = Sse.UnpackLow(r2, r3), high23 = Sse.UnpackHigh(r2, r3);
            float* d = destination + (k * width);
            Sse.MoveLowToHigh(low01, low23).Store(d);
            Sse.MoveHighToLow(low23, low01).Store(d + width);
            Sse.MoveLowToHigh(high01, high23).Store(d + (2 * width));
            Sse.MoveHighToLow(high23, high01).Store(d + (3 * width));
        }
        for (; k < depth; k++)
        {
            float* d = destination + (k * width);
            (d[0], d[1], d[2], d[3]) = (source[k], s1[k], s2[k], s3[k]);
        }
    }
}
