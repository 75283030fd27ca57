using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Sums, products, extremes, all and any over some dimensions.</summary>
/// <remarks>
/// Long reductions are cut into parts of a size fixed by the shape, and parts are combined as a balanced tree: results depend
/// neither on the number of threads nor much on rounding. Types as in <see cref="Elementwise"/>; <see cref="Half"/> and
/// <see cref="BFloat16"/> are reduced in float and rounded once. Maximum and minimum give NaN if there is one.
/// </remarks>
internal static unsafe class Reduce
{
    /// <summary>y = the reduction of x.</summary>
    /// <param name="plan">Made from the shape of x.</param>
    /// <param name="x">All elements.</param>
    /// <param name="y">As many as the plan has outputs; apart from x.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Run<T, TReduction>(in ReducePlan plan, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TReduction : struct, IReduction
    {
        if (x.Length != plan.Outputs * plan.Reduced || y.Length != plan.Outputs)
            throw new ArgumentException($"{x.Length} elements to {y.Length}, the plan has {plan.Outputs * plan.Reduced} to {plan.Outputs}.");
        if (y.IsEmpty)
            return;
        fixed (T* px = x, py = y)
        {
            if (plan.Reduced == 0)
                y.Fill(TReduction.Initial<T>());
            else if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                Narrow<T, TReduction>(plan, px, x.Length, py);
            else if (typeof(T) == typeof(bool))
                ByWidth<byte, TReduction>(plan, (byte*)px, (byte*)py);
            else
                ByWidth<T, TReduction>(plan, px, py);
        }
    }

    /// <summary>y = the mean of x, for floating and complex numbers: the sum divided by the count (NaN of nothing).</summary>
    /// <inheritdoc cref="Run{T,TReduction}"/>
    public static void Mean<T>(in ReducePlan plan, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
    {
        if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
        {
            fixed (T* px = x, py = y)
                NarrowMean(plan, px, x.Length, py, y.Length);
            return;
        }
        Run<T, SumOf>(plan, x, y);
        Elementwise.Binary<T, Divide>(y, [Count<T>(plan.Reduced)], y);
    }

    /// <summary>y = the mean of integers: the sum, which does not wrap for types below 64 bits, divided toward zero (0 of nothing).</summary>
    /// <inheritdoc cref="Run{T,TReduction}"/>
    public static void MeanOfIntegers<T>(in ReducePlan plan, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (x.Length != plan.Outputs * plan.Reduced || y.Length != plan.Outputs)
            throw new ArgumentException($"{x.Length} elements to {y.Length}, the plan has {plan.Outputs * plan.Reduced} to {plan.Outputs}.");
        bool unsigned = T.IsZero(T.MinValue);
        for (int output = 0; output < y.Length; output++)
        {
            long sum = 0;
            for (long row = 0; row < plan.Reduced; row++)
            {
                (long outer, long inner) = plan.InnerReduced ? Math.DivRem(row, plan.Inner) : (row, 0);
                sum += long.CreateTruncating(x[(int)(plan.KeptOffset(output) + plan.ReducedOffset(outer) + inner)]);
            }
            y[output] = plan.Reduced == 0 ? T.Zero
                : unsigned ? T.CreateTruncating((ulong)sum / (ulong)plan.Reduced)
                : T.CreateTruncating(sum / plan.Reduced);
        }
    }

    private static void Narrow<T, TReduction>(in ReducePlan plan, T* x, nint n, T* y)
        where T : unmanaged
        where TReduction : struct, IReduction
    {
        float* wide = Scratch.Get<float>(ScratchUse.WideA, n), result = Scratch.Get<float>(ScratchUse.WideC, (nint)plan.Outputs);
        NarrowFloats.Widen(x, wide, n);
        ByWidth<float, TReduction>(plan, wide, result);
        NarrowFloats.Round(result, y, (nint)plan.Outputs);
    }

    private static void NarrowMean<T>(in ReducePlan plan, T* x, int n, T* y, int outputs)
        where T : unmanaged
    {
        float* wide = Scratch.Get<float>(ScratchUse.WideA, n), result = Scratch.Get<float>(ScratchUse.WideC, outputs);
        NarrowFloats.Widen(x, wide, n);
        Mean(plan, new ReadOnlySpan<float>(wide, n), new Span<float>(result, outputs));
        NarrowFloats.Round(result, y, outputs);
    }

    private static T Count<T>(long count)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<float, T>(count);
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<double, T>(count);
        if (typeof(T) == typeof(Complex64)) return Unsafe.BitCast<Complex64, T>(new Complex64(count, 0));
        if (typeof(T) == typeof(Complex)) return Unsafe.BitCast<Complex, T>(count);
        throw new NotSupportedException($"The mean of {typeof(T)}: see MeanOfIntegers.");
    }

    private static void ByWidth<T, TReduction>(in ReducePlan plan, T* x, T* y)
        where T : unmanaged
        where TReduction : struct, IReduction
    {
        nint inner = (nint)plan.Inner;
        if (typeof(T) == typeof(Complex64))
            Start<Complex64, TReduction, Complex64Lane>(plan, (Complex64*)x, (Complex64*)y);
        else if (typeof(T) == typeof(Complex))
            Start<Complex, TReduction, Complex128Lane>(plan, (Complex*)x, (Complex*)y);
        else if (Lanes512<T>.IsAccelerated && inner >= Lanes512<T>.Count)
            Start<T, TReduction, Lanes512<T>>(plan, x, y);
        else if (Lanes256<T>.IsAccelerated && inner >= Lanes256<T>.Count)
            Start<T, TReduction, Lanes256<T>>(plan, x, y);
        else
            Start<T, TReduction, Lanes128<T>>(plan, x, y);
    }

    private static void Start<T, TReduction, V>(in ReducePlan plan, T* x, T* y)
        where T : unmanaged
        where TReduction : struct, IReduction
        where V : struct, ILanes<V, T>
    {
        fixed (ReducePlan* way = &plan)
        {
            if (plan.InnerReduced)
                RowReduction<T, TReduction, V>.Run(way, x, y);
            else
                ColumnReduction<T, TReduction, V>.Run(way, x, y);
        }
    }
}
