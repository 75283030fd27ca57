using Weir.Definitions;

namespace Weir.Ops;

/// <summary>exp(x) / sum(exp(x)) along the last dimension, and the logarithm of it. Two rows of the table.</summary>
/// <remarks>A NaN or +inf, or nothing but -inf, makes a whole row NaN. Source: softmax_op.cc; gradients: nn_grad.py.</remarks>
internal sealed class Softmax(OpDefinition definition, bool logarithm) : Op
{
    public static readonly Op[] All =
    [
        new Softmax("LogSoftmax(logits: T) -> logsoftmax: T; T: {half, bfloat16, float, double}", logarithm: true),
        new Softmax("Softmax(logits: T) -> softmax: T; T: {bfloat16, half, float, double}", logarithm: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.WithRankAtLeast(0, 1));

    public override void Gradient(GradientContext g)
    {
        (Output y, Output dy) = (g.Output(0), g.Outgoing(0));
        Output last = g.Graph.Const(-1);
        g.Flow(0, logarithm
            ? dy - (Reductions.Sum(dy, last, keepDims: true) * y.Exp())
            : (dy - Reductions.Sum(dy * y, last, keepDims: true)) * y);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(ElementTypes.Floats, new Maker(logarithm));

    public static Output Build(Output logits, bool logarithm) => logits.Operation.Graph.AddOperation(logarithm ? "LogSoftmax" : "Softmax", [logits])[0];

    private readonly struct Maker(bool logarithm) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Rows<T>(logarithm);
    }

    private sealed class Rows<T>(bool logarithm) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor logits = s.Input(0);
            s.Require(logits.Shape.Rank >= 1, $"logits must have >= 1 dimension, got {logits.Shape}");
            int columns = checked((int)logits.Shape[-1]);
            ReadOnlySpan<T> x = logits.Elements<T>();
            Tensor y = s.OutputOver(0, 0);
            if (x.Length > 0) Simd.Softmax.Run(x, y.Elements<T>(), columns, logarithm);
        }
    }
}
