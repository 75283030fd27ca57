using Weir.Graphs;

namespace Weir.Ops;

/// <summary>Builds calls of functions that gradients made.</summary>
internal static class FunctionalBuilding
{
    private const string LoweringAttribute = "_lower_using_switch_merge";

    /// <summary>Whether one of the functions may have effects: then what calls it must be stateful, too.</summary>
    public static bool IsStateful(Graph graph, params IEnumerable<Function> functions) => functions.Any(function => function.IsStateful(graph.Functions));

    /// <summary>Adds an operation that chooses between functions.</summary>
    public static Operation AddBranches(Graph graph, IBranchOp op, string type, IReadOnlyList<Output> inputs, Function[] branches, Operation alike)
    {
        Dictionary<string, object> attributes = new(op.Attributes([.. branches.Select(branch => branch.Reference)]))
        {
            ["Tout"] = branches[0].Definition.Outputs.Select(output => output.Type).ToArray(),
        };
        if (alike.Attributes.Find(LoweringAttribute) is { } lowers) attributes[LoweringAttribute] = lowers;
        return graph.AddOperation(type, inputs, attributes);
    }
}
