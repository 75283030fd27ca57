namespace Weir.Simd;

/// <summary>An element-wise operation on one value. Implementations are empty structs, a few lines each.</summary>
internal interface IUnaryOperator
{
    static abstract V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged;

    /// <summary>The rough cost of an element in picoseconds, by which work is cut into chunks.</summary>
    static virtual int Picoseconds => 100;

    /// <summary>Runs a loop of the operator's own over floats, which gives the same bits as the general one.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="y">The results; may be <paramref name="x"/>.</param>
    /// <param name="n">How many.</param>
    /// <returns>False: there is none, or not for so many or not on this processor; nothing was written.</returns>
    static virtual unsafe bool TryRun(float* x, float* y, nint n) => false;
}

/// <summary>An element-wise operation on two values.</summary>
internal interface IBinaryOperator
{
    static abstract V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged;

    /// <inheritdoc cref="IUnaryOperator.Picoseconds"/>
    static virtual int Picoseconds => 100;

    /// <summary>Whether Half and bfloat16 take the operands in the other order, as TensorFlow does where that shows.</summary>
    static virtual bool ReversedForNarrowFloats => false;
}

/// <summary>A comparison: gives a mask.</summary>
internal interface IComparison
{
    static abstract V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged;
}
