using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The shape of a variable's value at this moment.</summary>
/// <remarks>Source: resource_variable_ops.cc.</remarks>
internal sealed class VariableShape : Op
{
    public override OpDefinition Definition { get; } = "VariableShape(input: resource) -> output: out_type; out_type: {int32, int64} = int32 | stateful";

    public override OpEffect Effect => OpEffect.Reads;

    public override void InferShapes(ShapeContext c)
    {
        Shape shape = VariableInput.ShapeOf(c);
        c.Output(0, Shape.Of(shape.HasRank ? shape.Rank : -1));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("out_type");
        return new Sizes();
    }

    public static Output Build(Output handle) => handle.Operation.Graph.AddOperation("VariableShape", [handle])[0];

    /// <summary>Zeros like an edge, or like the variable that it carries.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="dtype">The dtype of the variable.</param>
    public static Output BuildZerosLike(Output edge, DType dtype)
    {
        Graph graph = edge.Operation.Graph;
        return edge.DType.BaseType() == DType.Resource ? Fill.Build(Build(edge), graph.Const(0, dtype)) : graph.ZerosLike(edge);
    }

    private sealed class Sizes : Kernel
    {
        public override void Run(StepContext s)
        {
            using Tensor value = VariableInput.Read(s);
            s.Output(0, value.Shape.Rank).SetIntegers(value.Shape.Dimensions);
        }
    }
}
