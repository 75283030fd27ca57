using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>How a tensor's dimensions are permuted, with those that stay neighbours collapsed to one.</summary>
/// <remarks>A struct of fixed size: making one allocates nothing.</remarks>
internal struct TransposePlan
{
    /// <summary>The most collapsed dimensions.</summary>
    public const int MaxRank = 16;

    /// <summary>The collapsed rank.</summary>
    public int Rank { get; private set; }

    /// <summary>How many elements.</summary>
    public long Length { get; private set; }

    private Dimensions _dimensions;   // of the result, from the innermost; after what is read first, so that a small plan lies in a cache line or two

    /// <summary>Makes the plan of result.shape[i] = shape[permutation[i]].</summary>
    /// <exception cref="NotSupportedException">More than <see cref="MaxRank"/> dimensions remain.</exception>
    public static TransposePlan Create(ReadOnlySpan<long> shape, ReadOnlySpan<int> permutation)
    {
        var plan = new TransposePlan { Length = 1 };
        for (int i = permutation.Length - 1; i >= 0; i--)
        {
            long size = shape[permutation[i]], stride = 1;
            for (int d = permutation[i] + 1; d < shape.Length; d++)
                stride *= shape[d];
            plan.Length *= size;
            if (size != 1)
                plan.Append(size, stride);
        }
        return plan;
    }

    /// <summary>Makes the plan of a result whose dimensions have these sizes, and these steps in the source: any, a diagonal's too.</summary>
    /// <exception cref="NotSupportedException">More than <see cref="MaxRank"/> dimensions remain.</exception>
    public static TransposePlan OfStrides(ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides)
    {
        var plan = new TransposePlan { Length = 1 };
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            plan.Length *= sizes[i];
            if (sizes[i] != 1)
                plan.Append(sizes[i], strides[i]);
        }
        return plan;
    }

    /// <summary>A size, counted from the result's innermost dimension.</summary>
    public readonly long Size(int dimension) => _dimensions[dimension].Size;

    /// <summary>The step in the source for a dimension of the result.</summary>
    public readonly long Stride(int dimension) => _dimensions[dimension].Stride;

    /// <summary>The dimension of the result that is contiguous in the source; -1 if there is none.</summary>
    public readonly int ContiguousInSource
    {
        get
        {
            for (int d = 0; d < Rank; d++)
            {
                if (_dimensions[d].Stride == 1)
                    return d;
            }
            return -1;
        }
    }

    private void Append(long size, long stride)
    {
        if (Rank > 0 && stride == _dimensions[Rank - 1].Size * _dimensions[Rank - 1].Stride)
        {
            _dimensions[Rank - 1].Size *= size;
            return;
        }
        if (Rank == MaxRank)
            throw new NotSupportedException($"A permutation of more than {MaxRank} groups of dimensions.");
        _dimensions[Rank] = new Dimension { Size = size, Stride = stride };
        Rank++;
    }

    private struct Dimension
    {
        public long Size, Stride;   // the stride is the source's
    }

    [InlineArray(MaxRank)]
    private struct Dimensions
    {
        private Dimension _first;
    }
}
