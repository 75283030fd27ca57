using System.Numerics;

namespace Weir.Simd;

/// <summary>Products of matrices, with optional addends and an activation, applied while the result is in the cache.</summary>
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
        where T : unmanaged => Run<T, Identity>(shape, a, b, default, default, c);

    /// <summary>C = op(A) * B with a packed B; the shape's TransposeB does not count.</summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Run<T>(in GemmShape shape, ReadOnlySpan<T> a, PackedMatrix b, Span<T> c)
        where T : unmanaged => Run<T, Identity>(shape, a, b, default, default, c);

    /// <summary>C = activation(op(A) * op(B) + first + second), summed in this order.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="a">Rows * Depth elements.</param>
    /// <param name="b">Depth * Columns elements.</param>
    /// <param name="first">Columns elements, added to each row; Rows * Columns elements; or empty for none.</param>
    /// <param name="second">The same; empty if <paramref name="first"/> is.</param>
    /// <param name="c">Rows * Columns elements; overlaps no operand.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Run<T, TActivation>(
        in GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> c)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        RequireLength(b.Length, shape.Depth, shape.Columns);
        fixed (T* pb = b)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                Widened<T, TActivation>(shape, a, NarrowFloats.Widen(ScratchUse.WideB, pb, b.Length), null, first, second, c);
            else
                Run<T, TActivation>(shape, a, pb, null, false, first, second, c);
        }
    }

    /// <summary>C = activation(op(A) * B + first + second) with a packed B; the shape's TransposeB does not count.</summary>
    /// <inheritdoc cref="Run{T,TActivation}(in GemmShape,ReadOnlySpan{T},ReadOnlySpan{T},ReadOnlySpan{T},ReadOnlySpan{T},Span{T})"/>
    public static void Run<T, TActivation>(
        in GemmShape shape, ReadOnlySpan<T> a, PackedMatrix b, ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> c)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (b.Depth != shape.Depth || b.Columns != shape.Columns)
            throw new ArgumentException($"The packed matrix is [{b.Depth},{b.Columns}], the product needs [{shape.Depth},{shape.Columns}].");
        if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            Widened<T, TActivation>(shape, a, null, b, first, second, c);
        else
            Run<T, TActivation>(shape, a, null, b.Data<T>(), b.TurnsAround(), first, second, c);
        GC.KeepAlive(b);
    }

    internal static void RequireLength(int actual, int rows, int columns)
    {
        if (rows < 0 || columns < 0 || actual != (long)rows * columns)
            throw new ArgumentException($"A matrix of [{rows},{columns}] does not have {actual} elements.");
    }

    private static void Run<T, TActivation>(
        in GemmShape shape, ReadOnlySpan<T> a, T* b, T* packedB, bool backwards, ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> c)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        Check(shape, a.Length, first.Length, second.Length, c.Length);
        fixed (T* pa = a, pFirst = first, pSecond = second, pc = c)
        {
            GemmProblem<T> problem = new(shape, pa, b, packedB, pc)
            {
                Backwards = backwards,
                First = GemmAddend<T>.Of(shape, pFirst, first.Length),
                Second = GemmAddend<T>.Of(shape, pSecond, second.Length),
            };
            Dispatch<T, TActivation>(&problem);
        }
    }

    private static void Check(in GemmShape shape, int a, int first, int second, int c)
    {
        RequireLength(a, shape.Rows, shape.Depth);
        RequireLength(c, shape.Rows, shape.Columns);
        int columns = shape.Columns;
        if (!IsAddend(first) || !IsAddend(second) || (first == 0 && second != 0 && c != 0))
            throw new ArgumentException($"Addends of {first} and {second} elements for a product of [{shape.Rows},{columns}].");

        bool IsAddend(int length) => length == 0 || length == c || length == columns;
    }

    private static void Dispatch<T, TActivation>(GemmProblem<T>* problem)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (problem->Rows == 0 || problem->Columns == 0)
            return;
        if (typeof(T) == typeof(Complex64))
            GemmDriver<Complex64, Complex64Lane>.Run<TActivation>((GemmProblem<Complex64>*)problem);
        else if (typeof(T) == typeof(Complex))
            GemmDriver<Complex, Complex128Lane>.Run<TActivation>((GemmProblem<Complex>*)problem);
        else if (Lanes512<T>.IsAccelerated)
            GemmDriver<T, Lanes512<T>>.Run<TActivation>(problem);
        else if (Lanes256<T>.IsAccelerated)
            GemmDriver<T, Lanes256<T>>.Run<TActivation>(problem);
        else
            GemmDriver<T, Lanes128<T>>.Run<TActivation>(problem);
    }

    private static void Widened<T, TActivation>(
        in GemmShape shape, ReadOnlySpan<T> a, float* b, PackedMatrix? packedB, ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> c)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        Span<float> wideC = new(Scratch.Get<float>(ScratchUse.WideC, c.Length), c.Length);
        ReadOnlySpan<float> wideA = Widen(ScratchUse.WideA, a), wideFirst = Widen(ScratchUse.WideBias, first), wideSecond = Widen(ScratchUse.WideSecond, second);
        if (packedB is null)
            Run<float, TActivation>(shape, wideA, b, null, false, wideFirst, wideSecond, wideC);
        else
            Run<float, TActivation>(shape, wideA, packedB, wideFirst, wideSecond, wideC);
        fixed (float* from = wideC)
        fixed (T* to = c)
            NarrowFloats.Round(from, to, c.Length);
    }

    private static ReadOnlySpan<float> Widen<T>(ScratchUse use, ReadOnlySpan<T> x)
        where T : unmanaged
    {
        if (x.IsEmpty)
            return default;
        fixed (T* px = x)
            return new(NarrowFloats.Widen(use, px, x.Length), x.Length);
    }
}
