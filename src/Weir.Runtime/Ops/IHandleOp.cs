using Weir.Graphs;

namespace Weir.Ops;

/// <summary>An op whose output is the handle of a named resource: the same in every run of a session.</summary>
internal interface IHandleOp
{
    /// <summary>What tells one resource from another: container and name.</summary>
    (string Container, string Name) ResourceName(AttributeList attributes, string nodeName);
}
