using Weir.Graphs;

namespace Weir.Ops;

/// <summary>An op whose first input chooses one of several functions to call with the others. A plan takes all of them in.</summary>
internal interface IBranchOp
{
    FunctionReference[] Branches(AttributeList attributes);

    /// <summary>The attributes that say the branches.</summary>
    IReadOnlyDictionary<string, object> Attributes(FunctionReference[] branches);

    /// <summary>Adds an operation that chooses between functions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">What chooses, then the arguments.</param>
    /// <param name="branches">The functions.</param>
    /// <param name="alike">An operation that chooses in the same way.</param>
    Operation Build(Graph graph, IReadOnlyList<Output> inputs, Function[] branches, Operation alike);

    /// <summary>The number of the branch for a value of the first input.</summary>
    int Choose(Tensor selector, int branchCount);
}
