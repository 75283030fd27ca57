using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>How a tensor is walked to reduce some of its dimensions: they are collapsed until kept and reduced ones alternate.</summary>
/// <remarks>A struct of fixed size: making one allocates nothing.</remarks>
internal struct ReducePlan
{
    /// <summary>The most collapsed dimensions.</summary>
    public const int MaxRank = 16;

    /// <summary>How many results there are.</summary>
    public long Outputs { get; private set; }

    /// <summary>How many elements each result is made of.</summary>
    public long Reduced { get; private set; }

    /// <summary>Whether the innermost dimension is reduced.</summary>
    public bool InnerReduced { get; private set; }

    private int _rank;
    private Dimensions _dimensions;   // from the innermost; kept and reduced alternate; after what is read first, so that a small plan lies in a cache line or two

    /// <summary>The innermost dimension's size; 1 if there is none.</summary>
    public readonly long Inner => _rank == 0 ? 1 : _dimensions[0].Size;

    /// <summary>Makes a plan.</summary>
    /// <param name="shape">The input's shape.</param>
    /// <param name="reduced">For each dimension, whether it is reduced.</param>
    /// <exception cref="NotSupportedException">More than <see cref="MaxRank"/> dimensions remain.</exception>
    public static ReducePlan Create(ReadOnlySpan<long> shape, ReadOnlySpan<bool> reduced)
    {
        var plan = new ReducePlan { Outputs = 1, Reduced = 1 };
        long stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            if (reduced[i])
                plan.Reduced *= shape[i];
            else
                plan.Outputs *= shape[i];
            if (shape[i] != 1)
                plan.Append(shape[i], stride, reduced[i]);
            stride *= shape[i];
        }
        return plan;
    }

    /// <summary>Whether each output is made of one run of elements, and the runs follow each other.</summary>
    public readonly bool IsDense => InnerReduced && _rank <= 2;

    /// <summary>Where the elements of an output begin; the innermost dimension is left out if it is reduced.</summary>
    public readonly long KeptOffset(long output) => Offset(output, InnerReduced ? 1 : 0);

    /// <summary>Where a row of the reduced dimensions begins, relative to an output; the innermost one is left out if it is reduced.</summary>
    public readonly long ReducedOffset(long row) => Offset(row, InnerReduced ? 2 : 1);

    private readonly long Offset(long index, int first)
    {
        long offset = 0;
        for (int d = first; d < _rank; d += 2)
        {
            (index, long digit) = Math.DivRem(index, _dimensions[d].Size);
            offset += digit * _dimensions[d].Stride;
        }
        return offset;
    }

    private void Append(long size, long stride, bool reduced)
    {
        if (_rank == 0)
            InnerReduced = reduced;
        else if (reduced == (InnerReduced ^ (_rank % 2 == 0)))
        {
            _dimensions[_rank - 1].Size *= size;
            return;
        }
        if (_rank == MaxRank)
            throw new NotSupportedException($"A reduction over more than {MaxRank} groups of dimensions.");
        _dimensions[_rank] = new Dimension { Size = size, Stride = stride };
        _rank++;
    }

    private struct Dimension
    {
        public long Size, Stride;
    }

    [InlineArray(MaxRank)]
    private struct Dimensions
    {
        private Dimension _first;
    }
}
