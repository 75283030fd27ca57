using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The elements of a list as rows of one tensor.</summary>
/// <remarks>Elements that were never set are zeros, if their shape is known. Source: list_kernels.h; gradient: list_ops.py.</remarks>
internal sealed class TensorListStack : Op
{
    public override OpDefinition Definition { get; } =
        "TensorListStack(input_handle: variant, element_shape: int32) -> tensor: element_dtype; element_dtype: type; num_elements: int = -1";

    public override void InferShapes(ShapeContext c) => c.Output(0, TensorListShapes.Rows(c, 1, c.Attributes.Get<long>("num_elements")));

    public override void Gradient(GradientContext g) => g.Flow(0, TensorListFromTensor.Build(g.Outgoing(0), TensorListFromTensor.RowShape(g.Outgoing(0))));

    public override Kernel CreateKernel(KernelRequest r) => new Stack(r.Type("element_dtype"), r.Int("num_elements"));

    public static Output Build(Output list, Output elementShape, DType dtype, long count) => list.Operation.Graph.AddOperation(
        "TensorListStack", [list, elementShape], new Dictionary<string, object> { ["element_dtype"] = dtype, ["num_elements"] = count })[0];

    private sealed class Stack(DType elementType, long count) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorList list = s.List(0);
            s.RequireType(list, elementType);
            s.Require(count < 0 || count == list.Count, $"Operation expected a list with {count} elements but got a list with {list.Count} elements.");
            Shape element = s.CommonShape(list, s.ShapeFrom(1, list.ElementShape));
            s.Require(element.IsFullyDefined || list.Count > 0, $"Tried to stack elements of an empty list with non-fully-defined element_shape: {element}");
            s.Require(element.IsFullyDefined, $"Tried to stack list which only contains uninitialized tensors and has a non-fully-defined element_shape: {element}");
            Tensor rows = s.OutputRows(0, list.Count, element);
            TensorListRows.Copy(s, list, element, rows);
        }
    }
}
