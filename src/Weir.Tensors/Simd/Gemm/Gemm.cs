using System.Numerics;

namespace Weir.Simd;

/// <summary>Products of matrices, with an optional bias and activation applied while the result is in the cache.</summary>
/// <remarks>
/// Element types: float, double, int, long and the other integers (which wrap), <see cref="Complex64"/>, <see cref="Complex"/>;
/// <see cref="Half"/> and <see cref="BFloat16"/> are multiplied and summed in float and rounded once. The result's bits do not
/// depend on the number of threads. Nothing is allocated on the managed heap; each thread keeps native scratch memory. Thread-safe.
/// </remarks>
internal static unsafe class Gemm
{
    /// <summary>C = op(A) * op(B).</summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Run<T>(in GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c)
        where T : unmanaged => Run<T, Identity>(shape, a, b, default, c);

    /// <summary>C = op(A) * B with a packed B; the shape's TransposeB does not count.</summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Run<T>(in GemmShape shape, ReadOnlySpan<T> a, PackedMatrix b, Span<T> c)
        where T : unmanaged => Run<T, Identity>(shape, a, b, default, c);

    /// <summary>C = activation(op(A) * op(B) + bias).</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="a">Rows * Depth elements.</param>
    /// <param name="b">Depth * Columns elements.</param>
    /// <param name="bias">Columns elements, or empty for none.</param>
    /// <param name="c">Rows * Columns elements; overlaps no operand.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Run<T, TActivation>(in GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> bias, Span<T> c)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        RequireLength(b.Length, shape.Depth, shape.Columns);
        Check(shape, a.Length, bias.Length, c.Length);
        fixed (T* pa = a, pb = b, pBias = bias, pc = c)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                Widened<T, TActivation>(shape, pa, NarrowFloats.Widen(ScratchUse.WideB, pb, b.Length), null, pBias, pc);
            else
                Dispatch<T, TActivation>(new GemmProblem<T>(shape, pa, pb, null, bias.IsEmpty ? null : pBias, pc));
        }
    }

    /// <summary>C = activation(op(A) * B + bias) with a packed B; the shape's TransposeB does not count.</summary>
    /// <inheritdoc cref="Run{T,TActivation}(in GemmShape,ReadOnlySpan{T},ReadOnlySpan{T},ReadOnlySpan{T},Span{T})"/>
    public static void Run<T, TActivation>(in GemmShape shape, ReadOnlySpan<T> a, PackedMatrix b, ReadOnlySpan<T> bias, Span<T> c)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (b.Depth != shape.Depth || b.Columns != shape.Columns)
            throw new ArgumentException($"The packed matrix is [{b.Depth},{b.Columns}], the product needs [{shape.Depth},{shape.Columns}].");
        Check(shape, a.Length, bias.Length, c.Length);
        fixed (T* pa = a, pBias = bias, pc = c)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                Widened<T, TActivation>(shape, pa, null, b.Data<float>(), pBias, pc);
            else
                Dispatch<T, TActivation>(new GemmProblem<T>(shape, pa, null, b.Data<T>(), bias.IsEmpty ? null : pBias, pc) { Backwards = b.TurnsAround() });
        }
        GC.KeepAlive(b);
    }

    internal static void RequireLength(int actual, int rows, int columns)
    {
        if (rows < 0 || columns < 0 || actual != (long)rows * columns)
            throw new ArgumentException($"A matrix of [{rows},{columns}] does not have {actual} elements.");
    }

    private static void Check(in GemmShape shape, int a, int bias, int c)
    {
        RequireLength(a, shape.Rows, shape.Depth);
        RequireLength(c, shape.Rows, shape.Columns);
        if (bias != 0 && bias != shape.Columns)
            throw new ArgumentException($"A bias of {bias} elements for {shape.Columns} columns.");
    }

    private static void Dispatch<T, TActivation>(in GemmProblem<T> problem)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (problem.Rows == 0 || problem.Columns == 0)
            return;
        if (typeof(T) == typeof(Complex64))
            GemmDriver<Complex64, Complex64Lane>.Run<TActivation>(problem.As<Complex64>());
        else if (typeof(T) == typeof(Complex))
            GemmDriver<Complex, Complex128Lane>.Run<TActivation>(problem.As<Complex>());
        else if (Lanes512<T>.IsAccelerated)
            GemmDriver<T, Lanes512<T>>.Run<TActivation>(problem);
        else if (Lanes256<T>.IsAccelerated)
            GemmDriver<T, Lanes256<T>>.Run<TActivation>(problem);
        else
            GemmDriver<T, Lanes128<T>>.Run<TActivation>(problem);
    }

    private static void Widened<T, TActivation>(in GemmShape shape, T* a, float* b, float* packedB, T* bias, T* c)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        float* wideC = Scratch.Get<float>(ScratchUse.WideC, (nint)shape.Rows * shape.Columns);
        float* wideA = NarrowFloats.Widen(ScratchUse.WideA, a, (nint)shape.Rows * shape.Depth);
        float* wideBias = bias == null ? null : NarrowFloats.Widen(ScratchUse.WideBias, bias, shape.Columns);
        Dispatch<float, TActivation>(new GemmProblem<float>(shape, wideA, b, packedB, wideBias, wideC));
        NarrowFloats.Round(wideC, c, (nint)shape.Rows * shape.Columns);
    }
}
