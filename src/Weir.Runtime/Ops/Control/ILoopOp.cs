using Weir.Graphs;

namespace Weir.Ops;

/// <summary>An op that calls a function over and over, with what it gave the time before, while another one says so.</summary>
internal interface ILoopOp
{
    FunctionReference Condition(AttributeList attributes);

    FunctionReference Body(AttributeList attributes);
}
