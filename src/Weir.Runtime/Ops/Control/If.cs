using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>Calls one function or another, as a condition says.</summary>
/// <remarks>If and StatelessIf differ in what they promise about state, not in what they do. Source: functional_ops.cc.</remarks>
internal sealed class If(OpDefinition definition) : Op, IBranchOp
{
    public static readonly Op[] All =
    [
        new If("If(cond: Tcond, input: Tin) -> output: Tout; Tcond: type; Tin: list(type); Tout: list(type); then_branch: func; "
            + "else_branch: func; output_shapes: list(shape) = [] | stateful"),
        new If("StatelessIf(cond: Tcond, input: Tin) -> output: Tout; Tcond: type; Tin: list(type); Tout: list(type); then_branch: func; "
            + "else_branch: func; output_shapes: list(shape) = []"),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => OutputShapesAttribute.Apply(c);

    public FunctionReference[] Branches(AttributeList attributes) =>
        [attributes.Get<FunctionReference>("then_branch"), attributes.Get<FunctionReference>("else_branch")];

    public IReadOnlyDictionary<string, object> Attributes(FunctionReference[] branches) =>
        new Dictionary<string, object> { ["then_branch"] = branches[0], ["else_branch"] = branches[1] };

    public Operation Build(Graph graph, IReadOnlyList<Output> inputs, Function[] branches, Operation alike) =>
        FunctionalBuilding.AddBranches(graph, this, FunctionalBuilding.IsStateful(graph, branches) ? "If" : "StatelessIf", inputs, branches, alike);

    public override void Gradient(GradientContext g) => Training.BranchGradient.Flow(g, this);

    public int Choose(Tensor selector, int branchCount) => TensorTruth.Of(selector) ? 0 : 1;

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tcond", "Tin", "Tout", "output_shapes");
        throw new TfException(StatusCode.Internal, $"The branches {r.Function("then_branch").Name} and {r.Function("else_branch").Name} were not taken in; {{{{node {r.NodeName}}}}}.");
    }
}
