using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Each of several lists with one more element: its row of a tensor.</summary>
/// <remarks>Source: list_kernels.h.</remarks>
internal sealed class TensorListPushBackBatch : Op
{
    public override OpDefinition Definition { get; } = "TensorListPushBackBatch(input_handles: variant, tensor: element_dtype) -> output_handles: "
        + $"{TensorLists.Type}; element_dtype: type";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Push(r.Type("element_dtype"));

    private sealed class Push(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor handles, Tensor rows) = (s.Input(0), s.Input(1));
            s.Require(handles.Shape.Rank == 1, $"Expected handles to be a vector, received shape: {handles.Shape}");
            s.Require(rows.Shape.Rank > 0, $"Expected tensor to be at least a vector, received shape: {rows.Shape}");
            s.Require(rows.Shape[0] == handles.ElementCount, $"Expected tensor.shape[0] == input_handles.size, but saw {rows.Shape[0]} vs. {handles.ElementCount}");
            object[] given = handles.Objects;
            object[] lists = s.OutputLike(0, handles).Objects;
            for (int i = 0; i < lists.Length; i++)
            {
                TensorList list = given[i] as TensorList ?? throw new TfException(StatusCode.InvalidArgument, $"input_handles[{i}] is not a list.");
                s.Require(list.ElementType == elementType, $"Invalid data types; list elements {list.ElementType.TfName()} but tried to append {elementType.TfName()}");
                using Tensor row = TensorListRows.Row(rows, i);
                s.Require(list.ElementShape.IsCompatibleWith(row.Shape), $"Tried to append a tensor with incompatible shape to a list. Op element shape: {row.Shape} list shape: {list.ElementShape}");
                TensorList changed = list.Copy();
                changed.Push(row);
                lists[i] = changed;
            }
        }
    }
}
