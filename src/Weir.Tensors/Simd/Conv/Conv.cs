namespace Weir.Simd;

/// <summary>Convolutions in one to three dimensions, with an optional bias and activation applied to finished sums.</summary>
/// <remarks>
/// Element types: float, double and the integers (which wrap); <see cref="Half"/> and <see cref="BFloat16"/> are multiplied and summed in
/// float and rounded once. Padding is zeros that are multiplied like all else, so an infinite weight over padding gives NaN, as in
/// TensorFlow. The result's bits do not depend on the number of threads. Nothing is allocated on the managed heap. Thread-safe.
/// </remarks>
internal static unsafe class Conv
{
    /// <summary>y = activation(x * filter + bias).</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">The input.</param>
    /// <param name="filter">The weights.</param>
    /// <param name="bias">One value an output channel, or empty for none.</param>
    /// <param name="y">The output; overlaps no operand.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Run<T, TActivation>(in ConvShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> filter, ReadOnlySpan<T> bias, Span<T> y)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        shape.Check(x.Length, filter.Length, y.Length);
        CheckBias(shape, bias.Length);
        fixed (T* px = x, pf = filter, pb = bias, py = y)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                Widened<T, TActivation>(shape, px, x.Length, NarrowFloats.Widen(ScratchUse.WideB, pf, filter.Length), null, pb, py, y.Length);
            else
                Dispatch<T, TActivation>(shape, px, pf, null, bias.IsEmpty ? null : pb, py);
        }
    }

    /// <summary>y = activation(x * filter + bias) with a packed filter.</summary>
    /// <inheritdoc cref="Run{T,TActivation}(in ConvShape,ReadOnlySpan{T},ReadOnlySpan{T},ReadOnlySpan{T},Span{T})"/>
    public static void Run<T, TActivation>(in ConvShape shape, ReadOnlySpan<T> x, PackedFilter filter, ReadOnlySpan<T> bias, Span<T> y)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (filter.Shape != shape.Filter)
            throw new ArgumentException($"The packed filter is {filter.Shape}, not {shape.Filter}.");
        shape.Check(x.Length, (long)shape.Depth * shape.OutputChannels, y.Length);
        CheckBias(shape, bias.Length);
        fixed (T* px = x, pb = bias, py = y)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                Widened<T, TActivation>(shape, px, x.Length, null, filter.Data<float>(), pb, py, y.Length);
            else
                Dispatch<T, TActivation>(shape, px, null, filter.Data<T>(), bias.IsEmpty ? null : pb, py);
        }
        GC.KeepAlive(filter);
    }

    private static void CheckBias(in ConvShape shape, int bias)
    {
        if (bias != 0 && bias != shape.OutputChannels)
            throw new ArgumentException($"A bias of {bias} elements for {shape.OutputChannels} channels.");
    }

    private static void Dispatch<T, TActivation>(in ConvShape shape, T* x, T* filter, T* packed, T* bias, T* y)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (shape.Windows.OutputPixels == 0 || shape.OutputChannels == 0)
            return;
        if (Lanes512<T>.IsAccelerated)
            ConvDriver<T, Lanes512<T>>.Run<TActivation>(shape, x, filter, packed, bias, y);
        else if (Lanes256<T>.IsAccelerated)
            ConvDriver<T, Lanes256<T>>.Run<TActivation>(shape, x, filter, packed, bias, y);
        else
            ConvDriver<T, Lanes128<T>>.Run<TActivation>(shape, x, filter, packed, bias, y);
    }

    private static void Widened<T, TActivation>(in ConvShape shape, T* x, int xLength, float* filter, float* packed, T* bias, T* y, int yLength)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        float* wideY = Scratch.Get<float>(ScratchUse.WideC, yLength);
        float* wideX = NarrowFloats.Widen(ScratchUse.WideA, x, xLength);
        float* wideBias = bias == null ? null : NarrowFloats.Widen(ScratchUse.WideBias, bias, shape.OutputChannels);
        Dispatch<float, TActivation>(shape, wideX, filter, packed, wideBias, wideY);
        NarrowFloats.Round(wideY, y, yLength);
    }
}
