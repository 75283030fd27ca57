using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>Calls one of several functions; a number that none of them has takes the last.</summary>
/// <remarks>Case and StatelessCase differ in what they promise about state, not in what they do. Source: functional_ops.cc.</remarks>
internal sealed class Case(OpDefinition definition) : Op, IBranchOp
{
    public static readonly Op[] All =
    [
        new Case("Case(branch_index: int32, input: Tin) -> output: Tout; Tin: list(type); Tout: list(type); branches: list(func) >= 1; "
            + "output_shapes: list(shape) = [] | stateful"),
        new Case("StatelessCase(branch_index: int32, input: Tin) -> output: Tout; Tin: list(type); Tout: list(type); branches: list(func) >= 1; "
            + "output_shapes: list(shape) = []"),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => OutputShapesAttribute.Apply(c);

    public FunctionReference[] Branches(AttributeList attributes) => attributes.Get<FunctionReference[]>("branches");

    public IReadOnlyDictionary<string, object> Attributes(FunctionReference[] branches) => new Dictionary<string, object> { ["branches"] = branches };

    public Operation Build(Graph graph, IReadOnlyList<Output> inputs, Function[] branches, Operation alike) =>
        FunctionalBuilding.AddBranches(graph, this, FunctionalBuilding.IsStateful(graph, branches) ? "Case" : "StatelessCase", inputs, branches, alike);

    public override void Gradient(GradientContext g) => Training.BranchGradient.Flow(g, this);

    public int Choose(Tensor selector, int branchCount)
    {
        if (selector.Shape.Rank != 0) throw new TfException(StatusCode.InvalidArgument, "branch_index must be scalar");
        int index = selector.Elements<int>()[0];
        return index >= 0 && index < branchCount ? index : branchCount - 1;
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tin", "Tout", "branches", "output_shapes");
        throw new TfException(StatusCode.Internal, $"The branches were not taken in; {{{{node {r.NodeName}}}}}.");
    }
}
