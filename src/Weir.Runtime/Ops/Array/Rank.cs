using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The number of dimensions of a tensor.</summary>
internal sealed class Rank : Op
{
    public override OpDefinition Definition { get; } = "Rank(input: T) -> output: int32; T: type";

    public override bool ReadsShapesAlone => true;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override long?[]? FoldIntegers(ShapeContext c) => c.Input(0).HasRank ? [c.Input(0).Rank] : null;

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Count();
    }

    public static Output Build(Output x) => x.Operation.Graph.AddOperation("Rank", [x])[0];

    private sealed class Count : Kernel
    {
        public override void Run(StepContext s) => s.Output(0).Elements<int>()[0] = s.Input(0).Shape.Rank;
    }
}
