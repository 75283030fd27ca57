namespace Weir.Ops;

/// <summary>Lists of tensors, as values.</summary>
internal static class ListOps
{
    public static readonly Op[] All =
    [
        .. EmptyTensorList.All,
        .. TensorListConcat.All,
        .. TensorListScatter.All,
        new ListProducts(),
        new TensorListConcatLists(),
        new TensorListElementShape(),
        new TensorListFromTensor(),
        new TensorListGather(),
        new TensorListGetItem(),
        new TensorListLength(),
        new TensorListPopBack(),
        new TensorListPushBack(),
        new TensorListPushBackBatch(),
        new TensorListResize(),
        new TensorListSetItem(),
        new TensorListSplit(),
        new TensorListStack(),
    ];
}
