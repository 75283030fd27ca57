using Weir.Definitions;

namespace Weir.Ops;

/// <summary>An input of the graph, to be fed.</summary>
/// <remarks>Source: array_ops and constant_op.cc, whose message for an unfed placeholder this keeps.</remarks>
internal sealed class Placeholder : Op
{
    public static readonly OpDefinition OpDefinition = "Placeholder() -> output: dtype; dtype: type; shape: shape = ?";

    public override OpDefinition Definition => OpDefinition;

    /// <summary>Not fed, it fails in the run, not once for all.</summary>
    public override OpEffect Effect => OpEffect.Writes;

    /// <remarks>Before version 24 of GraphDef a scalar shape meant an unknown one.</remarks>
    public override void InferShapes(ShapeContext c)
    {
        Shape shape = c.Attributes.Get<Shape>("shape");
        bool meansUnknown = shape.Rank == 0 && c.Operation.Graph.Producer < 24;
        c.Output(0, meansUnknown ? Shape.Unknown : shape);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Unfed(r.Type("dtype"), r.Shape("shape"));

    private sealed class Unfed(DType dtype, Shape shape) : Kernel
    {
        public override void Run(StepContext s) => throw new TfException(StatusCode.InvalidArgument,
            $"You must feed a value for placeholder tensor '{s.NodeName}' with dtype {dtype.TfName()}" + (shape.Rank > 0 ? $" and shape {shape}" : ""));
    }
}
