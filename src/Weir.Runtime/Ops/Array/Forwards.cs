using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Ops whose outputs are their inputs, and that differ in what flows back: a row per op.</summary>
internal static class Forwards
{
    public static readonly Op[] All =
    [
        new Forward("Copy(input: T) -> output: T; T: type; tensor_name: string = \"\"; debug_ops_spec: list(string) = [] | uninitialized"),
        new Forward("CopyHost(input: T) -> output: T; T: type; tensor_name: string = \"\"; debug_ops_spec: list(string) = [] | uninitialized"),
        new DebugIdentity("DebugIdentity(input: T) -> output: T; T: type; device_name: string = \"\"; tensor_name: string = \"\"; debug_urls: list(string) = []; "
            + "gated_grpc: bool = false | uninitialized"),
        new Forward("DebugIdentityV2(input: T) -> output: T; T: type; tfdbg_context_id: string = \"\"; op_name: string = \"\"; output_slot: int = -1; "
            + "tensor_debug_mode: int = -1; debug_urls: list(string) = []; circular_buffer_size: int = 1000; tfdbg_run_id: string = \"\" | stateful", g => g.Pass(0, 0)),
        new Forward("DebugIdentityV3(input: T) -> output: T; T: type; device_name: string = \"\"; tensor_name: string = \"\"; io_of_node: string = \"\"; "
            + "is_input: bool = false; io_index: int = -1; debug_urls: list(string) = []; gated_grpc: bool = false | stateful, uninitialized"),
        new Forward("DeepCopy(x: T) -> y: T; T: type | stateful", types: ElementTypes.Numbers | new ElementTypes(DType.Bool, DType.String, DType.Resource, DType.Variant)),
        new Forward("GuaranteeConst(input: T) -> output: T; T: type | stateful"),
        new Forward("IdentityN(input: T) -> output: T; T: list(type) >= 1", g =>
        {
            for (int i = 0; i < g.Operation.OutputCount; i++) g.Flow(i, g.Outgoing(i));
        }),
        new Forward("PreventGradient(input: T) -> output: T; T: type; message: string = \"\"", g => throw new TfException(
            StatusCode.NotFound, $"Gradient explicitly disabled. Reason: {g.Operation.Attributes.GetString("message")}")),
        new Forward("RefIdentity(input: Ref(T)) -> output: Ref(T); T: type | uninitialized", g => g.Flow(0, g.Outgoing(0))),
        new Forward("Snapshot(input: T) -> output: T; T: type", types: ElementTypes.Numbers | new ElementTypes(DType.Bool)),
        new Forward("StopGradient(input: T) -> output: T; T: type", GradientContext.Nothing),
    ];

    private sealed class Forward(OpDefinition definition, Action<GradientContext>? gradient = null, ElementTypes? types = null) : Op
    {
        public override OpDefinition Definition => definition;

        public override OpEffect Effect => OpEffect.None;

        public override bool PassesThrough => types is null;

        public override void InferShapes(ShapeContext c)
        {
            for (int i = 0; i < c.OutputCount; i++) c.Output(i, c.Input(i));
        }

        public override long?[]? FoldIntegers(ShapeContext c) => c.Integers(0);

        public override void Gradient(GradientContext g)
        {
            if (gradient is null) base.Gradient(g);
            else gradient(g);
        }

        public override Kernel CreateKernel(KernelRequest r)
        {
            foreach (Definitions.AttributeDefinition attribute in definition.Attributes) r.Ignore(attribute.Name);
            return types is null || types.Value.Contains(r.Type("T")) ? new ForwardKernel() : throw r.NoKernel("T");
        }
    }

    /// <summary>The tensor's name must be one, though nothing watches it.</summary>
    private sealed class DebugIdentity(OpDefinition definition) : Op
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("T", "device_name", "debug_urls", "gated_grpc");
            string name = r.String("tensor_name");
            return name.Contains(':') ? new ForwardKernel() : throw new TfException(StatusCode.InvalidArgument, $"Failed to parse tensor name: \"{name}\"");
        }
    }
}
