using Weir.Definitions;

namespace Weir.Ops;

/// <summary>What a list knows of its elements' shape: a vector with -1 for unknown sizes, or the scalar -1.</summary>
internal sealed class TensorListElementShape : Op
{
    public override OpDefinition Definition { get; } = "TensorListElementShape(input_handle: variant) -> element_shape: shape_type; shape_type: {int32, int64}";

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("shape_type");
        return new ElementShape();
    }

    public static Output Build(Output list) =>
        list.Operation.Graph.AddOperation("TensorListElementShape", [list], new Dictionary<string, object> { ["shape_type"] = DType.Int32 })[0];

    private sealed class ElementShape : Kernel
    {
        public override void Run(StepContext s)
        {
            Shape shape = s.List(0).ElementShape;
            if (shape.HasRank) s.Output(0, shape.Rank).SetIntegers(shape.Dimensions);
            else s.Output(0).SetIntegers([-1]);
        }
    }
}
