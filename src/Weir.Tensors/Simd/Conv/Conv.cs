namespace Weir.Simd;

/// <summary>Convolutions in one to three dimensions, with what is done to finished sums while they are in registers.</summary>
/// <remarks>
/// Element types: float, double and the integers (which wrap); <see cref="Half"/> and <see cref="BFloat16"/> are multiplied and summed in
/// float and rounded once. Padding is zeros that are multiplied like all else, so an infinite weight over padding gives NaN, as in
/// TensorFlow. The result's bits do not depend on the number of threads. Nothing is allocated on the managed heap. Thread-safe.
/// </remarks>
internal static unsafe class Conv
{
    /// <summary>y = activation(x * filter * factor + offset + addend).</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">The input.</param>
    /// <param name="filter">The weights.</param>
    /// <param name="finish">What is done to the sums.</param>
    /// <param name="y">The output; overlaps no operand but the addend.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Run<T, TActivation>(in ConvShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> filter, in Finish<T> finish, Span<T> y)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        shape.Check(x.Length, filter.Length, y.Length);
        finish.Check(shape.OutputChannels, y.Length);
        fixed (T* px = x, pf = filter, factor = finish.Factor, offset = finish.Offset, addend = finish.Addend, py = y)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                Widened<T, TActivation>(shape, px, x.Length, NarrowFloats.Widen(ScratchUse.WideB, pf, filter.Length), null, offset, py, y.Length);
            else
                Dispatch<T, TActivation>(shape, px, pf, null, new(factor, offset, addend), py);
        }
    }

    /// <summary>The same with a packed filter.</summary>
    /// <inheritdoc cref="Run{T,TActivation}(in ConvShape,ReadOnlySpan{T},ReadOnlySpan{T},in Finish{T},Span{T})"/>
    public static void Run<T, TActivation>(in ConvShape shape, ReadOnlySpan<T> x, PackedFilter filter, in Finish<T> finish, Span<T> y)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (filter.Shape != shape.Filter)
            throw new ArgumentException($"The packed filter is {filter.Shape}, not {shape.Filter}.");
        shape.Check(x.Length, (long)shape.Depth * shape.OutputChannels, y.Length);
        finish.Check(shape.OutputChannels, y.Length);
        fixed (T* px = x, factor = finish.Factor, offset = finish.Offset, addend = finish.Addend, py = y)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                Widened<T, TActivation>(shape, px, x.Length, null, filter.Data<float>(), offset, py, y.Length);
            else
                Dispatch<T, TActivation>(shape, px, null, filter.Data<T>(), new(factor, offset, addend), py);
        }
        GC.KeepAlive(filter);
    }

    private static void Dispatch<T, TActivation>(in ConvShape shape, T* x, T* filter, T* packed, in FinishPointers<T> finish, T* y)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (shape.Windows.OutputPixels == 0 || shape.OutputChannels == 0)
            return;
        if (Lanes512<T>.IsAccelerated)
            ConvDriver<T, Lanes512<T>>.Run<TActivation>(shape, x, filter, packed, finish, y);
        else if (Lanes256<T>.IsAccelerated)
            ConvDriver<T, Lanes256<T>>.Run<TActivation>(shape, x, filter, packed, finish, y);
        else
            ConvDriver<T, Lanes128<T>>.Run<TActivation>(shape, x, filter, packed, finish, y);
    }

    private static void Widened<T, TActivation>(in ConvShape shape, T* x, int xLength, float* filter, float* packed, T* offset, T* y, int yLength)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        float* wideY = Scratch.Get<float>(ScratchUse.WideC, yLength);
        float* wideX = NarrowFloats.Widen(ScratchUse.WideA, x, xLength);
        float* wideOffset = offset == null ? null : NarrowFloats.Widen(ScratchUse.WideBias, offset, shape.OutputChannels);
        Dispatch<float, TActivation>(shape, wideX, filter, packed, new(null, wideOffset, null), wideY);
        NarrowFloats.Round(wideY, y, yLength);
    }
}
