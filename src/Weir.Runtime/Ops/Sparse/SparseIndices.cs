namespace Weir.Ops;

/// <summary>The indices of a sparse tensor, a row of int32 or int64 coordinates for each value, and the dense shape they lie in.</summary>
/// <remarks>Source, also of the messages: sparse_tensor.h, sparse_utils.cc.</remarks>
internal readonly ref struct SparseIndices
{
    private readonly ReadOnlySpan<long> wide;
    private readonly ReadOnlySpan<int> narrow;

    /// <summary>Indices whose number of elements is known to be <paramref name="count"/> times the rank of the shape.</summary>
    public SparseIndices(Tensor indices, long count, ReadOnlySpan<long> shape)
    {
        if (indices.DType == DType.Int64) wide = indices.Elements<long>();
        else narrow = indices.Elements<int>();
        Count = checked((int)count);
        Shape = shape;
    }

    /// <summary>The number of values.</summary>
    public int Count { get; }

    public int Rank => Shape.Length;

    public ReadOnlySpan<long> Shape { get; }

    /// <summary>One coordinate of a value.</summary>
    public long this[int row, int dimension]
    {
        get
        {
            int at = (row * Shape.Length) + dimension;
            return narrow.IsEmpty ? wide[at] : narrow[at];
        }
    }

    /// <summary>All coordinates of a value; only of int64 indices.</summary>
    public ReadOnlySpan<long> Row(int row) => wide.Slice(row * Shape.Length, Shape.Length);

    /// <summary>The position of a value in the dense tensor, in row-major order. Its coordinates must be in bounds.</summary>
    public long Position(int row)
    {
        long position = 0;
        for (int d = 0; d < Shape.Length; d++) position = (position * Shape[d]) + this[row, d];
        return position;
    }

    public bool IsInBounds(int row)
    {
        for (int d = 0; d < Shape.Length; d++)
        {
            if ((ulong)this[row, d] >= (ulong)Shape[d]) return false;
        }

        return true;
    }

    /// <summary>Negative, 0 or positive: how two values stand in row-major order.</summary>
    public int Compare(int first, int second)
    {
        for (int d = 0; d < Shape.Length; d++)
        {
            int order = this[first, d].CompareTo(this[second, d]);
            if (order != 0) return order;
        }

        return 0;
    }

    /// <summary>Refuses a value outside of the shape.</summary>
    public void RequireInBounds(StepContext s)
    {
        for (int row = 0; row < Count; row++)
        {
            if (!IsInBounds(row)) s.Require(false, $"indices[{row}] = {Text(row)} is out of bounds: need 0 <= index < {Text(Shape)}");
        }
    }

    /// <summary>Refuses a value outside of the shape, before the one ahead of it, or in its place.</summary>
    public void RequireOrdered(StepContext s)
    {
        for (int row = 0; row < Count; row++)
        {
            if (!IsInBounds(row)) s.Require(false, $"indices[{row}] = {Text(row)} is out of bounds: need 0 <= index < {Text(Shape)}");
            if (row == 0) continue;
            int order = Compare(row - 1, row);
            if (order > 0)
            {
                s.Require(false, $"indices[{row}] = {Text(row)} is out of order. Many sparse ops require sorted indices.\n"
                    + $"    Use `tf.sparse.reorder` to create a correctly ordered copy.\n\n");
            }

            if (order == 0) s.Require(false, $"indices[{row}] = {Text(row)} is repeated");
        }
    }

    /// <summary>Numbers as TensorFlow prints coordinates and shapes, <c>[0,1]</c>.</summary>
    public static string Text(ReadOnlySpan<long> numbers) => "[" + string.Join(',', numbers.ToArray()) + "]";

    private string Text(int row)
    {
        long[] numbers = new long[Rank];
        for (int d = 0; d < numbers.Length; d++) numbers[d] = this[row, d];
        return Text(numbers);
    }
}
