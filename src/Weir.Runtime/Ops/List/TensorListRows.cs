namespace Weir.Ops;

/// <summary>Elements of lists as rows of tensors, and back.</summary>
internal static class TensorListRows
{
    /// <summary>Fills a tensor with a list's elements, one a row.</summary>
    public static void Copy(StepContext s, TensorList list, Shape element, Tensor rows)
    {
        for (int i = 0; i < list.Count; i++) CopyRow(s, list[i], element, rows, i);
    }

    /// <summary>Puts an element into a row; zeros for one that was never set.</summary>
    public static void CopyRow(StepContext s, Tensor? item, Shape element, Tensor rows, int row)
    {
        long size = element.ElementCount;
        if (item is null)
        {
            TensorLists.Zero(rows, row * size, size);
            return;
        }

        s.Require(item.Shape.Equals(element), $"Tried to stack list elements of different shapes: {item.Shape} and {element}");
        rows.CopyFrom(item, row * size);
    }

    /// <summary>Sets an element of a list to a row, over the same memory.</summary>
    public static void SetRow(TensorList list, int index, Tensor rows, int row, Shape element) => list.Set(index, rows, row * element.ElementCount, element);

    /// <summary>A row as a tensor, over the same memory.</summary>
    public static Tensor Row(Tensor rows, int row)
    {
        Shape element = rows.Shape.Slice(1..);
        return rows.View(row * element.ElementCount, element);
    }
}
