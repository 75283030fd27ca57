using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The memory that a step of an optimizer goes over: a variable, its slots, a gradient of as many elements, and scalars.</summary>
internal unsafe struct ApplyOperands<T>
    where T : unmanaged
{
    public const int MaxScalars = 8;

    public T* X;
    public T* A;
    public T* B;
    public T* C;
    public T* Gradient;
    public T* Scalars;

    public readonly ApplyOperands<T> At(nint variable, nint gradient, int slots)
    {
        ApplyOperands<T> moved = this;
        moved.X += variable;
        moved.Gradient += gradient;
        if (slots > 0) moved.A += variable;
        if (slots > 1) moved.B += variable;
        if (slots > 2) moved.C += variable;
        return moved;
    }
}

/// <summary>The loop under the optimizers: picks the width, owns the tails; narrow floats are widened by blocks.</summary>
internal static unsafe class ApplyLoop
{
    /// <summary>Applies a gradient to a whole variable, on all threads. The scalars are prepared by <see cref="Prepare"/>.</summary>
    public static void Dense<T, TRule>(in ApplyOperands<T> operands, long count)
        where T : unmanaged
        where TRule : struct, IApplyRule =>
        WorkPool.Run(new ApplyJob<T, TRule>(operands), count, 800 * Elementwise.Width<T>());

    /// <summary>Applies a gradient to some elements.</summary>
    public static void Run<T, TRule>(in ApplyOperands<T> o, nint n)
        where T : unmanaged
        where TRule : struct, IApplyRule
    {
        if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16)) Narrow<T, TRule>(o, n);
        else if (typeof(T) == typeof(Complex64)) Loop<Complex64, TRule, Complex64Lane>(Unsafe.BitCast<ApplyOperands<T>, ApplyOperands<Complex64>>(o), n);
        else if (typeof(T) == typeof(Complex)) Loop<Complex, TRule, Complex128Lane>(Unsafe.BitCast<ApplyOperands<T>, ApplyOperands<Complex>>(o), n);
        else Vectors<T, TRule>(o, n);
    }

    /// <summary>Prepares the scalars of a call, once.</summary>
    public static void Prepare<T, TRule>(T* scalars)
        where T : unmanaged
        where TRule : struct, IApplyRule
    {
        if (typeof(T) == typeof(Complex64)) TRule.Prepare<Complex64Lane, Complex64>((Complex64*)scalars);
        else if (typeof(T) == typeof(Complex)) TRule.Prepare<Complex128Lane, Complex>((Complex*)scalars);
        else if (typeof(T) != typeof(Half) && typeof(T) != typeof(BFloat16)) TRule.Prepare<Lanes128<T>, T>(scalars);
    }

    private static void Vectors<T, TRule>(in ApplyOperands<T> o, nint n)
        where T : unmanaged
        where TRule : struct, IApplyRule
    {
        if (Lanes512<T>.IsAccelerated && n >= Lanes512<T>.Count) Loop<T, TRule, Lanes512<T>>(o, n);
        else if (Lanes256<T>.IsAccelerated && n >= Lanes256<T>.Count) Loop<T, TRule, Lanes256<T>>(o, n);
        else Loop<T, TRule, Lanes128<T>>(o, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<T, TRule, V>(ApplyOperands<T> o, nint n)
        where T : unmanaged
        where TRule : struct, IApplyRule
        where V : struct, ILanes<V, T>
    {
        nint i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            V x = V.Load(o.X + i);
            V a = TRule.Slots > 0 ? V.Load(o.A + i) : V.Zero;
            V b = TRule.Slots > 1 ? V.Load(o.B + i) : V.Zero;
            V c = TRule.Slots > 2 ? V.Load(o.C + i) : V.Zero;
            TRule.Step(ref x, ref a, ref b, ref c, V.Load(o.Gradient + i), o.Scalars);
            V.Store(x, o.X + i);
            if (TRule.Slots > 0) V.Store(a, o.A + i);
            if (TRule.Slots > 1) V.Store(b, o.B + i);
            if (TRule.Slots > 2) V.Store(c, o.C + i);
        }

        for (; i < n; i++)
        {
            V x = V.LoadScalar(o.X + i);
            V a = TRule.Slots > 0 ? V.LoadScalar(o.A + i) : V.Zero;
            V b = TRule.Slots > 1 ? V.LoadScalar(o.B + i) : V.Zero;
            V c = TRule.Slots > 2 ? V.LoadScalar(o.C + i) : V.Zero;
            TRule.Step(ref x, ref a, ref b, ref c, V.LoadScalar(o.Gradient + i), o.Scalars);
            V.StoreScalar(x, o.X + i);
            if (TRule.Slots > 0) V.StoreScalar(a, o.A + i);
            if (TRule.Slots > 1) V.StoreScalar(b, o.B + i);
            if (TRule.Slots > 2) V.StoreScalar(c, o.C + i);
        }
    }

    private static void Narrow<T, TRule>(in ApplyOperands<T> o, nint n)
        where T : unmanaged
        where TRule : struct, IApplyRule
    {
        const int Block = NarrowFloats.BlockLength / 2;
        float* memory = stackalloc float[(5 * Block) + ApplyOperands<T>.MaxScalars];
        ApplyOperands<float> wide = new()
        {
            X = memory, A = memory + Block, B = memory + (2 * Block), C = memory + (3 * Block), Gradient = memory + (4 * Block), Scalars = memory + (5 * Block),
        };
        NarrowFloats.Widen(o.Scalars, wide.Scalars, ApplyOperands<T>.MaxScalars);
        Prepare<float, TRule>(wide.Scalars);
        for (nint i = 0; i < n; i += Block)
        {
            nint length = nint.Min(Block, n - i);
            NarrowFloats.Widen(o.X + i, wide.X, length);
            NarrowFloats.Widen(o.Gradient + i, wide.Gradient, length);
            if (TRule.Slots > 0) NarrowFloats.Widen(o.A + i, wide.A, length);
            if (TRule.Slots > 1) NarrowFloats.Widen(o.B + i, wide.B, length);
            if (TRule.Slots > 2) NarrowFloats.Widen(o.C + i, wide.C, length);
            Vectors<float, TRule>(wide, length);
            NarrowFloats.Round(wide.X, o.X + i, length);
            if (TRule.Slots > 0) NarrowFloats.Round(wide.A, o.A + i, length);
            if (TRule.Slots > 1) NarrowFloats.Round(wide.B, o.B + i, length);
            if (TRule.Slots > 2) NarrowFloats.Round(wide.C, o.C + i, length);
        }
    }

    private readonly struct ApplyJob<T, TRule>(ApplyOperands<T> operands) : IParallelJob
        where T : unmanaged
        where TRule : struct, IApplyRule
    {
        public void Run(long begin, long end) => ApplyLoop.Run<T, TRule>(operands.At((nint)begin, (nint)begin, TRule.Slots), (nint)(end - begin));
    }
}
