using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The last element, and the list without it.</summary>
/// <remarks>An element that was never set is zeros, if its shape is known. Source: list_kernels.cc; gradient: list_ops.py.</remarks>
internal sealed class TensorListPopBack : Op
{
    public override OpDefinition Definition { get; } =
        "TensorListPopBack(input_handle: variant, element_shape: int32) -> output_handle: variant, tensor: element_dtype; element_dtype: type";

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, Shape.Scalar);
        c.Output(1, TensorListShapes.FromInput(c, 1));
    }

    public override void Gradient(GradientContext g)
    {
        DType dtype = g.Operation.Attributes.Get<DType>("element_dtype");
        Output list = g.HasOutgoing(0) ? g.Outgoing(0) : EmptyTensorList.Build(g.Graph, dtype);
        g.Flow(0, TensorListPushBack.Build(list, g.Outgoing(1)));
    }

    public override Kernel CreateKernel(KernelRequest r) => new Pop(r.Type("element_dtype"));

    public static Operation Build(Output list, Output elementShape, DType dtype) =>
        list.Operation.Graph.AddOperation("TensorListPopBack", [list, elementShape], new Dictionary<string, object> { ["element_dtype"] = dtype });

    private sealed class Pop(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorList list = s.List(0);
            s.RequireType(list, elementType);
            s.Require(list.Count > 0, "Trying to pop from an empty list.");
            Shape shape = s.Merge(s.ShapeFrom(1, list.ElementShape), list.ElementShape);
            if (list[list.Count - 1] is null)
            {
                s.Require(shape.IsFullyDefined, $"Trying to read an uninitialized tensor but element_shape is not fully defined {shape}");
                Tensor zeros = s.Output(1, shape.Dimensions);
                TensorLists.Zero(zeros, 0, zeros.ElementCount);
                TensorList shorter = s.ListToChange();
                shorter.Resize(shorter.Count - 1);
                return;
            }

            TensorList changed = s.ListToChange();
            s.SetOutput(1, changed[changed.Count - 1]!);
            changed.Resize(changed.Count - 1);
        }
    }
}
