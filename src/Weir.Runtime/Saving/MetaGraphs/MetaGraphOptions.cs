namespace Weir;

/// <summary>What of a graph goes into a MetaGraph. The defaults are TensorFlow's: all.</summary>
public sealed record MetaGraphOptions
{
    /// <summary>The collections; null for all.</summary>
    public IReadOnlyList<string>? Collections { get; init; }

    /// <summary>
    /// A name scope: only what is in it is exported, under names without it. Inputs from outside are called <c>$unbound_inputs_NAME</c> and must be
    /// given when the MetaGraph is imported (<see cref="ImportOptions.InputMap"/>). Null for the whole graph.
    /// </summary>
    public string? ExportScope { get; init; }

    /// <summary>Whether devices are left out. Default false.</summary>
    public bool ClearDevices { get; init; }

    /// <summary>Whether the operations of other savers are left out. Default false.</summary>
    public bool ClearExtraneousSavers { get; init; }

    /// <summary>Whether attributes of default value are left out. Default false.</summary>
    public bool StripDefaultAttrs { get; init; }
}
