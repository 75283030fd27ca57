using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The number of elements of a list.</summary>
internal sealed class TensorListLength : Op
{
    public override OpDefinition Definition { get; } = "TensorListLength(input_handle: variant) -> length: int32";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Length();

    public static Output Build(Output list) => list.Operation.Graph.AddOperation("TensorListLength", [list])[0];

    private sealed class Length : Kernel
    {
        public override void Run(StepContext s) => s.Output(0).Elements<int>()[0] = s.List(0).Count;
    }
}
