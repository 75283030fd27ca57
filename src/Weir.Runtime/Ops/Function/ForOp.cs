using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>Calls a function with a number that goes from start to limit in steps of delta, and with what it gave the time before.</summary>
/// <remarks>A plan takes in a function with a While. Source: functional_ops.cc.</remarks>
internal sealed class ForOp : Op, ICallOp
{
    public override OpDefinition Definition { get; } = "For(start: int32, limit: int32, delta: int32, input: T) -> output: T; T: list(type); body: func";

    public FunctionReference Function(AttributeList attributes, FunctionLibrary library)
    {
        FunctionReference body = attributes.Get<FunctionReference>("body");
        return library.Derive("for", body, () => Make(attributes.Get<DType[]>("T"), body, library));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        throw new TfException(StatusCode.Internal, $"The loop over '{r.Function("body").Name}' was not inlined; {{{{node {r.NodeName}}}}}.");
    }

    private static Function Make(DType[] types, FunctionReference reference, FunctionLibrary library)
    {
        (Graph graph, Output[] arguments) = NewBody(library, types);
        (Output start, Output limit, Output delta) = (arguments[0], arguments[1], arguments[2]);
        Output valid = Logic.Or(Comparisons.Equal(start, limit), Logic.And(Comparisons.NotEqual(delta, graph.Const(0)), IsBefore(start, limit, delta)));
        Operation check = AssertOp.Build(valid, graph.Const(Tensor.From("Invalid start/limit/delta:")), start, limit, delta);
        using GraphScope behind = graph.ControlDependencies(check);
        Operation loop = While.Build(graph, arguments, MakeCondition(types, library), MakeRound(types, reference, library));
        return new FunctionMaker(graph, arguments) { FollowsControls = true }.Make(reference.Name + "_for", loop.OutputEdges[3..], [check, loop]);
    }

    private static Function MakeCondition(DType[] types, FunctionLibrary library)
    {
        (Graph graph, Output[] arguments) = NewBody(library, types);
        Output goesOn = Logic.And(Comparisons.NotEqual(arguments[0], arguments[1]), IsBefore(arguments[0], arguments[1], arguments[2]));
        return new FunctionMaker(graph, arguments).Make("for_cond", [goesOn], []);
    }

    private static Function MakeRound(DType[] types, FunctionReference reference, FunctionLibrary library)
    {
        (Graph graph, Output[] arguments) = NewBody(library, types);
        Operation call = PartitionedCall.Build(graph, [arguments[0], .. arguments[3..]], reference, types, isStateful: true);
        Output[] results = [arguments[0] + arguments[2], arguments[1], arguments[2], .. call.OutputEdges];
        return new FunctionMaker(graph, arguments).Make("for_body", results, [call]);
    }

    /// <summary>Whether limit lies where delta leads to from a position, which is not limit.</summary>
    private static Output IsBefore(Output position, Output limit, Output delta) =>
        Comparisons.Equal(Comparisons.Greater(delta, delta.Operation.Graph.Const(0)), Comparisons.Greater(limit, position));

    private static (Graph Graph, Output[] Arguments) NewBody(FunctionLibrary library, DType[] types)
    {
        Graph graph = Graph.OfBody(library);
        return (graph, [.. Enumerable.Repeat(DType.Int32, 3).Select(type => Argument.Build(graph, type, Shape.Scalar)), .. types.Select(type => Argument.Build(graph, type, Shape.Unknown))]);
    }
}
