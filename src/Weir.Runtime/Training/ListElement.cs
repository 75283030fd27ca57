using Weir.Ops;

namespace Weir.Training;

/// <summary>What the gradient of reading an element of a list is: a list of zeros but for that element, without the zeros.</summary>
/// <remarks>So a loop that reads a list element by element adds an element a round to its sum, and not a list as long as the other.</remarks>
/// <param name="List">The list that was read.</param>
/// <param name="Index">Which element.</param>
/// <param name="Item">The gradient of the element.</param>
internal sealed record ListElement(Output List, Output Index, Output Item)
{
    /// <summary>Adds the operations that make the list.</summary>
    public Output ToList() => TensorListSetItem.Build(EmptyTensorList.BuildLike(List, Item.DType.BaseType()), Index, Item);

    /// <summary>The sum of it and a list.</summary>
    public Output AddTo(Output list) =>
        TensorListSetItem.Build(list, Index, TensorListGetItem.Build(list, Index, ShapeOp.Build(Item), Item.DType.BaseType()) + Item);
}
