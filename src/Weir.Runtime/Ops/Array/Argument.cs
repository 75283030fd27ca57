using Weir.Definitions;

namespace Weir.Ops;

/// <summary>An argument inside a function's body; a plan puts the caller's value in its place.</summary>
internal sealed class Argument : Op
{
    public static readonly OpDefinition OpDefinition = "_Arg() -> output: T; T: type; index: int >= 0 | stateful";

    public override OpDefinition Definition => OpDefinition;

    /// <summary>An argument of a function that is being made.</summary>
    public static Output Build(Graph graph, DType dtype, Shape shape)
    {
        Operation argument = graph.AddOperation(OpDefinition.Name, [], new Dictionary<string, object> { ["T"] = dtype, ["index"] = 0L });
        argument.OutputShapes[0] = shape;
        return argument[0];
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        throw new TfException(StatusCode.Internal, $"Argument {r.Int("index")} has no value; {{{{node {r.NodeName}}}}}.");
    }
}
