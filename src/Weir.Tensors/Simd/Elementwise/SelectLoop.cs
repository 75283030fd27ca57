using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The loop under <c>Elementwise.Select</c>. Steps are 0 (repeat) or 1. Elements are moved as integers of their size.</summary>
internal static unsafe class SelectLoop
{
    public static void Run<T>(bool* condition, int step, T* x, int xStep, T* y, int yStep, T* z, nint n)
        where T : unmanaged
    {
        if (step == 0)
            Copy(*condition ? x : y, *condition ? xStep : yStep, z, n);
        else if (sizeof(T) == 1)
            ByStep(condition, (byte*)x, xStep, (byte*)y, yStep, (byte*)z, n);
        else if (sizeof(T) == 2)
            ByStep(condition, (ushort*)x, xStep, (ushort*)y, yStep, (ushort*)z, n);
        else if (sizeof(T) == 4)
            ByStep(condition, (uint*)x, xStep, (uint*)y, yStep, (uint*)z, n);
        else if (sizeof(T) == 8)
            ByStep(condition, (ulong*)x, xStep, (ulong*)y, yStep, (ulong*)z, n);
        else
            Scalars(condition, x, xStep, y, yStep, z, n);
    }

    private static void Copy<T>(T* source, int step, T* z, nint n)
        where T : unmanaged
    {
        if (step == 0)
            new Span<T>(z, (int)n).Fill(*source);
        else
            Buffer.MemoryCopy(source, z, n * sizeof(T), n * sizeof(T));
    }

    private static void ByStep<T>(bool* condition, T* x, int xStep, T* y, int yStep, T* z, nint n)
        where T : unmanaged
    {
        if (xStep != 0 && yStep != 0)
            Vectors<T, Streamed, Streamed>(condition, x, y, z, n);
        else if (xStep != 0)
            Vectors<T, Streamed, Repeated>(condition, x, y, z, n);
        else if (yStep != 0)
            Vectors<T, Repeated, Streamed>(condition, x, y, z, n);
        else
            Vectors<T, Repeated, Repeated>(condition, x, y, z, n);
    }

    private static void Vectors<T, TX, TY>(bool* condition, T* x, T* y, T* z, nint n)
        where T : unmanaged
        where TX : struct, IOperand
        where TY : struct, IOperand
    {
        nint done = 0;
        if (Lanes512<T>.IsAccelerated && n >= Lanes512<T>.Count)
            done = Loop<T, TX, TY, Lanes512<T>>(condition, x, y, z, n);
        else if (Lanes256<T>.IsAccelerated && n >= Lanes256<T>.Count)
            done = Loop<T, TX, TY, Lanes256<T>>(condition, x, y, z, n);
        else if (n >= Lanes128<T>.Count)
            done = Loop<T, TX, TY, Lanes128<T>>(condition, x, y, z, n);
        int xStep = typeof(TX) == typeof(Streamed) ? 1 : 0, yStep = typeof(TY) == typeof(Streamed) ? 1 : 0;
        Scalars(condition + done, x + (done * xStep), xStep, y + (done * yStep), yStep, z + done, n - done);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Loop<T, TX, TY, V>(bool* condition, T* x, T* y, T* z, nint n)
        where T : unmanaged
        where TX : struct, IOperand
        where TY : struct, IOperand
        where V : struct, ILanes<V, T>
    {
        nint i = 0;
        for (; i <= n - V.Count; i += V.Count)
            V.Store(V.Select(V.LoadBooleans(condition + i), TX.Load<V, T>(x, i), TY.Load<V, T>(y, i)), z + i);
        return i;
    }

    private static void Scalars<T>(bool* condition, T* x, int xStep, T* y, int yStep, T* z, nint n)
        where T : unmanaged
    {
        for (nint i = 0; i < n; i++)
            z[i] = condition[i] ? x[i * xStep] : y[i * yStep];
    }
}
