using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Simd;

/// <summary>One row of <see cref="Softmax"/>.</summary>
/// <remarks>The last vector reaches back into the one before it, which is why it is read first and written last: y may be x.</remarks>
internal static unsafe class SoftmaxRow<T, V>
    where T : unmanaged
    where V : struct, ILanes<V, T>
{
    private const int MostBytes = 64;

    // As many zeros as a vector has bytes at most, then as many ones.
    private static ReadOnlySpan<ulong> Masks => [0, 0, 0, 0, 0, 0, 0, 0, ~0ul, ~0ul, ~0ul, ~0ul, ~0ul, ~0ul, ~0ul, ~0ul];

    public static void Run(T* x, T* y, nint columns, bool logarithm)
    {
        if (columns >= V.Count)
        {
            Whole(x, y, columns, logarithm);
            return;
        }

        // A short row is filled up with -inf, which adds e^-inf = 0 to the sum.
        byte* bytes = stackalloc byte[MostBytes];
        T* row = (T*)bytes;
        V.Store(V.Create(Extremes.Lowest<T>()), row);
        for (nint i = 0; i < columns; i++)
            row[i] = x[i];
        Whole(row, row, V.Count, logarithm);
        for (nint i = 0; i < columns; i++)
            y[i] = row[i];
    }

    private static void Whole(T* x, T* y, nint n, bool logarithm)
    {
        V greatest = V.Create(Greatest(x, n));
        if (logarithm)
        {
            T sum = Exponentials<DropExponential>(x, y, n, greatest);
            Subtract(x, y, n, Log.Invoke<V, T>(V.Create(sum)), greatest);
        }
        else
        {
            T sum = Exponentials<KeepExponential>(x, y, n, greatest);
            Scale(y, n, V.One / V.Create(sum));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Greatest(T* x, nint n)
    {
        V m0 = V.Load(x + n - V.Count), m1 = m0, m2 = m0, m3 = m0;
        nint i = 0;
        for (; i <= n - (4 * V.Count); i += 4 * V.Count)
        {
            m0 = V.GreaterOrSecond(V.Load(x + i), m0);   // a NaN is passed over here and found by the sum
            m1 = V.GreaterOrSecond(V.Load(x + i + V.Count), m1);
            m2 = V.GreaterOrSecond(V.Load(x + i + (2 * V.Count)), m2);
            m3 = V.GreaterOrSecond(V.Load(x + i + (3 * V.Count)), m3);
        }
        for (; i < n - V.Count; i += V.Count)
            m0 = V.GreaterOrSecond(V.Load(x + i), m0);
        return V.Across<Maximum>(V.GreaterOrSecond(V.GreaterOrSecond(m0, m1), V.GreaterOrSecond(m2, m3)));
    }

    // Floats hold the constants of the exponential.
    private static T Exponentials<TKeep>(T* x, T* y, nint n, V greatest)
        where TKeep : struct
    {
        fixed (float* table = ExpFunction.SingleTable)
        {
            if (typeof(V) == typeof(Lanes512<float>))
                return Unsafe.BitCast<float, T>(Sum<TKeep, float, Lanes512<float>, HeldExp<Lanes512<float>>>((float*)x, (float*)y, n, Unsafe.BitCast<V, Lanes512<float>>(greatest), table));
            if (typeof(V) == typeof(Lanes256<float>))
                return Unsafe.BitCast<float, T>(Sum<TKeep, float, Lanes256<float>, HeldExp<Lanes256<float>>>((float*)x, (float*)y, n, Unsafe.BitCast<V, Lanes256<float>>(greatest), table));
            if (typeof(V) == typeof(Lanes128<float>))
                return Unsafe.BitCast<float, T>(Sum<TKeep, float, Lanes128<float>, HeldExp<Lanes128<float>>>((float*)x, (float*)y, n, Unsafe.BitCast<V, Lanes128<float>>(greatest), table));
            return Sum<TKeep, T, V, PlainExp>(x, y, n, greatest, table);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static U Sum<TKeep, U, W, TExp>(U* x, U* y, nint n, W greatest, float* table)
        where TKeep : struct
        where U : unmanaged
        where W : struct, ILanes<W, U>
        where TExp : struct, IHeldFunction<TExp, W>
    {
        TExp exp = TExp.Of(table);
        nint whole = (n - 1) / W.Count * W.Count;
        W last = exp.Invoke(W.Load(x + n - W.Count) - greatest);
        W s0 = last & W.Load((U*)((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Masks)) + MostBytes) - (W.Count - (n - whole))), s1 = W.Zero;
        nint i = 0;
        for (; i <= whole - (2 * W.Count); i += 2 * W.Count)
        {
            W e0 = exp.Invoke(W.Load(x + i) - greatest);
            W e1 = exp.Invoke(W.Load(x + i + W.Count) - greatest);
            s0 += e0;
            s1 += e1;
            if (typeof(TKeep) == typeof(KeepExponential))
            {
                W.Store(e0, y + i);
                W.Store(e1, y + i + W.Count);
            }
        }
        if (i < whole)
        {
            W e = exp.Invoke(W.Load(x + i) - greatest);
            s0 += e;
            if (typeof(TKeep) == typeof(KeepExponential))
                W.Store(e, y + i);
        }
        if (typeof(TKeep) == typeof(KeepExponential))
            W.Store(last, y + n - W.Count);
        return W.Across<Add>(s0 + s1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(T* y, nint n, V factor)
    {
        V last = V.Load(y + n - V.Count) * factor;
        for (nint i = 0; i < n - V.Count; i += V.Count)
            V.Store(V.Load(y + i) * factor, y + i);
        V.Store(last, y + n - V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(T* x, T* y, nint n, V logarithm, V greatest)
    {
        V last = V.Load(x + n - V.Count) - greatest - logarithm;
        for (nint i = 0; i < n - V.Count; i += V.Count)
            V.Store(V.Load(x + i) - greatest - logarithm, y + i);
        V.Store(last, y + n - V.Count);
    }

    private readonly struct PlainExp : IHeldFunction<PlainExp, V>
    {
        public static PlainExp Of(float* table) => default;

        public V Invoke(V x) => Exp.Invoke<V, T>(x);
    }

    private readonly struct KeepExponential;

    private readonly struct DropExponential;
}
