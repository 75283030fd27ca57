using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>Calls the gradient of a function: takes its arguments and what flows into its results, gives what flows out of its arguments.</summary>
/// <remarks>The library may have the gradient; if not it is made when a plan first asks. Source: function.cc, gradients.cc.</remarks>
internal sealed class SymbolicGradient : Op, ICallOp
{
    public override OpDefinition Definition { get; } = "SymbolicGradient(input: Tin) -> output: Tout; Tin: list(type) >= 1; Tout: list(type) >= 1; f: func";

    public FunctionReference Function(AttributeList attributes, FunctionLibrary library)
    {
        FunctionReference reference = attributes.Get<FunctionReference>("f");
        if (library.FindGradient(reference.Name) is { } given) return reference with { Name = given };
        return library.Derive("gradient", reference, () => Training.FunctionGradient.Make(reference, library));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tin", "Tout");
        throw new TfException(StatusCode.Internal, $"The gradient of '{r.Function("f").Name}' was not inlined; {{{{node {r.NodeName}}}}}.");
    }
}
