using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>What is done to the finished sums of a convolution before its activation: sum * factor + offset + addend.</summary>
internal readonly ref struct Finish<T>
    where T : unmanaged
{
    /// <summary>One value an output channel, or empty. Then there is an offset too. Not for Half and bfloat16.</summary>
    public ReadOnlySpan<T> Factor { get; init; }

    /// <summary>One value an output channel, or empty.</summary>
    public ReadOnlySpan<T> Offset { get; init; }

    /// <summary>As many elements as the output, which may be the output itself; or empty. Dense float and double convolutions only.</summary>
    public ReadOnlySpan<T> Addend { get; init; }

    /// <summary>Refuses other lengths.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Check(int channels, int outputs)
    {
        bool fits = (Factor.IsEmpty || (Factor.Length == channels && Offset.Length == channels)) && (Offset.IsEmpty || Offset.Length == channels);
        if (!fits || (!Addend.IsEmpty && Addend.Length != outputs))
            throw new ArgumentException($"Factors {Factor.Length}, offsets {Offset.Length} and addends {Addend.Length} for {channels} channels of {outputs} outputs.");
        if ((typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16)) && !(Factor.IsEmpty && Addend.IsEmpty))
            throw new ArgumentException($"Only an offset goes with {typeof(T)}.");
    }
}

/// <summary>The same as addresses; null where there is nothing.</summary>
internal readonly unsafe struct FinishPointers<T>(T* factor, T* offset, T* addend)
    where T : unmanaged
{
    public readonly T* Factor = factor, Offset = offset, Addend = addend;

    /// <summary>Treats one vector of sums, without the addend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Vector<V>(V sum, nint channel)
        where V : struct, ILanes<V, T> =>
        Factor != null ? V.MultiplyAdd(sum, V.Load(Factor + channel), V.Load(Offset + channel)) : Offset != null ? sum + V.Load(Offset + channel) : sum;

    /// <summary>Treats one sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Scalar<V>(V sum, nint channel, nint at)
        where V : struct, ILanes<V, T>
    {
        if (Factor != null)
            sum = V.MultiplyAdd(sum, V.LoadScalar(Factor + channel), V.LoadScalar(Offset + channel));
        else if (Offset != null)
            sum += V.LoadScalar(Offset + channel);
        return Addend == null ? sum : sum + V.LoadScalar(Addend + at);
    }
}
