using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>Calls a function: a plan takes the function's body in instead.</summary>
/// <remarks>PartitionedCall and StatefulPartitionedCall differ in what they promise about state, not in what they do.</remarks>
internal sealed class PartitionedCall(OpDefinition definition) : Op, ICallOp
{
    public static readonly PartitionedCall Stateless = new("PartitionedCall(args: Tin) -> output: Tout; Tin: list(type); Tout: list(type); f: func; "
        + "config: string = \"\"; config_proto: string = \"\"; executor_type: string = \"\"");

    public static readonly PartitionedCall Stateful = new("StatefulPartitionedCall(args: Tin) -> output: Tout; Tin: list(type); Tout: list(type); f: func; "
        + "config: string = \"\"; config_proto: string = \"\"; executor_type: string = \"\" | stateful, distributed");

    public static readonly Op[] All = [Stateless, Stateful];

    public override OpDefinition Definition => definition;

    public FunctionReference Function(AttributeList attributes, FunctionLibrary library) => attributes.Get<FunctionReference>("f");

    public override void Gradient(GradientContext g) => Training.CallGradient.Flow(g, Function(g.Operation.Attributes, g.Graph.Functions));

    public static Operation Build(Graph graph, IReadOnlyList<Output> inputs, Function function) =>
        Build(graph, inputs, function.Reference, [.. function.Definition.Outputs.Select(output => output.Type)], function.IsStateful(graph.Functions));

    public static Operation Build(Graph graph, IReadOnlyList<Output> inputs, FunctionReference function, DType[] outputs, bool isStateful) =>
        graph.AddOperation(isStateful ? "StatefulPartitionedCall" : "PartitionedCall", inputs, new Dictionary<string, object> { ["f"] = function, ["Tout"] = outputs });

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tin", "Tout", "config", "config_proto", "executor_type");
        throw new TfException(StatusCode.Internal, $"The call of '{r.Function("f").Name}' was not inlined; {{{{node {r.NodeName}}}}}.");
    }
}
