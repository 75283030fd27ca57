using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A list of the rows of a tensor, over the tensor's memory.</summary>
/// <remarks>Source: list_kernels.h; gradient: list_ops.py.</remarks>
internal sealed class TensorListFromTensor : Op
{
    public override OpDefinition Definition { get; } = "TensorListFromTensor(tensor: element_dtype, element_shape: shape_type) -> output_handle: "
        + $"{TensorLists.Type}; element_dtype: type; "
        + "shape_type: {int32, int64}";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
        Output rows = g.Input(0);
        g.Flow(0, TensorListStack.Build(g.Outgoing(0), RowShape(rows), rows.DType.BaseType(), rows.Shape.Rank > 0 ? rows.Shape[0] : -1));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("shape_type");
        return new Split(r.Type("element_dtype"));
    }

    public static Output Build(Output rows, Output elementShape) => rows.Operation.Graph.AddOperation("TensorListFromTensor", [rows, elementShape])[0];

    /// <summary>The shape of a row, as an operation.</summary>
    public static Output RowShape(Output rows) => Slice.Build(ShapeOp.Build(rows), rows.Operation.Graph.Const(Tensor.From([1])), rows.Operation.Graph.Const(Tensor.From([-1])));

    private sealed class Split(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor rows = s.Input(0);
            s.Require(rows.Shape.Rank > 0, $"Tensor must be at least a vector, but saw shape: {rows.Shape}");
            Shape element = rows.Shape.Slice(1..);
            Shape asked = s.ShapeFrom(1, element);
            s.Require(asked.IsCompatibleWith(element), $"Specified a list with shape {asked} from a tensor with shape {element}");
            s.RequireLength(rows.Shape[0]);
            TensorList list = TensorList.Reserved(elementType, asked, (int)rows.Shape[0]);
            for (int i = 0; i < list.Count; i++) TensorListRows.SetRow(list, i, rows, i, element);
            s.SetOutput(0, Tensor.OfVariant(list));
        }
    }
}
