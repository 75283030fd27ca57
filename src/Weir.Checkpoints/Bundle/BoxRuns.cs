namespace Weir.Bundles;

/// <summary>The contiguous runs that a box has in two row-major blocks which both contain it.</summary>
/// <remarks>Positions and lengths count elements. The longest possible runs are given, so equal boxes are one run.</remarks>
internal unsafe struct BoxRuns
{
    private readonly SliceBox box;
    private readonly SliceBox source;
    private readonly SliceBox target;
    private readonly long[] indices;
    private readonly int outerRank;
    private bool started;

    /// <param name="box">What to walk.</param>
    /// <param name="source">A block that contains it.</param>
    /// <param name="target">Another.</param>
    public BoxRuns(SliceBox box, SliceBox source, SliceBox target)
    {
        this.box = box;
        this.source = source;
        this.target = target;
        outerRank = box.Rank;
        RunLength = 1;
        while (outerRank > 0)
        {
            int last = --outerRank;
            RunLength *= box.Lengths[last];
            if (box.Lengths[last] != source.Lengths[last] || box.Lengths[last] != target.Lengths[last]) break;
        }

        indices = new long[outerRank];
    }

    /// <summary>The elements of every run.</summary>
    public long RunLength { get; }

    /// <summary>Whether all of the box is one run.</summary>
    public readonly bool IsSingle => RunLength == box.Count;

    /// <summary>Where the current run begins in the source.</summary>
    public readonly long SourceStart => Position(source);

    /// <summary>Where the current run begins in the target.</summary>
    public readonly long TargetStart => Position(target);

    /// <summary>Goes to the next run.</summary>
    /// <returns>False after the last one.</returns>
    public bool MoveNext()
    {
        if (!started)
        {
            started = true;
            return box.Count > 0;
        }

        for (int i = outerRank - 1; i >= 0; i--)
        {
            if (++indices[i] < box.Lengths[i]) return true;
            indices[i] = 0;
        }

        return false;
    }

    /// <summary>Copies the runs that are left from a tensor of the source block to one of the target block.</summary>
    public void Copy(Tensor from, Tensor to)
    {
        long size = from.DType == DType.String ? 0 : from.DType.ElementSize();
        while (MoveNext())
        {
            if (from.DType == DType.String) Array.Copy(from.Strings, SourceStart, to.Strings, TargetStart, RunLength);
            else Buffer.MemoryCopy(from.Data + (SourceStart * size), to.Data + (TargetStart * size), RunLength * size, RunLength * size);
        }

        GC.KeepAlive(from);
        GC.KeepAlive(to);
    }

    private readonly long Position(SliceBox block)
    {
        long position = 0;
        for (int i = 0; i < box.Rank; i++)
        {
            long index = box.Starts[i] - block.Starts[i] + (i < outerRank ? indices[i] : 0);
            position = (position * block.Lengths[i]) + index;
        }

        return position;
    }
}
