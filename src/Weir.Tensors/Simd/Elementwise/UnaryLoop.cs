using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The loop under <c>Elementwise.Unary</c>: picks the width, owns the tails.</summary>
internal static unsafe class UnaryLoop
{
    public static void Run<T, TOp>(T* x, T* y, nint n)
        where T : unmanaged
        where TOp : struct, IUnaryOperator
    {
        if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            Narrow<T, TOp>(x, y, n);
        else if (typeof(T) == typeof(Complex64))
            Scalars<Complex64, TOp, Complex64Lane>((Complex64*)x, (Complex64*)y, n);
        else if (typeof(T) == typeof(Complex))
            Scalars<Complex, TOp, Complex128Lane>((Complex*)x, (Complex*)y, n);
        else if (typeof(T) == typeof(bool))
            Vectors<byte, TOp>((byte*)x, (byte*)y, n);
        else
            Vectors<T, TOp>(x, y, n);
    }

    private static void Vectors<T, TOp>(T* x, T* y, nint n)
        where T : unmanaged
        where TOp : struct, IUnaryOperator
    {
        if (typeof(T) == typeof(float) && TOp.TryRun((float*)x, (float*)y, n))
            return;
        if (Lanes512<T>.IsAccelerated && n >= Lanes512<T>.Count)
            Loop<T, TOp, Lanes512<T>>(x, y, n);
        else if (Lanes256<T>.IsAccelerated && n >= Lanes256<T>.Count)
            Loop<T, TOp, Lanes256<T>>(x, y, n);
        else if (n >= Lanes128<T>.Count)
            Loop<T, TOp, Lanes128<T>>(x, y, n);
        else
            Scalars<T, TOp, Lanes128<T>>(x, y, n);
    }

    // At least one whole vector. The last one, if it is not whole, overlaps the one before; it is computed first, since y may be x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<T, TOp, V>(T* x, T* y, nint n)
        where T : unmanaged
        where TOp : struct, IUnaryOperator
        where V : struct, ILanes<V, T>
    {
        nint whole = n & -(nint)V.Count, i = 0;
        V last = whole < n ? TOp.Invoke<V, T>(V.Load(x + n - V.Count)) : V.Zero;
        for (; i <= whole - (4 * V.Count); i += 4 * V.Count)
        {
            V r0 = TOp.Invoke<V, T>(V.Load(x + i));
            V r1 = TOp.Invoke<V, T>(V.Load(x + i + V.Count));
            V r2 = TOp.Invoke<V, T>(V.Load(x + i + (2 * V.Count)));
            V r3 = TOp.Invoke<V, T>(V.Load(x + i + (3 * V.Count)));
            V.Store(r0, y + i);
            V.Store(r1, y + i + V.Count);
            V.Store(r2, y + i + (2 * V.Count));
            V.Store(r3, y + i + (3 * V.Count));
        }
        for (; i < whole; i += V.Count)
            V.Store(TOp.Invoke<V, T>(V.Load(x + i)), y + i);
        if (whole < n)
            V.Store(last, y + n - V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scalars<T, TOp, V>(T* x, T* y, nint n)
        where T : unmanaged
        where TOp : struct, IUnaryOperator
        where V : struct, ILanes<V, T>
    {
        for (nint i = 0; i < n; i++)
            V.StoreScalar(TOp.Invoke<V, T>(V.LoadScalar(x + i)), y + i);
    }

    private static void Narrow<T, TOp>(T* x, T* y, nint n)
        where T : unmanaged
        where TOp : struct, IUnaryOperator
    {
        float* wide = stackalloc float[NarrowFloats.BlockLength];
        for (nint i = 0; i < n; i += NarrowFloats.BlockLength)
        {
            nint length = nint.Min(NarrowFloats.BlockLength, n - i);
            NarrowFloats.Widen(x + i, wide, length);
            Vectors<float, TOp>(wide, wide, length);
            NarrowFloats.Round(wide, y + i, length);
        }
    }
}
