using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Softmax and its logarithm, row by row.</summary>
/// <remarks>
/// A row with a NaN or +inf, or of nothing but -inf, becomes NaN, as in TensorFlow; that follows from the arithmetic: the largest
/// logit is subtracted first. Types: float, double, <see cref="Half"/> and <see cref="BFloat16"/> (computed in float).
/// </remarks>
internal static unsafe class Softmax
{
    private const int PicosecondsPerElement = 300;

    /// <summary>y = e^x / sum(e^x) in each row; with <paramref name="logarithm"/>, y = x - log(sum(e^x)).</summary>
    /// <param name="x">Whole rows.</param>
    /// <param name="y">As many elements; may be <paramref name="x"/> itself.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="logarithm">Whether to give the logarithm.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y, int columns, bool logarithm)
        where T : unmanaged
    {
        if (x.Length != y.Length || columns < 0 || (columns == 0 ? x.Length != 0 : x.Length % columns != 0))
            throw new ArgumentException($"{x.Length} logits and {y.Length} results in rows of {columns}.");
        if (x.IsEmpty)
            return;
        fixed (T* px = x, py = y)
        {
            long rows = x.Length / columns, grain = WorkPool.Grain((columns * PicosecondsPerElement) + 5_000);
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                WorkPool.Run(new NarrowJob<T>(px, py, columns, logarithm), rows, grain);
            else
                WorkPool.Run(new Job<T>(px, py, columns, logarithm), rows, grain);
        }
    }

    /// <summary>One row; y may be x.</summary>
    internal static void Row(float* x, float* y, nint columns) => Rows(x, y, columns, 1, logarithm: false);

    private static void Rows<T>(T* x, T* y, nint columns, long rows, bool logarithm)
        where T : unmanaged
    {
        for (long row = 0; row < rows; row++, x += columns, y += columns)
        {
            if (Lanes512<T>.IsAccelerated)
                SoftmaxRow<T, Lanes512<T>>.Run(x, y, columns, logarithm);
            else if (Lanes256<T>.IsAccelerated)
                SoftmaxRow<T, Lanes256<T>>.Run(x, y, columns, logarithm);
            else
                SoftmaxRow<T, Lanes128<T>>.Run(x, y, columns, logarithm);
        }
    }

    private readonly struct Job<T>(T* x, T* y, nint columns, bool logarithm) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end) =>
            Rows(x + (begin * columns), y + (begin * columns), columns, end - begin, logarithm);
    }

    private readonly struct NarrowJob<T>(T* x, T* y, nint columns, bool logarithm) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            float* wide = Scratch.Get<float>(ScratchUse.WideA, columns);
            for (long row = begin; row < end; row++)
            {
                NarrowFloats.Widen(x + (row * columns), wide, columns);
                Rows(wide, wide, columns, 1, logarithm);
                NarrowFloats.Round(wide, y + (row * columns), columns);
            }
        }
    }
}

/// <summary>One row of <see cref="Softmax"/>.</summary>
internal static unsafe class SoftmaxRow<T, V>
    where T : unmanaged
    where V : struct, ILanes<V, T>
{
    [SkipLocalsInit]
    public static void Run(T* x, T* y, nint columns, bool logarithm)
    {
        // The last, partial vector is filled up with -inf, which adds e^-inf = 0 to the sum.
        nint whole = columns / V.Count * V.Count;
        byte* tailBytes = stackalloc byte[64];
        T* tail = (T*)tailBytes;
        V.Store(V.Create(Extremes.Lowest<T>()), tail);
        for (nint i = whole; i < columns; i++)
            tail[i - whole] = x[i];

        T top = Greatest(x, whole, V.Load(tail));
        V greatest = V.Create(top);
        T sum = logarithm ? Exponentials<DropExponential>(x, y, whole, tail, greatest) : Exponentials<KeepExponential>(x, y, whole, tail, greatest);
        if (logarithm)
            Subtract(x, y, whole, tail, Log.Invoke<V, T>(V.Create(sum)), greatest);
        else
            Scale(y, whole, tail, V.One / V.Create(sum));
        for (nint i = whole; i < columns; i++)
            y[i] = tail[i - whole];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Greatest(T* x, nint whole, V first)
    {
        V m0 = first, m1 = first;
        nint i = 0;
        for (; i <= whole - (2 * V.Count); i += 2 * V.Count)
        {
            m0 = V.GreaterOrSecond(V.Load(x + i), m0);   // a NaN is passed over here and found by the sum
            m1 = V.GreaterOrSecond(V.Load(x + i + V.Count), m1);
        }
        if (i < whole)
            m0 = V.GreaterOrSecond(V.Load(x + i), m0);
        return V.Across<Maximum>(V.GreaterOrSecond(m0, m1));
    }

    // Floats hold the constants of the exponential.
    private static T Exponentials<TKeep>(T* x, T* y, nint whole, T* tail, V greatest)
        where TKeep : struct
    {
        fixed (float* table = ExpFunction.SingleTable)
        {
            if (typeof(V) == typeof(Lanes512<float>))
                return Unsafe.BitCast<float, T>(Sum<TKeep, float, Lanes512<float>, HeldExp<Lanes512<float>>>((float*)x, (float*)y, whole, (float*)tail, Unsafe.BitCast<V, Lanes512<float>>(greatest), table));
            if (typeof(V) == typeof(Lanes256<float>))
                return Unsafe.BitCast<float, T>(Sum<TKeep, float, Lanes256<float>, HeldExp<Lanes256<float>>>((float*)x, (float*)y, whole, (float*)tail, Unsafe.BitCast<V, Lanes256<float>>(greatest), table));
            if (typeof(V) == typeof(Lanes128<float>))
                return Unsafe.BitCast<float, T>(Sum<TKeep, float, Lanes128<float>, HeldExp<Lanes128<float>>>((float*)x, (float*)y, whole, (float*)tail, Unsafe.BitCast<V, Lanes128<float>>(greatest), table));
            return Sum<TKeep, T, V, PlainExp>(x, y, whole, tail, greatest, table);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static U Sum<TKeep, U, W, TExp>(U* x, U* y, nint whole, U* tail, W greatest, float* table)
        where TKeep : struct
        where U : unmanaged
        where W : struct, ILanes<W, U>
        where TExp : struct, IExponential<TExp, W>
    {
        TExp exp = TExp.Of(table);
        W s0 = W.Zero, s1 = W.Zero;
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
        W last = exp.Invoke(W.Load(tail) - greatest);
        if (typeof(TKeep) == typeof(KeepExponential))
            W.Store(last, tail);
        return W.Across<Add>(s0 + s1 + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(T* y, nint whole, T* tail, V factor)
    {
        for (nint i = 0; i < whole; i += V.Count)
            V.Store(V.Load(y + i) * factor, y + i);
        V.Store(V.Load(tail) * factor, tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(T* x, T* y, nint whole, T* tail, V logarithm, V greatest)
    {
        for (nint i = 0; i < whole; i += V.Count)
            V.Store(V.Load(x + i) - greatest - logarithm, y + i);
        V.Store(V.Load(tail) - greatest - logarithm, tail);
    }

    private readonly struct PlainExp : IExponential<PlainExp, V>
    {
        public static PlainExp Of(float* table) => default;

        public V Invoke(V x) => Exp.Invoke<V, T>(x);
    }

    private readonly struct KeepExponential;

    private readonly struct DropExponential;
}
