using System.Numerics;

namespace Weir.Simd;

/// <summary>Some values of one type side by side: a vector register, or a single value where the type has no vectors.</summary>
/// <remarks>
/// <para>Kernels are written once over <typeparamref name="V"/> and compiled for every width. A wrapper around a vector costs
/// nothing: the JIT and NativeAOT keep it in a register.</para>
/// <para>All widths give the same bits for the same values on one machine, so it never matters which lanes did an element.</para>
/// <para>Comparisons give masks: all bits set where true. Complex lanes have no order, and integers no square root: calling
/// what a type does not have throws <see cref="NotSupportedException"/>; op definitions keep that from happening.</para>
/// </remarks>
/// <typeparam name="V">The implementing type.</typeparam>
/// <typeparam name="T">The element type.</typeparam>
internal unsafe interface ILanes<V, T> :
    IAdditionOperators<V, V, V>, ISubtractionOperators<V, V, V>, IMultiplyOperators<V, V, V>, IDivisionOperators<V, V, V>,
    IUnaryNegationOperators<V, V>, IBitwiseOperators<V, V, V>
    where V : struct, ILanes<V, T>
    where T : unmanaged
{
    /// <summary>Whether the machine has registers of this width for this type.</summary>
    static abstract bool IsAccelerated { get; }

    /// <summary>How many values.</summary>
    static abstract int Count { get; }

    static abstract V Zero { get; }

    static abstract V One { get; }

    /// <summary>The same value in all lanes.</summary>
    static abstract V Create(T value);

    /// <summary>Reads <see cref="Count"/> values; any alignment.</summary>
    static abstract V Load(T* source);

    /// <summary>Writes <see cref="Count"/> values; any alignment.</summary>
    static abstract void Store(V value, T* destination);

    /// <summary>One value in the first lane; the others are anything.</summary>
    static abstract V LoadScalar(T* source);

    /// <summary>Writes the first lane only.</summary>
    static abstract void StoreScalar(V value, T* destination);

    /// <summary>Writes one byte a lane, 1 where the mask is set.</summary>
    static abstract void StoreBooleans(V mask, bool* destination);

    /// <summary>The first lane of <see cref="StoreBooleans"/>.</summary>
    static abstract bool FirstBoolean(V mask);

    /// <summary>Masks from bytes, set where not 0.</summary>
    static abstract V LoadBooleans(bool* source);

    /// <summary>x * y + z, fused where the machine can; not otherwise.</summary>
    static abstract V MultiplyAdd(V x, V y, V z);

    /// <summary>The larger; NaN if either is NaN; y of two zeros.</summary>
    static abstract V Maximum(V x, V y);

    /// <summary>The smaller; NaN if either is NaN; y of two zeros.</summary>
    static abstract V Minimum(V x, V y);

    /// <summary>x above y ? x : y, so y if either is NaN: one instruction on x86. Arm gives NaN for either.</summary>
    static abstract V GreaterOrSecond(V x, V y);

    /// <summary>x below y ? x : y, so y if either is NaN: one instruction on x86. Arm gives NaN for either.</summary>
    static abstract V LesserOrSecond(V x, V y);

    static abstract V Abs(V x);

    static abstract V Sqrt(V x);

    /// <summary>1 / x. That of a complex 0 is (NaN, NaN), though 1 / 0 is (inf, NaN).</summary>
    static abstract V Reciprocal(V x);

    /// <summary>The complex conjugate; real numbers stay as they are.</summary>
    static abstract V Conjugate(V x);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract V Round(V x);

    static abstract V Equal(V x, V y);

    static abstract V Less(V x, V y);

    static abstract V LessOrEqual(V x, V y);

    /// <summary>By bits: <paramref name="x"/> where the mask is set, else <paramref name="y"/>.</summary>
    static abstract V Select(V mask, V x, V y);

    /// <summary>Adds the bits as integers of the element's size.</summary>
    static abstract V AddBits(V x, V y);

    /// <summary>Shifts the bits of each element left.</summary>
    static abstract V ShiftBitsLeft(V x, int count);

    /// <summary>Shifts the bits of each element right, the sign bit coming in from the left.</summary>
    static abstract V ShiftBitsRight(V x, int count);

    /// <summary>The values of integer bits as floating numbers.</summary>
    static abstract V ConvertBitsToNumber(V x);

    /// <summary>x * 2^n for whole n, rounded once, subnormals and overflow included. |n| up to 250 (float), 2000 (double).</summary>
    static abstract V ScaleByPowerOfTwo(V x, V n);

    /// <summary>All lanes combined into one by halves: upper with lower, and so on.</summary>
    static abstract T Across<TOp>(V x)
        where TOp : struct, IBinaryOperator;

    /// <summary><see cref="Across{TOp}"/> of as many vectors as a vector has lanes, bit for bit: a lane for each.</summary>
    /// <param name="vectors">The first one; any alignment.</param>
    /// <param name="step">The elements from one to the next.</param>
    static virtual V AcrossEach<TOp>(T* vectors, nint step)
        where TOp : struct, IBinaryOperator => AcrossOneByOne.Run<V, T, TOp>(vectors, step);

    /// <summary>A function of floating or complex numbers, which has a form of its own for each of these types.</summary>
    static abstract V Apply<F>(V x)
        where F : struct, IFloatFunction;
}
