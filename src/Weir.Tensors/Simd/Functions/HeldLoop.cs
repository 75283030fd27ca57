using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>A loop over floats for a function that holds its constants.</summary>
internal static unsafe class HeldLoop
{
    /// <summary>y[i] = f(x[i]).</summary>
    /// <param name="table">The function's constants.</param>
    /// <param name="x">Numbers.</param>
    /// <param name="y">The results; may be <paramref name="x"/>.</param>
    /// <param name="n">How many.</param>
    /// <returns>False: they are too few for constants to be loaded first.</returns>
    public static bool TryRun<V, TFunction>(ReadOnlySpan<float> table, float* x, float* y, nint n)
        where V : struct, ILanes<V, float>
        where TFunction : struct, IHeldFunction<TFunction, V>
    {
        if (n < 4 * V.Count)
            return false;
        fixed (float* constants = table)
            Run<V, TFunction>(constants, x, y, n);
        return true;
    }

    // The last vector, if it is not whole, overlaps the one before; it is computed first, since y may be x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, TFunction>(float* table, float* x, float* y, nint n)
        where V : struct, ILanes<V, float>
        where TFunction : struct, IHeldFunction<TFunction, V>
    {
        TFunction f = TFunction.Of(table);
        nint whole = n & -(nint)V.Count, i = 0;
        V last = whole < n ? f.Invoke(V.Load(x + n - V.Count)) : V.Zero;
        for (; i <= whole - (2 * V.Count); i += 2 * V.Count)
        {
            V y0 = f.Invoke(V.Load(x + i)), y1 = f.Invoke(V.Load(x + i + V.Count));
            V.Store(y0, y + i);
            V.Store(y1, y + i + V.Count);
        }
        if (i < whole)
            V.Store(f.Invoke(V.Load(x + i)), y + i);
        if (whole < n)
            V.Store(last, y + n - V.Count);
    }
}
