using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A value that is part of the graph.</summary>
internal sealed class Const : Op
{
    public override OpDefinition Definition { get; } = "Const() -> output: dtype; value: tensor; dtype: type";

    public override void InferShapes(ShapeContext c)
    {
        Tensor value = c.Attributes.Get<Tensor>("value");
        c.Require(value.DType == c.Attributes.Get<DType>("dtype"), $"Const has the dtype {c.Attributes.Get<DType>("dtype").TfName()} and a value of {value.DType.TfName()}");
        c.Output(0, value.Shape);
    }

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        Tensor value = c.Attributes.Get<Tensor>("value");
        return value.DType switch
        {
            _ when value.ElementCount > ShapeContext.MaxConstant => null,
            DType.Int32 => Array.ConvertAll(value.ToArray<int>(), number => (long?)number),
            DType.Int64 => Array.ConvertAll(value.ToArray<long>(), number => (long?)number),
            _ => null,
        };
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("dtype");
        return new Constant(r.Tensor("value"));
    }

    private sealed class Constant(Tensor value) : Kernel
    {
        public override void Run(StepContext s) => s.SetOutput(0, value.Share());
    }
}

/// <summary>Builds constants.</summary>
internal static class ConstBuilding
{
    public static Output Const(this Graph graph, Tensor value) => graph.AddOperation(
        "Const", attributes: new Dictionary<string, object> { ["value"] = value, ["dtype"] = value.DType })[0];

    public static Output Const(this Graph graph, int value) => graph.Const(Tensor.Scalar(value));
}
