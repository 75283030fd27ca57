using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The number of elements of a tensor.</summary>
internal sealed class Size : Op
{
    public override OpDefinition Definition { get; } = "Size(input: T) -> output: out_type; T: type; out_type: {int32, int64} = int32";

    public override bool ReadsShapesAlone => true;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override long?[]? FoldIntegers(ShapeContext c) => c.Input(0).IsFullyDefined ? [c.Input(0).ElementCount] : null;

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "out_type");
        return new Count();
    }

    public static Output Build(Output x, DType outType = DType.Int32) =>
        x.Operation.Graph.AddOperation("Size", [x], new Dictionary<string, object> { ["out_type"] = outType })[0];

    private sealed class Count : Kernel
    {
        public override void Run(StepContext s)
        {
            long count = s.Input(0).ElementCount;
            Tensor output = s.Output(0);
            s.Require(output.DType == DType.Int64 || count <= int.MaxValue, $"Number of elements was larger than representable by 32-bit output type: {count}");
            output.SetIntegers([count]);
        }
    }
}
