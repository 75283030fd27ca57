using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The list with one element replaced.</summary>
/// <remarks>Source: list_kernels.h; gradient: list_ops.py.</remarks>
internal sealed class TensorListSetItem : Op
{
    public override OpDefinition Definition { get; } = "TensorListSetItem(input_handle: variant, index: int32, item: element_dtype) -> output_handle: "
        + $"{TensorLists.Type}; element_dtype: type; "
        + "resize_if_index_out_of_bounds: bool = false";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
        Output item = g.Input(2);
        g.Flow(0, Build(g.Outgoing(0), g.Input(1), g.Graph.ZerosLike(item)));
        g.Flow(2, TensorListGetItem.Build(g.Outgoing(0), g.Input(1), ShapeOp.Build(item), item.DType.BaseType()));
    }

    public override Kernel CreateKernel(KernelRequest r) => new Replace(r.Type("element_dtype"), r.Bool("resize_if_index_out_of_bounds"));

    public static Output Build(Output list, Output index, Output item) => list.Operation.Graph.AddOperation("TensorListSetItem", [list, index, item])[0];

    private sealed class Replace(DType elementType, bool resizes) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorList list = s.List(0);
            s.RequireType(list, elementType);
            int index = s.Scalar(1);
            Tensor item = s.Input(2);
            s.Require(index >= 0 && (resizes || index < list.Count), $"Trying to modify element {index} in a list with {list.Count} elements.");
            s.Require(list.ElementShape.IsCompatibleWith(item.Shape),
                $"Tried to set a tensor with incompatible shape at a list index. Item element shape: {item.Shape} list shape: {list.ElementShape}");
            s.RequireLength((long)index + 1);
            TensorList changed = s.ListToChange();
            if (index >= changed.Count) changed.Resize(index + 1);
            changed.Set(index, item);
        }
    }
}
