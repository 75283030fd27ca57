namespace Weir.Ops;

/// <summary>The value of a list variant: tensors of one dtype, whose shapes fit one partial shape.</summary>
/// <remarks>
/// A list is a value: an op that changes one changes a copy, unless nobody else holds it. A copy shares the elements. Null elements have
/// never been set. Source: tensor_list.h, list_kernels.cc.
/// </remarks>
internal sealed class TensorList(DType elementType, Shape elementShape, long maxElements = -1) : IDisposable, Bundles.IStoredVariant
{
    private readonly TensorPlaces items = new();

    public DType ElementType => elementType;

    public Shape ElementShape { get; private set; } = elementShape;

    /// <summary>How many elements may be pushed; -1: any number.</summary>
    public long MaxElements => maxElements;

    public int Count => items.Count;

    /// <summary>An element; the list keeps it. Null: never set.</summary>
    public Tensor? this[int index] => items[index];

    /// <summary>A list of elements that are not set.</summary>
    public static TensorList Reserved(DType elementType, Shape elementShape, int count)
    {
        TensorList list = new(elementType, elementShape);
        list.Resize(count);
        return list;
    }

    public TensorList Copy()
    {
        TensorList copy = new(elementType, ElementShape, maxElements);
        copy.Append(this);
        return copy;
    }

    /// <summary>Sets an element; the list takes a reference of its own.</summary>
    public void Set(int index, Tensor item) => items.Set(index, item);

    /// <summary>Sets an element to some elements of a tensor, over the same memory.</summary>
    public void Set(int index, Tensor values, long start, Shape shape) => items.Set(index, values, start, shape);

    /// <summary>Adds an element, null for one that is not set; the list takes a reference of its own.</summary>
    public void Push(Tensor? item)
    {
        items.Resize(Count + 1);
        if (item is not null) items.Set(Count - 1, item);
    }

    /// <summary>Adds the elements of another list.</summary>
    public void Append(TensorList other)
    {
        int start = Count;
        items.Resize(start + other.Count);
        for (int i = 0; i < other.Count; i++)
        {
            if (other[i] is { } item) items.Set(start + i, item);
        }
    }

    /// <summary>Takes elements away at the end, or adds some that are not set.</summary>
    public void Resize(int count) => items.Resize(count);

    /// <summary>Notes what all elements have in common.</summary>
    public void Narrow(Shape shape) => ElementShape = shape;

    Protos.VariantTensorDataProto Bundles.IStoredVariant.ToProto() => StoredTensorList.Encode(this);

    public void Dispose() => items.Dispose();
}
