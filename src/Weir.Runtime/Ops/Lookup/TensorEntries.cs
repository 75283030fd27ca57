namespace Weir.Ops;

/// <summary>A table's entries in two tensors of as many elements.</summary>
internal sealed class TensorEntries(Tensor keys, Tensor values) : ITableEntries
{
    public long? Count => keys.ElementCount;

    public void Begin()
    {
        if (keys.ElementCount == 0) throw new TfException(StatusCode.InvalidArgument, "keys and values cannot be empty tensors.");
    }

    public void CopyTo(StaticTable table) => table.Add(keys, values, (int)keys.ElementCount);
}
