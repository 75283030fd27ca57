using Weir.Definitions;

namespace Weir.Ops;

/// <summary>An argument inside a function's body; a plan puts the caller's value in its place.</summary>
internal sealed class Argument : Op
{
    public static readonly OpDefinition OpDefinition = "_Arg() -> output: T; T: type; index: int >= 0 | stateful";

    public override OpDefinition Definition => OpDefinition;

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        throw new TfException(StatusCode.Internal, $"Argument {r.Int("index")} has no value; {{{{node {r.NodeName}}}}}.");
    }
}
