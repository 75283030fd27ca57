namespace Weir;

/// <summary>How gradients are built.</summary>
public sealed record GradientOptions
{
    /// <summary>The scope of the new operations. Default <c>gradients</c>.</summary>
    public string Name { get; init; } = "gradients";

    /// <summary>Edges that count as constants: nothing flows back past the operations that give them.</summary>
    public IReadOnlyList<Output> StopGradients { get; init; } = [];

    /// <summary>What stands for the derivative with respect to an x on which no y depends. Default: nothing.</summary>
    public UnconnectedGradients Unconnected { get; init; }

    /// <summary>How gradients that arrive at one place are added.</summary>
    public AggregationMethod Aggregation { get; init; }

    /// <summary>Whether the gradient of an operation asks for the operation's device. Default: it does not.</summary>
    public bool ColocateWithOperations { get; init; }
}

/// <summary>What the derivative is with respect to something on which nothing depends.</summary>
public enum UnconnectedGradients
{
    /// <summary>There is none: null.</summary>
    None,

    /// <summary>Zeros of its shape.</summary>
    Zero,
}

/// <summary>How gradients that arrive at one place are added.</summary>
public enum AggregationMethod
{
    /// <summary>All at once, when all are there.</summary>
    AddN,

    /// <summary>In pairs, and the sums in pairs: fewer are in memory at once.</summary>
    Tree,
}
