using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Fails the run, with some tensors in the message, unless a condition holds.</summary>
/// <remarks>Source: logging_ops.cc.</remarks>
internal sealed class AssertOp : Op
{
    public override OpDefinition Definition { get; } = "Assert(condition: bool, data: T); T: list(type) >= 1; summarize: int = 3 | stateful";

    public override void InferShapes(ShapeContext c) => c.WithRank(0, 0);

    public override void Gradient(GradientContext g)
    {
    }

    public static Operation Build(Output condition, params Output[] data) => condition.Operation.Graph.AddOperation("Assert", [condition, .. data]);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Check(r.Int("summarize"));
    }

    private sealed class Check(long summarize) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor condition = s.Input(0);
            s.Require(condition.Shape.Rank == 0, $"In[0] should be a scalar: {condition.Shape}");
            if (condition.Elements<bool>()[0]) return;
            StringBuilder text = new("assertion failed:");
            for (int i = 1; i < s.InputCount; i++) text.Append(" [").Append(ElementSummary.Of(s.Input(i), summarize)).Append(']');
            throw new TfException(StatusCode.InvalidArgument, text.ToString());
        }
    }
}
