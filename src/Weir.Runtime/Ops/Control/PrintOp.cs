using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Hands its first input on, and tensors as text to whoever listens to what models print; no more than so often, if it says so.</summary>
/// <remarks>The tensors look as <see cref="ElementSummary"/> has them. Source: logging_ops.cc.</remarks>
internal sealed class PrintOp : Op
{
    public override OpDefinition Definition { get; } =
        "Print(input: T, data: U) -> output: T; T: type; U: list(type); message: string = \"\"; first_n: int = -1; summarize: int = 3 | stateful";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g) => g.Flow(0, g.Outgoing(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "U");
        return new Print(r.String("message"), r.Int("first_n"), r.Int("summarize"));
    }

    private sealed class Print(string message, long most, long summarize) : Kernel
    {
        private long printed;

        public override void Run(StepContext s)
        {
            s.Forward(0, 0);
            if (most >= 0 && Interlocked.Increment(ref printed) > most) return;
            StringBuilder text = new(message);
            for (int i = 1; i < s.InputCount; i++) text.Append('[').Append(ElementSummary.Of(s.Input(i), summarize)).Append(']');
            s.Print(text.Append('\n').ToString());
        }
    }
}
