using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary><see cref="SigmoidFunction"/> over many numbers, with its constants in registers, bit for bit the same.</summary>
internal static unsafe class HeldSigmoid
{
    /// <summary>y[i] = 1 / (1 + exp(-x[i])).</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="y">The results; may be <paramref name="x"/>.</param>
    /// <param name="n">How many.</param>
    /// <returns>False: they are too few for constants to be loaded first.</returns>
    public static bool TryRun<V>(float* x, float* y, nint n)
        where V : struct, ILanes<V, float>
    {
        if (n < 4 * V.Count) return false;
        Run<V>(x, y, n);
        return true;
    }

    // At least one whole vector. The last one may overlap the one before; it is computed first, since y may be x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V>(float* x, float* y, nint n)
        where V : struct, ILanes<V, float>
    {
        fixed (float* table = ExpFunction.SingleTable)
        {
            HeldExp<V> exp = new(table);
            V x0 = V.Load(x + n - V.Count);
            V last = Finish(x0, exp.Invoke(-V.Abs(x0)));
            nint i = 0;
            for (; i <= n - (2 * V.Count); i += 2 * V.Count)
            {
                x0 = V.Load(x + i);
                V x1 = V.Load(x + i + V.Count), e0 = exp.Invoke(-V.Abs(x0)), e1 = exp.Invoke(-V.Abs(x1));
                V.Store(Finish(x0, e0), y + i);
                V.Store(Finish(x1, e1), y + i + V.Count);
            }

            if (i < n - V.Count)
            {
                x0 = V.Load(x + i);
                V.Store(Finish(x0, exp.Invoke(-V.Abs(x0))), y + i);
            }

            V.Store(last, y + n - V.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Finish<V>(V x, V e)
        where V : struct, ILanes<V, float> => V.Select(V.Less(x, V.Zero), e, V.One) / (V.One + e);
}
