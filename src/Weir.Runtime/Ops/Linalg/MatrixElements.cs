using System.Numerics;

namespace Weir.Ops;

/// <summary>Makes a kernel that computes matrices: for elements of one type, with numbers of double precision.</summary>
internal interface IMatrixKernelMaker
{
    Kernel Make<TElement, T>()
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>;
}

/// <summary>Between the elements of tensors and the numbers that factorizations compute with.</summary>
internal static class MatrixElements
{
    /// <summary>The kernel for a dtype of matrices.</summary>
    public static Kernel ForMatrices<TMaker>(this KernelRequest r, TMaker maker, bool halves = false)
        where TMaker : struct, IMatrixKernelMaker => r.Type("T") switch
    {
        DType.Float32 => maker.Make<float, double>(),
        DType.Float64 => maker.Make<double, double>(),
        DType.Float16 when halves => maker.Make<Half, double>(),
        DType.Complex64 => maker.Make<Complex64, Complex>(),
        DType.Complex128 => maker.Make<Complex, Complex>(),
        _ => throw r.NoKernel("T"),
    };

    public static void Read<TElement, T>(ReadOnlySpan<TElement> elements, Span<T> numbers)
        where TElement : unmanaged
        where T : unmanaged
    {
        for (int i = 0; i < elements.Length; i++) numbers[i] = Widen<TElement, T>(elements[i]);
    }

    public static void Write<T, TElement>(ReadOnlySpan<T> numbers, Span<TElement> elements)
        where TElement : unmanaged
        where T : unmanaged
    {
        for (int i = 0; i < elements.Length; i++) elements[i] = Narrow<T, TElement>(numbers[i]);
    }

    public static T Widen<TElement, T>(TElement x)
        where TElement : unmanaged
        where T : unmanaged => x switch
    {
        float value => (T)(object)(double)value,
        double value => (T)(object)value,
        Half value => (T)(object)(double)value,
        Complex64 value => (T)(object)(Complex)value,
        _ => (T)(object)x,
    };

    public static TElement Narrow<T, TElement>(T x)
        where TElement : unmanaged
        where T : unmanaged
    {
        if (typeof(TElement) == typeof(float)) return (TElement)(object)(float)(double)(object)x;
        if (typeof(TElement) == typeof(Half)) return (TElement)(object)(Half)(double)(object)x;
        if (typeof(TElement) == typeof(Complex64)) return (TElement)(object)(Complex64)(Complex)(object)x;
        return (TElement)(object)x;
    }
}
