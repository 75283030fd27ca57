using Weir.Definitions;

namespace Weir.Ops;

/// <summary>One element of a list.</summary>
/// <remarks>An element that was never set is zeros, if its shape is known. Source: list_kernels.h; gradient: list_ops.py.</remarks>
internal sealed class TensorListGetItem : Op
{
    public override OpDefinition Definition { get; } =
        "TensorListGetItem(input_handle: variant, index: int32, element_shape: int32) -> item: element_dtype; element_dtype: type";

    public override void InferShapes(ShapeContext c) => c.Output(0, TensorListShapes.FromInput(c, 2));

    public override void Gradient(GradientContext g)
    {
        Training.ListElement element = new(g.Input(0), g.Input(1), g.Outgoing(0));

        // To a variant that was never set nothing can be added.
        if (element.Item.DType == DType.Variant) g.Flow(0, element.ToList());
        else g.Flow(0, element);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Get(r.Type("element_dtype"));

    public static Output Build(Output list, Output index, Output elementShape, DType dtype) =>
        list.Operation.Graph.AddOperation("TensorListGetItem", [list, index, elementShape], new Dictionary<string, object> { ["element_dtype"] = dtype })[0];

    private sealed class Get(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorList list = s.List(0);
            s.RequireType(list, elementType);
            int index = s.Scalar(1);
            s.Require(index >= 0 && index < list.Count, $"Trying to access element {index} in a list with {list.Count} elements.");
            if (list[index] is { } item)
            {
                s.Forward(item, 0);
                return;
            }

            Shape shape = s.CommonShape(list, s.ShapeFrom(2, list.ElementShape));
            s.Require(shape.IsFullyDefined, $"Trying to read an uninitialized tensor but element_shape is not fully defined {shape}");
            Tensor zeros = s.Output(0, shape.Dimensions);
            TensorLists.Zero(zeros, 0, zeros.ElementCount);
        }
    }
}
