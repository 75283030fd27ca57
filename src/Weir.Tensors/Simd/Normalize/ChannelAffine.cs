using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>y = activation(x * factor + offset), with a factor and an offset for each channel, channels innermost.</summary>
/// <remarks>Types: float and double; <see cref="Half"/> and <see cref="BFloat16"/> with float factors, computed in float.</remarks>
internal static unsafe class ChannelAffine
{
    private const int LeastPattern = 256;

    /// <summary>Runs it.</summary>
    /// <param name="x">Pixels of as many elements as there are channels.</param>
    /// <param name="factor">One for each channel.</param>
    /// <param name="offset">One for each channel.</param>
    /// <param name="y">As many elements as <paramref name="x"/>; may be <paramref name="x"/> itself.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Run<T, TFactor, TActivation>(ReadOnlySpan<T> x, ReadOnlySpan<TFactor> factor, ReadOnlySpan<TFactor> offset, Span<T> y)
        where T : unmanaged
        where TFactor : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (x.Length != y.Length || factor.Length != offset.Length || (factor.IsEmpty ? !x.IsEmpty : x.Length % factor.Length != 0))
            throw new ArgumentException($"{x.Length} elements, {y.Length} results, {factor.Length} factors and {offset.Length} offsets.");
        if (x.IsEmpty)
            return;

        // Few channels are repeated, so that vectors are full.
        int repeats = Math.Max(1, LeastPattern / factor.Length), length = repeats * factor.Length;
        TFactor* factors = Scratch.Get<TFactor>(ScratchUse.WideB, length), offsets = Scratch.Get<TFactor>(ScratchUse.WideBias, length);
        for (int i = 0; i < repeats; i++)
        {
            factor.CopyTo(new Span<TFactor>(factors + (i * factor.Length), factor.Length));
            offset.CopyTo(new Span<TFactor>(offsets + (i * factor.Length), factor.Length));
        }
        fixed (T* px = x, py = y)
        {
            if (Lanes512<TFactor>.IsAccelerated)
                Start<T, TFactor, Lanes512<TFactor>, TActivation>(px, factors, offsets, py, length, x.Length);
            else if (Lanes256<TFactor>.IsAccelerated)
                Start<T, TFactor, Lanes256<TFactor>, TActivation>(px, factors, offsets, py, length, x.Length);
            else
                Start<T, TFactor, Lanes128<TFactor>, TActivation>(px, factors, offsets, py, length, x.Length);
        }
    }

    private static void Start<T, TFactor, V, TActivation>(T* x, TFactor* factors, TFactor* offsets, T* y, int length, int total)
        where T : unmanaged
        where TFactor : unmanaged
        where V : struct, ILanes<V, TFactor>
        where TActivation : struct, IUnaryOperator =>
        WorkPool.Run(new Job<T, TFactor, V, TActivation>(x, factors, offsets, y, length, total), ((total - 1L) / length) + 1, length * 60);

    private readonly struct Job<T, TFactor, V, TActivation>(T* x, TFactor* factors, TFactor* offsets, T* y, nint length, nint total) : IParallelJob
        where T : unmanaged
        where TFactor : unmanaged
        where V : struct, ILanes<V, TFactor>
        where TActivation : struct, IUnaryOperator
    {
        public void Run(long begin, long end)
        {
            for (nint at = (nint)begin * length; at < nint.Min(total, (nint)end * length); at += length)
            {
                nint n = nint.Min(length, total - at);
                if (typeof(T) == typeof(TFactor))
                {
                    Line((TFactor*)(x + at), (TFactor*)(y + at), n);
                    continue;
                }
                float* wide = NarrowFloats.Widen(ScratchUse.WideA, x + at, n);
                Line((TFactor*)wide, (TFactor*)wide, n);
                NarrowFloats.Round(wide, y + at, n);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Line(TFactor* from, TFactor* to, nint n)
        {
            nint i = 0;
            for (; i <= n - V.Count; i += V.Count)
                V.Store(TActivation.Invoke<V, TFactor>(V.MultiplyAdd(V.Load(from + i), V.Load(factors + i), V.Load(offsets + i))), to + i);
            for (; i < n; i++)
                V.StoreScalar(TActivation.Invoke<V, TFactor>(V.MultiplyAdd(V.LoadScalar(from + i), V.LoadScalar(factors + i), V.LoadScalar(offsets + i))), to + i);
        }
    }
}
