using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Weir;

/// <summary>The shape of a tensor: fully known, with unknown sizes, or of unknown rank. Immutable.</summary>
/// <remarks>Made by a collection expression: <c>[2, 3]</c>, with null for an unknown size: <c>[null, 3]</c>; <c>[]</c> is a scalar.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IEquatable<Shape>, IEnumerable<long?>
{
    /// <summary>The largest rank that TensorFlow accepts.</summary>
    public const int MaxRank = 254;

    private const long UnknownSize = -1;

    private readonly long[]? sizes;

    private Shape(long[]? sizes)
    {
        this.sizes = sizes;
        ElementCount = Count(sizes);
    }

    /// <summary>A shape of unknown rank.</summary>
    public static Shape Unknown { get; } = new(null);

    /// <summary>The shape of a scalar, <c>[]</c>.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>Whether the rank is known.</summary>
    public bool HasRank => sizes is not null;

    /// <summary>The number of dimensions; -1 if unknown.</summary>
    public int Rank => sizes is null ? -1 : sizes.Length;

    /// <summary>The sizes, with -1 for an unknown one. Empty for a scalar and for an unknown rank.</summary>
    public ReadOnlySpan<long> Dimensions => sizes;

    /// <summary>Whether the rank and every size are known.</summary>
    public bool IsFullyDefined => ElementCount >= 0;

    /// <summary>The number of elements; -1 unless fully defined. Never overflows: shapes whose product does are refused when made.</summary>
    public long ElementCount { get; }

    /// <summary>The size of one dimension, -1 if unknown.</summary>
    /// <param name="dimension">From 0 to rank - 1; negative numbers count from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or the rank is unknown.</exception>
    public long this[int dimension]
    {
        get
        {
            int index = dimension < 0 ? dimension + Rank : dimension;
            if (sizes is null || (uint)index >= (uint)sizes.Length) throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"The shape is {this}.");
            return sizes[index];
        }
    }

    /// <summary>Makes a shape of sizes, null for an unknown one.</summary>
    /// <param name="sizes">0 or more each, or null.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: a negative size, more than 254 of them, or a product above 2^63 - 1.</exception>
    public static Shape Create(params ReadOnlySpan<long?> sizes)
    {
        long[] copy = new long[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 0) throw new TfException(StatusCode.InvalidArgument, $"Dimension {sizes[i]} must be >= 0");
            copy[i] = sizes[i] ?? UnknownSize;
        }

        return OfOwned(copy);
    }

    /// <summary>Makes a shape of sizes, -1 for an unknown one.</summary>
    /// <param name="sizes">-1 or more each; copied.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: a size below -1, more than 254 of them, or a product above 2^63 - 1.</exception>
    public static Shape Of(params ReadOnlySpan<long> sizes) => sizes.Length == 0 ? Scalar : OfOwned(sizes.ToArray());

    /// <summary>A shape of known rank and unknown sizes.</summary>
    /// <param name="rank">0 to 254; a negative one gives <see cref="Unknown"/>.</param>
    public static Shape OfRank(int rank)
    {
        if (rank < 0) return Unknown;
        long[] sizes = new long[rank];
        Array.Fill(sizes, UnknownSize);
        return OfOwned(sizes);
    }

    /// <summary>Whether a tensor could have both shapes: unknown fits everything.</summary>
    /// <param name="other">Another shape.</param>
    public bool IsCompatibleWith(Shape other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (sizes is null || other.sizes is null) return true;
        if (sizes.Length != other.sizes.Length) return false;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] != other.sizes[i] && sizes[i] != UnknownSize && other.sizes[i] != UnknownSize) return false;
        }

        return true;
    }

    /// <summary>All that two descriptions of one tensor say together; null if they contradict.</summary>
    /// <param name="other">Another shape.</param>
    public Shape? TryMerge(Shape other)
    {
        if (!IsCompatibleWith(other)) return null;
        if (sizes is null || other.IsFullyDefined) return other;
        if (other.sizes is null || IsFullyDefined) return this;
        long[] merged = (long[])sizes.Clone();
        for (int i = 0; i < merged.Length; i++)
        {
            if (merged[i] == UnknownSize) merged[i] = other.sizes[i];
        }

        return new Shape(merged);
    }

    /// <summary>This shape followed by another; of unknown rank if one of them is.</summary>
    /// <param name="other">The sizes that follow.</param>
    public Shape Concatenate(Shape other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return sizes is null || other.sizes is null ? Unknown : OfOwned([.. sizes, .. other.sizes]);
    }

    /// <summary>Some dimensions of this shape, in order.</summary>
    /// <param name="range">Which; must lie within the rank.</param>
    public Shape Slice(Range range) => sizes is null ? Unknown : new Shape(sizes[range]);

    /// <inheritdoc/>
    public bool Equals(Shape? other) =>
        other is not null && (ReferenceEquals(this, other) || (HasRank == other.HasRank && Dimensions.SequenceEqual(other.Dimensions)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Rank);
        foreach (long size in Dimensions) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>As TensorFlow's C++ prints shapes: <c>[2,?]</c>, <c>[]</c>, <c>&lt;unknown&gt;</c>.</summary>
    public override string ToString() => sizes is null
        ? "<unknown>"
        : "[" + string.Join(',', sizes.Select(s => s == UnknownSize ? "?" : s.ToString(CultureInfo.InvariantCulture))) + "]";

    /// <summary>The sizes in order, null for an unknown one. Empty for an unknown rank.</summary>
    public IEnumerator<long?> GetEnumerator()
    {
        foreach (long size in sizes ?? []) yield return size == UnknownSize ? null : size;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of elements of a list of known sizes, or -1 if it does not fit 63 bits or a size is negative.</summary>
    internal static long CountOrOverflow(ReadOnlySpan<long> sizes)
    {
        UInt128 count = 1;
        bool empty = false;
        foreach (long size in sizes)
        {
            if (size < 0) return -1;
            if (size == 0)
            {
                empty = true;
                continue;
            }

            count *= (ulong)size;
            if (count > long.MaxValue) return -1;
        }

        return empty ? 0 : (long)count;
    }

    private static long Count(long[]? sizes)
    {
        if (sizes is null) return -1;
        long count = 1;
        foreach (long size in sizes)
        {
            if (size == UnknownSize) return -1;
            count *= size;
        }

        return count;
    }

    private static Shape OfOwned(long[] sizes)
    {
        if (sizes.Length > MaxRank)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Shape has {sizes.Length} dimensions, more than the {MaxRank} allowed.");
        }

        UInt128 count = 1;
        foreach (long size in sizes)
        {
            if (size < UnknownSize) throw new TfException(StatusCode.InvalidArgument, $"Shape {new Shape(sizes)} has invalid size {size}: a size is -1 (unknown) or 0 and more.");
            if (size > 0) count *= (ulong)size;
            if (count > long.MaxValue) throw new TfException(StatusCode.InvalidArgument, $"Shape {new Shape(sizes)} has too many elements: more than 2^63 - 1.");
        }

        return sizes.Length == 0 ? Scalar : new Shape(sizes);
    }
}
