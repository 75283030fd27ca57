namespace Weir.Ops;

/// <summary>What a kernel made of an input's shape and a few integers: axes, a permutation, another shape. It serves later runs as long as these stay what they are.</summary>
/// <remarks>
/// A kernel keeps the last one in a field. It never changes, so concurrent runs may read it while another replaces it; each goes on with
/// the one that it found or made. Nothing is allocated while shapes stay the same.
/// </remarks>
/// <param name="shape">The input's shape.</param>
/// <param name="integers">What else the plan depends on; not changed afterwards.</param>
/// <param name="result">The output's shape.</param>
/// <param name="plan">How to walk the elements.</param>
internal sealed class ShapePlan<TPlan>(Shape shape, long[] integers, Shape result, in TPlan plan)
    where TPlan : struct
{
    private readonly TPlan plan = plan;

    public ref readonly TPlan Plan => ref plan;

    public Shape Result => result;

    /// <summary>Whether it was made of these.</summary>
    public bool IsFor(Shape other, ReadOnlySpan<long> otherIntegers) => shape.Equals(other) && otherIntegers.SequenceEqual(integers);

    /// <inheritdoc cref="IsFor(Shape, ReadOnlySpan{long})"/>
    public bool IsFor(Shape other, Tensor otherIntegers)
    {
        if (!shape.Equals(other) || otherIntegers.ElementCount != integers.Length) return false;
        for (int i = 0; i < integers.Length; i++)
        {
            if (otherIntegers.Integer(i) != integers[i]) return false;
        }

        return true;
    }
}
