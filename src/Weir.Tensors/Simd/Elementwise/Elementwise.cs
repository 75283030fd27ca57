using System.Numerics;

namespace Weir.Simd;

/// <summary>Applies operators to blocks of elements: all element types, lengths and widths, on all threads.</summary>
/// <remarks>
/// <para>Element types: all integers, <see cref="float"/>, <see cref="double"/>, <see cref="Half"/> and <see cref="BFloat16"/> (computed
/// in float, each operator's result rounded), <see cref="Complex64"/>, <see cref="Complex"/>, and <see cref="bool"/> for logic and equality.</para>
/// <para>The result may be exactly one of the operands (same address, same length, same element size); other overlaps are not allowed.</para>
/// <para>Nothing is allocated. Thread-safe.</para>
/// </remarks>
internal static unsafe partial class Elementwise
{
    /// <summary>y[i] = op(x[i]).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Unary<T, TOp>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TOp : struct, IUnaryOperator
    {
        RequireLength(x.Length, y.Length);
        fixed (T* px = x, py = y)
            Parallel(new UnaryJob<T, TOp>(px, py), y.Length, TOp.Picoseconds * Width<T>());
    }

    /// <summary>z[i] = op(x[i], y[i]); an operand of length 1 is used for all elements.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Binary<T, TOp>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where T : unmanaged
        where TOp : struct, IBinaryOperator
    {
        if (x.Length != 1)
            RequireLength(x.Length, z.Length);
        if (y.Length != 1)
            RequireLength(y.Length, z.Length);
        fixed (T* px = x, py = y, pz = z)
            Parallel(new BinaryJob<T, TOp>(px, Step(x.Length), py, Step(y.Length), pz), z.Length, TOp.Picoseconds * Width<T>());
    }

    /// <summary>z[i] = comparison(x[i], y[i]); an operand of length 1 is used for all elements.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Compare<T, TOp>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z)
        where T : unmanaged
        where TOp : struct, IComparison
    {
        if (x.Length != 1)
            RequireLength(x.Length, z.Length);
        if (y.Length != 1)
            RequireLength(y.Length, z.Length);
        fixed (T* px = x, py = y)
        fixed (bool* pz = z)
            Parallel(new CompareJob<T, TOp>(px, Step(x.Length), py, Step(y.Length), pz), z.Length, 200);
    }

    /// <summary>z[i] = condition[i] ? x[i] : y[i]; an operand of length 1 is used for all elements.</summary>
    /// <remarks>Moves bits, so the element type counts by its size only.</remarks>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Select<T>(ReadOnlySpan<bool> condition, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where T : unmanaged
    {
        if (condition.Length != 1)
            RequireLength(condition.Length, z.Length);
        if (x.Length != 1)
            RequireLength(x.Length, z.Length);
        if (y.Length != 1)
            RequireLength(y.Length, z.Length);
        fixed (bool* pc = condition)
        fixed (T* px = x, py = y, pz = z)
        {
            var job = new SelectJob<T>(pc, Step(condition.Length), px, Step(x.Length), py, Step(y.Length), pz);
            Parallel(job, z.Length, 200);
        }
    }

    internal static void Parallel<TJob>(in TJob job, long items, int picoseconds)
        where TJob : struct, IParallelJob =>
        WorkPool.Run(in job, items, picoseconds);

    // Costs are given for floats; other types take as much longer as they are wider, and those without vectors much longer.
    internal static int Width<T>()
        where T : unmanaged =>
        typeof(T) == typeof(Complex64) || typeof(T) == typeof(Complex) ? 20 : typeof(T) == typeof(Half) ? 8 : Math.Max(1, sizeof(T) / 4);

    private static int Step(int length) => length == 1 ? 0 : 1;

    private static void RequireLength(int actual, int expected)
    {
        if (actual != expected)
            throw new ArgumentException($"An operand has {actual} elements, the result {expected}.");
    }
}
