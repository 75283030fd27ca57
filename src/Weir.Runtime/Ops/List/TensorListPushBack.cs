using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The list with an element more at its end.</summary>
/// <remarks>Source: list_kernels.cc; gradient: list_ops.py.</remarks>
internal sealed class TensorListPushBack : Op
{
    public override OpDefinition Definition { get; } = "TensorListPushBack(input_handle: variant, tensor: element_dtype) -> output_handle: "
        + $"{TensorLists.Type}; element_dtype: type";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
        Operation popped = TensorListPopBack.Build(g.Outgoing(0), ShapeOp.Build(g.Input(1)), g.Input(1).DType.BaseType());
        g.Flow(0, popped[0]);
        g.Flow(1, popped[1]);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Push(r.Type("element_dtype"));

    public static Output Build(Output list, Output item) => list.Operation.Graph.AddOperation("TensorListPushBack", [list, item])[0];

    private sealed class Push(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorList list = s.List(0);
            Tensor item = s.Input(1);
            s.Require(list.ElementType == elementType, $"Invalid data types; list elements {list.ElementType.TfName()} but tried to append {elementType.TfName()}");
            s.Require(list.ElementShape.IsCompatibleWith(item.Shape),
                $"Tried to append a tensor with incompatible shape to a list. Op element shape: {item.Shape} list shape: {list.ElementShape}");
            s.Require(list.MaxElements < 0 || list.Count < list.MaxElements,
                $"Tried to push item into a full list list size: {list.Count} max_num_elements: {list.MaxElements}");
            s.ListToChange().Push(item);
        }
    }
}
