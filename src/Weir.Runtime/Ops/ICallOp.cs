using Weir.Graphs;

namespace Weir.Ops;

/// <summary>An op that calls a function, whose body a plan takes in instead.</summary>
internal interface ICallOp
{
    /// <summary>The function that a node calls.</summary>
    FunctionReference Function(AttributeList attributes, FunctionLibrary library);
}
