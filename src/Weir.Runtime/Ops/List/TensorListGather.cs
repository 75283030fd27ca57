using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Chosen elements of a list as rows of one tensor.</summary>
/// <remarks>Source: list_kernels.h; gradient: list_ops.py.</remarks>
internal sealed class TensorListGather : Op
{
    public override OpDefinition Definition { get; } =
        "TensorListGather(input_handle: variant, indices: int32, element_shape: int32) -> values: element_dtype; element_dtype: type";

    public override void InferShapes(ShapeContext c) => c.Output(0, TensorListShapes.Rows(c, 2, c.Input(1).Rank == 1 ? c.Input(1)[0] : -1));

    public override void Gradient(GradientContext g) =>
        g.Flow(0, TensorListScatter.Build(g.Outgoing(0), g.Input(1), TensorListElementShape.Build(g.Input(0)), TensorListLength.Build(g.Input(0))));

    public override Kernel CreateKernel(KernelRequest r) => new Gather(r.Type("element_dtype"));

    public static Output Build(Output list, Output indices, Output elementShape, DType dtype) => list.Operation.Graph.AddOperation(
        "TensorListGather", [list, indices, elementShape], new Dictionary<string, object> { ["element_dtype"] = dtype })[0];

    private sealed class Gather(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorList list = s.List(0);
            s.RequireType(list, elementType);
            ReadOnlySpan<int> indices = s.Input(1).Elements<int>();
            Shape element = s.Merge(s.ShapeFrom(2, list.ElementShape), list.ElementShape);
            foreach (int index in indices)
            {
                s.Require(index >= 0 && index < list.Count, $"Index {index} out o range; list only has {list.Count} elements.");
                if (list[index] is { } item) element = s.Merge(element, item.Shape);
            }

            s.Require(element.IsFullyDefined, $"Tried to gather elements of a list with non-fully-defined element_shape: {element}");
            Tensor rows = s.OutputRows(0, indices.Length, element);
            for (int i = 0; i < indices.Length; i++) TensorListRows.CopyRow(s, list[indices[i]], element, rows, i);
        }
    }
}
