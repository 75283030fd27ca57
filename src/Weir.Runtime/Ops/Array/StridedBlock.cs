namespace Weir.Ops;

/// <summary>What a strided slice takes of a tensor: for each dimension where it begins, its step and how many elements; and the result's shape.</summary>
/// <remarks>Lives on the stack. Values that shape rules do not know are <see cref="Unknown"/>, sizes -1. Source: strided_slice_op.cc.</remarks>
internal ref struct StridedBlock
{
    /// <summary>Stands for a begin or an end that is not known.</summary>
    public const long Unknown = long.MinValue;

    /// <summary>The most entries: masks have 32 bits, and an ellipsis may be added.</summary>
    public const int MaxEntries = 32;

    private const int NewAxis = -2;
    private const int Shrink = -3;

    private readonly ReadOnlySpan<long> given;
    private int gathered;

    /// <param name="given">The tensor's sizes.</param>
    /// <param name="memory">At least <see cref="MemoryFor"/> numbers, which this uses up.</param>
    public StridedBlock(ReadOnlySpan<long> given, Span<long> memory)
    {
        this.given = given;
        memory.Clear();
        int rank = given.Length;
        Begins = memory[..rank];
        Steps = memory.Slice(rank, rank);
        Counts = memory.Slice(2 * rank, rank);
        Result = memory[(3 * rank)..];
    }

    /// <summary>The first element of each dimension.</summary>
    public Span<long> Begins { get; }

    /// <summary>The step in each dimension; not 0.</summary>
    public Span<long> Steps { get; }

    /// <summary>The number of elements in each dimension: the result's shape before dimensions are put in and taken away.</summary>
    public Span<long> Counts { get; }

    /// <summary>The result's shape.</summary>
    public Span<long> Result { get; private set; }

    public static int MemoryFor(int rank) => (4 * rank) + MaxEntries + 1;

    /// <summary>Understands the slice.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the slice does not fit the tensor.</exception>
    public void Read(in SliceMasks masks, scoped ReadOnlySpan<long> begin, scoped ReadOnlySpan<long> end, scoped ReadOnlySpan<long> strides)
    {
        masks.Check();
        if (begin.Length > MaxEntries) throw Wrong($"A slice has at most {MaxEntries} entries, not {begin.Length}.");
        int entries = begin.Length;
        int dimension = 0;
        for (int i = 0; i < entries; i++)
        {
            if (SliceMasks.Has(masks.Ellipsis, i)) TakeWhole(ref dimension, given.Length - TakenBehind(masks, i, entries));
            else if (SliceMasks.Has(masks.NewAxis, i)) Result[gathered++] = NewAxis;
            else TakeEntry(masks, i, dimension++, begin[i], end[i], strides[i]);
        }

        TakeWhole(ref dimension, given.Length);
        Gather();
    }

    /// <summary>How many dimensions the entries behind an ellipsis take.</summary>
    private static int TakenBehind(in SliceMasks masks, int ellipsis, int entries)
    {
        int taken = 0;
        for (int i = ellipsis + 1; i < entries; i++)
        {
            if (!SliceMasks.Has(masks.NewAxis, i)) taken++;
        }

        return taken;
    }

    private void TakeWhole(ref int dimension, int until)
    {
        for (; dimension < until; dimension++)
        {
            (Begins[dimension], Steps[dimension], Counts[dimension]) = (0, 1, given[dimension]);
            Result[gathered++] = dimension;
        }
    }

    private void TakeEntry(in SliceMasks masks, int entry, int dimension, long begin, long end, long step)
    {
        if (dimension >= given.Length)
        {
            throw Wrong(given.Length == 0 ? "Attempting to slice scalar input."
                : $"Index out of range using input dim {dimension}; input has only {given.Length} dims");
        }

        if (step == 0) throw Wrong($"strides[{dimension}] must be non-zero");
        Steps[dimension] = step;
        if (SliceMasks.Has(masks.ShrinkAxis, entry))
        {
            if (step < 0) throw Wrong("only stride 1 allowed on non-range indexing.");
            TakeOne(dimension, begin);
            Result[gathered++] = Shrink;
            return;
        }

        bool fromFirst = SliceMasks.Has(masks.Begin, entry);
        bool toLast = SliceMasks.Has(masks.End, entry);
        TakeRange(dimension, fromFirst ? null : begin, toLast ? null : end);
        Result[gathered++] = dimension;
    }

    private readonly void TakeOne(int dimension, long index)
    {
        long size = given[dimension];
        Counts[dimension] = 1;
        if (index == Unknown || size < 0) return;
        long at = index < 0 ? index + size : index;
        if (at < 0 || at >= size) throw Wrong($"slice index {at} of dimension {dimension} out of bounds.");
        Begins[dimension] = at;
    }

    /// <param name="dimension">The dimension.</param>
    /// <param name="begin">Where it begins; null: at the first element in the step's direction.</param>
    /// <param name="end">Where it ends; null: behind the last one.</param>
    private readonly void TakeRange(int dimension, long? begin, long? end)
    {
        long size = given[dimension];
        long step = Steps[dimension];
        if (begin == Unknown || end == Unknown || size < 0)
        {
            Counts[dimension] = -1;
            return;
        }

        (long low, long high) = step > 0 ? (0, size) : (-1, size - 1);
        long from = begin is { } b ? Math.Clamp(b < 0 ? b + size : b, low, high) : step > 0 ? low : high;
        long until = end is { } e ? Math.Clamp(e < 0 ? e + size : e, low, high) : step > 0 ? high : low;
        long length = until - from;
        Begins[dimension] = from;
        Counts[dimension] = length == 0 || length < 0 != step < 0 ? 0 : (length / step) + (length % step != 0 ? 1 : 0);
    }

    /// <summary>Puts sizes where <see cref="Result"/> says which dimension.</summary>
    private void Gather()
    {
        int rank = 0;
        for (int i = 0; i < gathered; i++)
        {
            long source = Result[i];
            if (source != Shrink) Result[rank++] = source == NewAxis ? 1 : Counts[(int)source];
        }

        Result = Result[..rank];
    }

    private static TfException Wrong(string message) => new(StatusCode.InvalidArgument, message);

    /// <summary>Copies the slice out of a tensor of the given sizes.</summary>
    public readonly void CopyOut<T>(ReadOnlySpan<T> source, Span<T> destination)
    {
        int inner = Inner(out long step);
        for (int at = 0, row = 0; at < destination.Length; at += inner, row++)
        {
            long from = Offset(row);
            if (step == 1) source.Slice((int)from, inner).CopyTo(destination[at..]);
            else for (int i = 0; i < inner; i++) destination[at + i] = source[(int)(from + (i * step))];
        }
    }

    /// <summary>Puts values into the slice of a tensor of the given sizes.</summary>
    public readonly void CopyIn<T>(ReadOnlySpan<T> source, Span<T> destination)
    {
        int inner = Inner(out long step);
        for (int at = 0, row = 0; at < source.Length; at += inner, row++)
        {
            long to = Offset(row);
            if (step == 1) source.Slice(at, inner).CopyTo(destination[(int)to..]);
            else for (int i = 0; i < inner; i++) destination[(int)(to + (i * step))] = source[at + i];
        }
    }

    /// <summary>Where an element of the slice lies in the tensor.</summary>
    public readonly long Position(long element)
    {
        int inner = Inner(out long step);
        (long row, long index) = Math.DivRem(element, inner);
        return Offset(row) + (index * step);
    }

    private readonly int Inner(out long step)
    {
        step = Steps.IsEmpty ? 1 : Steps[^1];
        return Counts.IsEmpty ? 1 : (int)Counts[^1];
    }

    private readonly long Offset(long row)
    {
        long offset = 0, stride = 1;
        for (int d = Counts.Length - 1; d >= 0; d--)
        {
            long index = 0;
            if (d < Counts.Length - 1) (row, index) = Math.DivRem(row, Counts[d]);
            offset += (Begins[d] + (index * Steps[d])) * stride;
            stride *= given[d];
        }

        return offset;
    }
}
