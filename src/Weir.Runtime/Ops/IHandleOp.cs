using Weir.Graphs;

namespace Weir.Ops;

/// <summary>An op whose output is the handle of a named resource: the same in every run of a session.</summary>
internal interface IHandleOp
{
    /// <summary>What tells one resource from another: container and name.</summary>
    (string Container, string Name) ResourceName(AttributeList attributes, string nodeName);

    /// <summary>The <c>container</c> and the <c>shared_name</c> of a node.</summary>
    /// <param name="attributes">The node's.</param>
    /// <param name="ownName">The name without a <c>shared_name</c>.</param>
    static (string Container, string Name) SharedName(AttributeList attributes, string ownName) =>
        (attributes.GetString("container"), attributes.GetString("shared_name") is { Length: > 0 } shared ? shared : ownName);
}
