using Weir.Simd;

namespace Weir.Ops;

/// <summary>A list of different dimensions of an Einsum.</summary>
internal ref struct EinsumDimensions
{
    private readonly Span<int> room;
    private readonly EinsumLabels sizes;

    public EinsumDimensions(Span<int> room, EinsumLabels sizes)
    {
        this.room = room;
        this.sizes = sizes;
    }

    public int Count { get; private set; }

    /// <summary>The product of their sizes.</summary>
    public long Length { get; private set; } = 1;

    public readonly ReadOnlySpan<int> Labels => room[..Count];

    /// <summary>Adds a dimension unless it is there.</summary>
    public void Add(int label)
    {
        if (Labels.Contains(label)) return;
        room[Count++] = label;
        Length *= sizes[label];
    }

    public void AddAll(in EinsumDimensions others)
    {
        foreach (int label in others.Labels) Add(label);
    }
}

/// <summary>How an operand of an Einsum lies in memory: the step of each dimension. That of a repeated letter is the diagonal's.</summary>
internal readonly ref struct EinsumOperand
{
    private readonly ReadOnlySpan<long> strides;
    private readonly EinsumLabels sizes;

    /// <param name="shape">Its shape.</param>
    /// <param name="labels">The numbers of its dimensions.</param>
    /// <param name="sizes">The sizes of all dimensions.</param>
    /// <param name="strides">Room for <see cref="EinsumLabels.Limit"/> numbers.</param>
    public EinsumOperand(Shape shape, ReadOnlySpan<int> labels, EinsumLabels sizes, Span<long> strides)
    {
        Labels = labels;
        this.sizes = sizes;
        this.strides = strides;
        strides.Fill(-1);
        long stride = 1;
        for (int axis = labels.Length - 1; axis >= 0; axis--)
        {
            // What broadcasts is not there: the product repeats it.
            bool repeats = shape[axis] == 1 && sizes[labels[axis]] != 1;
            if (!repeats) strides[labels[axis]] = Math.Max(0, strides[labels[axis]]) + stride;
            stride *= shape[axis];
        }
    }

    /// <summary>The numbers of its dimensions, repeated ones included.</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>Whether it has a dimension and does not only broadcast in it.</summary>
    public bool Has(int label) => strides[label] >= 0;

    /// <summary>Whether it has just these dimensions, in this order.</summary>
    public bool Stands(in EinsumDimensions first, in EinsumDimensions second, in EinsumDimensions third)
    {
        long stride = 1;
        return Ends(third, ref stride) && Ends(second, ref stride) && Ends(first, ref stride);
    }

    private bool Ends(in EinsumDimensions dimensions, ref long stride)
    {
        for (int i = dimensions.Count - 1; i >= 0; i--)
        {
            int label = dimensions.Labels[i];
            if (!Has(label) || (strides[label] != stride && sizes[label] != 1)) return false;
            stride *= sizes[label];
        }

        return true;
    }

    /// <summary>The operand with its dimensions in this order, some summed; without a copy where it stands so.</summary>
    public Tensor Pack<T>(Tensor value, in EinsumDimensions first, in EinsumDimensions second, in EinsumDimensions third, in EinsumDimensions summed)
        where T : unmanaged
    {
        if (summed.Count == 0 && Stands(first, second, third)) return value.Share();
        int rank = first.Count + second.Count + third.Count + summed.Count;
        Span<long> order = stackalloc long[rank];
        Span<long> steps = stackalloc long[rank];
        int at = 0;
        Append(first, order, steps, ref at);
        Append(second, order, steps, ref at);
        Append(third, order, steps, ref at);
        Append(summed, order, steps, ref at);
        long rows = first.Length * second.Length * third.Length;
        Tensor packed = Tensor.Allocate(value.DType, Shape.Of(rows * summed.Length));
        if (packed.ElementCount > 0) Simd.Transpose.Gather(value.Elements<T>(), order, steps, packed.Elements<T>());
        if (summed.Count == 0) return packed;
        using Tensor whole = packed;
        Tensor sums = Tensor.Allocate(value.DType, Shape.Of(rows));
        Reduce.Run<T, SumOf>(ReducePlan.Create([rows, summed.Length], [false, true]), whole.Elements<T>(), sums.Elements<T>());
        return sums;
    }

    private void Append(in EinsumDimensions dimensions, Span<long> order, Span<long> steps, ref int at)
    {
        foreach (int label in dimensions.Labels) (order[at], steps[at++]) = (sizes[label], Math.Max(0, strides[label]));
    }
}
