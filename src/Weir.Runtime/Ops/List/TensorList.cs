namespace Weir.Ops;

/// <summary>The value of a list variant: tensors of one dtype, whose shapes fit one partial shape.</summary>
/// <remarks>
/// A list is a value: an op that changes one changes a copy, unless nobody else holds it. A copy shares the elements. Null elements have
/// never been set. Source: tensor_list.h, list_kernels.cc.
/// </remarks>
internal sealed class TensorList(DType elementType, Shape elementShape, long maxElements = -1) : IDisposable, Bundles.IStoredVariant
{
    private List<Tensor?> items = [];

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

    public TensorList Copy() => new(elementType, ElementShape, maxElements) { items = [.. items.Select(item => item?.Share())] };

    /// <summary>Sets an element; the list takes the handle over.</summary>
    public void Set(int index, Tensor item)
    {
        items[index]?.Dispose();
        items[index] = item;
    }

    /// <summary>Adds an element; the list takes the handle over.</summary>
    public void Push(Tensor? item) => items.Add(item);

    /// <summary>Takes the last element out; the caller owns it.</summary>
    public Tensor? Pop()
    {
        Tensor? last = items[^1];
        items.RemoveAt(items.Count - 1);
        return last;
    }

    public void Resize(int count)
    {
        for (int i = count; i < items.Count; i++) items[i]?.Dispose();
        if (count < items.Count) items.RemoveRange(count, items.Count - count);
        while (items.Count < count) items.Add(null);
    }

    /// <summary>Notes what all elements have in common.</summary>
    public void Narrow(Shape shape) => ElementShape = shape;

    Protos.VariantTensorDataProto Bundles.IStoredVariant.ToProto() => StoredTensorList.Encode(this);

    public void Dispose()
    {
        foreach (Tensor? item in items) item?.Dispose();
        items = [];
    }
}
