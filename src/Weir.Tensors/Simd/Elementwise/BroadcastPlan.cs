using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>How two or three operands of different shapes are walked together: the result's dimensions, collapsed as far as possible.</summary>
/// <remarks>
/// Neighbouring dimensions in which the same operands repeat are one dimension here; so [32,128,10] with [10] has rank 2, and
/// operands of equal shape have rank 1. Dimensions of size 1 vanish. A struct of fixed size: making one allocates nothing.
/// </remarks>
internal struct BroadcastPlan
{
    /// <summary>The most collapsed dimensions that can be run. TensorFlow's binary ops stop at 5.</summary>
    public const int MaxRank = 16;

    private bool _xRepeats, _yRepeats, _zRepeats;   // how the innermost collapsed dimension so far is walked

    /// <summary>The collapsed rank; 0 if every operand has one element. May exceed <see cref="MaxRank"/>: such a plan cannot be run.</summary>
    public int Rank { get; private set; }

    /// <summary>How many elements the result has.</summary>
    public long Length { get; private set; }

    private Dimensions _dimensions;   // from the innermost; after what is read first, so that a small plan lies in a cache line or two

    /// <summary>The innermost dimension's size; 1 if there is none.</summary>
    public readonly long InnerLength => Rank == 0 ? 1 : _dimensions[0].Size;

    /// <summary>Makes the plan of x op y.</summary>
    /// <returns>Whether the shapes can be broadcast together.</returns>
    public static bool TryCreate(ReadOnlySpan<long> x, ReadOnlySpan<long> y, out BroadcastPlan plan) =>
        TryCreate(x, y, default, out plan);

    /// <summary>Makes the plan of three operands.</summary>
    /// <returns>Whether the shapes can be broadcast together.</returns>
    public static bool TryCreate(ReadOnlySpan<long> x, ReadOnlySpan<long> y, ReadOnlySpan<long> z, out BroadcastPlan plan)
    {
        plan = new BroadcastPlan { Length = 1 };
        long xStride = 1, yStride = 1, zStride = 1;
        int rank = Math.Max(x.Length, Math.Max(y.Length, z.Length));
        for (int i = 1; i <= rank; i++)
        {
            long sizeX = FromEnd(x, i), sizeY = FromEnd(y, i), sizeZ = FromEnd(z, i);
            long size = sizeX != 1 ? sizeX : sizeY != 1 ? sizeY : sizeZ;
            if ((sizeX != 1 && sizeX != size) || (sizeY != 1 && sizeY != size) || (sizeZ != 1 && sizeZ != size))
                return false;
            plan.Length *= size;
            if (size != 1)
                plan.Append(size, sizeX == 1 ? 0 : xStride, sizeY == 1 ? 0 : yStride, sizeZ == 1 ? 0 : zStride);
            xStride *= sizeX;
            yStride *= sizeY;
            zStride *= sizeZ;
        }
        return true;
    }

    /// <summary>The size of a collapsed dimension, counted from the innermost.</summary>
    public readonly long Size(int dimension) => _dimensions[dimension].Size;

    /// <summary>Whether x, y and the third operand advance in the innermost dimension (1) or repeat (0).</summary>
    public readonly (int X, int Y, int Z) InnerSteps =>
        Rank == 0 ? (0, 0, 0) : ((int)_dimensions[0].X, (int)_dimensions[0].Y, (int)_dimensions[0].Z);

    /// <summary>Where an outer row begins in each operand.</summary>
    /// <param name="row">The row: a number below Length / InnerLength.</param>
    public readonly (long X, long Y, long Z) Offsets(long row)
    {
        long x = 0, y = 0, z = 0;
        for (int d = 1; d < Rank; d++)
        {
            Dimension dimension = _dimensions[d];
            (row, long index) = Math.DivRem(row, dimension.Size);
            x += index * dimension.X;
            y += index * dimension.Y;
            z += index * dimension.Z;
        }
        return (x, y, z);
    }

    private static long FromEnd(ReadOnlySpan<long> shape, int i) => i <= shape.Length ? shape[^i] : 1;

    private void Append(long size, long xStride, long yStride, long zStride)
    {
        bool xRepeats = xStride == 0, yRepeats = yStride == 0, zRepeats = zStride == 0;
        if (Rank > 0 && xRepeats == _xRepeats && yRepeats == _yRepeats && zRepeats == _zRepeats)
        {
            if (Rank <= MaxRank)
                _dimensions[Rank - 1].Size *= size;
            return;
        }
        (_xRepeats, _yRepeats, _zRepeats) = (xRepeats, yRepeats, zRepeats);
        if (Rank < MaxRank)
            _dimensions[Rank] = new Dimension { Size = size, X = xStride, Y = yStride, Z = zStride };
        Rank++;
    }

    private struct Dimension
    {
        public long Size, X, Y, Z;   // the size, and each operand's stride
    }

    [InlineArray(MaxRank)]
    private struct Dimensions
    {
        private Dimension _first;
    }
}
