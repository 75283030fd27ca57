using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Ops whose outputs are their inputs, and that differ in what flows back: a row per op.</summary>
internal static class Forwards
{
    public static readonly Op[] All =
    [
        new Forward("IdentityN(input: T) -> output: T; T: list(type) >= 1", g =>
        {
            for (int i = 0; i < g.Operation.OutputCount; i++) g.Flow(i, g.Outgoing(i));
        }),
        new Forward("PreventGradient(input: T) -> output: T; T: type; message: string = \"\"", g => throw new TfException(
            StatusCode.NotFound, $"Gradient explicitly disabled. Reason: {g.Operation.Attributes.GetString("message")}")),
        new Forward("Snapshot(input: T) -> output: T; T: type", g => g.Flow(0, g.Outgoing(0)), ElementTypes.Numbers | new ElementTypes(DType.Bool)),
        new Forward("StopGradient(input: T) -> output: T; T: type", GradientContext.Nothing),
    ];

    private sealed class Forward(OpDefinition definition, Action<GradientContext> gradient, ElementTypes? types = null) : Op
    {
        public override OpDefinition Definition => definition;

        public override bool PassesThrough => types is null;

        public override void InferShapes(ShapeContext c)
        {
            for (int i = 0; i < c.OutputCount; i++) c.Output(i, c.Input(i));
        }

        public override long?[]? FoldIntegers(ShapeContext c) => c.Integers(0);

        public override void Gradient(GradientContext g) => gradient(g);

        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("T", "message");
            return types is null || types.Value.Contains(r.Type("T")) ? new ForwardKernel() : throw r.NoKernel("T");
        }
    }
}
