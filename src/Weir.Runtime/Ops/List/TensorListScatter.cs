using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The rows of a tensor as elements of a list, each at the index given for it: of a new list, or of one that there is.</summary>
/// <remarks>Source: list_kernels.h; gradient: list_ops.py.</remarks>
internal sealed class TensorListScatter(OpDefinition definition, bool intoExisting) : Op
{
    public static readonly Op[] All =
    [
        new TensorListScatter($"TensorListScatter(tensor: element_dtype, indices: int32, element_shape: shape_type) -> output_handle: {TensorLists.Type}; "
            + "element_dtype: type; shape_type: {int32, int64}", intoExisting: false),
        new TensorListScatter($"TensorListScatterIntoExistingList(input_handle: variant, tensor: element_dtype, indices: int32) -> output_handle: {TensorLists.Type}; "
            + "element_dtype: type", intoExisting: true),
        new TensorListScatter($"TensorListScatterV2(tensor: element_dtype, indices: int32, element_shape: shape_type, num_elements: int32) -> output_handle: {TensorLists.Type}; "
            + "element_dtype: type; shape_type: {int32, int64}", intoExisting: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
        int rows = intoExisting ? 1 : 0;
        Output tensor = g.Input(rows);
        g.Flow(rows, TensorListGather.Build(g.Outgoing(0), g.Input(rows + 1), TensorListFromTensor.RowShape(tensor), tensor.DType.BaseType()));
        if (intoExisting)
        {
            g.Flow(0, g.Graph.AddOperation("TensorListScatterIntoExistingList", [g.Outgoing(0), g.Graph.ZerosLike(tensor), g.Input(2)])[0]);
        }
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType dtype = r.Type("element_dtype");
        if (intoExisting) return new IntoExisting(dtype);
        r.Ignore("shape_type");
        return new IntoNew(dtype);
    }

    public static Output Build(Output rows, Output indices, Output elementShape, Output count) =>
        rows.Operation.Graph.AddOperation("TensorListScatterV2", [rows, indices, elementShape, count])[0];

    /// <returns>The number of elements that the indices need.</returns>
    private static int Check(StepContext s, Tensor rows, Tensor indices)
    {
        s.Require(rows.Shape.Rank > 0, $"Tensor must be at least a vector, but saw shape: {rows.Shape}");
        s.Require(indices.Shape.Rank == 1, $"Expected indices to be a vector, but received shape: {indices.Shape}");
        s.Require(indices.ElementCount == rows.Shape[0], $"Invalid number of rows in input tensor. Expected: {indices.ElementCount} Actual: {rows.Shape[0]}");
        int highest = -1;
        foreach (int index in indices.Elements<int>())
        {
            s.Require(index >= 0, "Indices in TensorListScatter must all be non-negative.");
            s.RequireLength((long)index + 1);
            highest = Math.Max(highest, index);
        }

        return highest + 1;
    }

    private static void Scatter(TensorList list, Tensor rows, ReadOnlySpan<int> indices)
    {
        Shape element = rows.Shape.Slice(1..);
        for (int i = 0; i < indices.Length; i++) TensorListRows.SetRow(list, indices[i], rows, i, element);
    }

    private sealed class IntoNew(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor rows, Tensor indices) = (s.Input(0), s.Input(1));
            int needed = Check(s, rows, indices);
            Shape asked = s.ShapeFrom(2);
            s.Require(asked.IsCompatibleWith(rows.Shape.Slice(1..)), $"Specified a list with shape {asked} from a tensor with shape {rows.Shape.Slice(1..)}");
            int wanted = s.InputCount > 3 ? s.Scalar(3) : -1;
            s.Require(wanted >= -1, $"TensorListScatter expects num_elements >= -1, found: {wanted}");
            s.Require(wanted == -1 || needed <= wanted, $"TensorListScatter: Trying to scatter at index {needed - 1} in list with size {wanted}");
            s.RequireLength(wanted);
            TensorList list = TensorList.Reserved(elementType, asked, Math.Max(needed, wanted));
            Scatter(list, rows, indices.Elements<int>());
            s.SetOutput(0, Tensor.OfVariant(list));
        }
    }

    private sealed class IntoExisting(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorList list = s.List(0);
            s.RequireType(list, elementType);
            (Tensor rows, Tensor indices) = (s.Input(1), s.Input(2));
            int needed = Check(s, rows, indices);
            s.Require(list.ElementShape.IsCompatibleWith(rows.Shape.Slice(1..)),
                $"Tried to scatter tensor with incompatible shape into a list. Item element shape: {rows.Shape.Slice(1..)} list shape: {list.ElementShape}");
            TensorList changed = s.ListToChange();
            if (needed > changed.Count) changed.Resize(needed);
            Scatter(changed, rows, indices.Elements<int>());
        }
    }
}
