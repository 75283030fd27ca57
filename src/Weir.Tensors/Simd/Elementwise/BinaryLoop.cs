using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The loop under <c>Elementwise.Binary</c>: picks the width, owns the tails. Steps are 0 (repeat) or 1.</summary>
internal static unsafe class BinaryLoop
{
    public static void Run<T, TOp>(T* x, int xStep, T* y, int yStep, T* z, nint n)
        where T : unmanaged
        where TOp : struct, IBinaryOperator
    {
        if (xStep != 0 && yStep != 0)
            ByType<T, TOp, Streamed, Streamed>(x, y, z, n);
        else if (xStep != 0)
            ByType<T, TOp, Streamed, Repeated>(x, y, z, n);
        else if (yStep != 0)
            ByType<T, TOp, Repeated, Streamed>(x, y, z, n);
        else
            ByType<T, TOp, Repeated, Repeated>(x, y, z, n);
    }

    private static void ByType<T, TOp, TX, TY>(T* x, T* y, T* z, nint n)
        where T : unmanaged
        where TOp : struct, IBinaryOperator
        where TX : struct, IOperand
        where TY : struct, IOperand
    {
        if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            Narrow<T, TOp, TX, TY>(x, y, z, n);
        else if (typeof(T) == typeof(Complex64))
            Scalars<Complex64, TOp, TX, TY, Complex64Lane>((Complex64*)x, (Complex64*)y, (Complex64*)z, n);
        else if (typeof(T) == typeof(Complex))
            Scalars<Complex, TOp, TX, TY, Complex128Lane>((Complex*)x, (Complex*)y, (Complex*)z, n);
        else if (typeof(T) == typeof(bool))
            Vectors<byte, TOp, TX, TY>((byte*)x, (byte*)y, (byte*)z, n);
        else
            Vectors<T, TOp, TX, TY>(x, y, z, n);
    }

    private static void Vectors<T, TOp, TX, TY>(T* x, T* y, T* z, nint n)
        where T : unmanaged
        where TOp : struct, IBinaryOperator
        where TX : struct, IOperand
        where TY : struct, IOperand
    {
        if (Lanes512<T>.IsAccelerated && n >= Lanes512<T>.Count)
            Loop<T, TOp, TX, TY, Lanes512<T>>(x, y, z, n);
        else if (Lanes256<T>.IsAccelerated && n >= Lanes256<T>.Count)
            Loop<T, TOp, TX, TY, Lanes256<T>>(x, y, z, n);
        else if (n >= Lanes128<T>.Count)
            Loop<T, TOp, TX, TY, Lanes128<T>>(x, y, z, n);
        else
            Scalars<T, TOp, TX, TY, Lanes128<T>>(x, y, z, n);
    }

    // At least one whole vector. The last one, if it is not whole, overlaps the one before; it is computed first, since z may be x or y.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<T, TOp, TX, TY, V>(T* x, T* y, T* z, nint n)
        where T : unmanaged
        where TOp : struct, IBinaryOperator
        where TX : struct, IOperand
        where TY : struct, IOperand
        where V : struct, ILanes<V, T>
    {
        nint whole = n & -(nint)V.Count, end = n - V.Count, i = 0;
        V last = whole < n ? TOp.Invoke<V, T>(TX.Load<V, T>(x, end), TY.Load<V, T>(y, end)) : V.Zero;
        for (; i <= whole - (2 * V.Count); i += 2 * V.Count)
        {
            V r0 = TOp.Invoke<V, T>(TX.Load<V, T>(x, i), TY.Load<V, T>(y, i));
            V r1 = TOp.Invoke<V, T>(TX.Load<V, T>(x, i + V.Count), TY.Load<V, T>(y, i + V.Count));
            V.Store(r0, z + i);
            V.Store(r1, z + i + V.Count);
        }
        for (; i < whole; i += V.Count)
            V.Store(TOp.Invoke<V, T>(TX.Load<V, T>(x, i), TY.Load<V, T>(y, i)), z + i);
        if (whole < n)
            V.Store(last, z + end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scalars<T, TOp, TX, TY, V>(T* x, T* y, T* z, nint n)
        where T : unmanaged
        where TOp : struct, IBinaryOperator
        where TX : struct, IOperand
        where TY : struct, IOperand
        where V : struct, ILanes<V, T>
    {
        for (nint i = 0; i < n; i++)
            V.StoreScalar(TOp.Invoke<V, T>(TX.LoadScalar<V, T>(x, i), TY.LoadScalar<V, T>(y, i)), z + i);
    }

    private static void Narrow<T, TOp, TX, TY>(T* x, T* y, T* z, nint n)
        where T : unmanaged
        where TOp : struct, IBinaryOperator
        where TX : struct, IOperand
        where TY : struct, IOperand
    {
        float* wideX = stackalloc float[NarrowFloats.BlockLength];
        float* wideY = stackalloc float[NarrowFloats.BlockLength];
        float* wideZ = stackalloc float[NarrowFloats.BlockLength]; // apart from x and y, which may be repeated
        for (nint i = 0; i < n; i += NarrowFloats.BlockLength)
        {
            nint length = nint.Min(NarrowFloats.BlockLength, n - i);
            NarrowFloats.WidenOperand<T, TX>(x, i, wideX, length);
            NarrowFloats.WidenOperand<T, TY>(y, i, wideY, length);
            if (TOp.ReversedForNarrowFloats)
                Vectors<float, TOp, TY, TX>(wideY, wideX, wideZ, length);
            else
                Vectors<float, TOp, TX, TY>(wideX, wideY, wideZ, length);
            NarrowFloats.Round(wideZ, z + i, length);
        }
    }
}
