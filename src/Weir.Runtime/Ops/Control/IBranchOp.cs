using Weir.Graphs;

namespace Weir.Ops;

/// <summary>An op whose first input chooses one of several functions to call with the others. A plan takes all of them in.</summary>
internal interface IBranchOp
{
    FunctionReference[] Branches(AttributeList attributes);

    /// <summary>The number of the branch for a value of the first input.</summary>
    int Choose(Tensor selector, int branchCount);
}
