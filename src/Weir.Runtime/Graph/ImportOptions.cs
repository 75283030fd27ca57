namespace Weir;

/// <summary>How a GraphDef is added to a graph.</summary>
public sealed record ImportOptions
{
    /// <summary>Put before every name, with a slash; empty by default.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>
    /// Edges of this graph that take the place of edges of the GraphDef, by their names there: <c>x</c>, <c>x:1</c>, or <c>^x</c> for a control edge, which comes from
    /// the operation of the output given. Empty by default. A name that no node reads is an <see cref="ArgumentException"/>.
    /// </summary>
    public IReadOnlyDictionary<string, Output> InputMap { get; init; } = new Dictionary<string, Output>();

    /// <summary>What a graph may hold.</summary>
    public ModelLimits Limits { get; init; } = ModelLimits.Default;

    /// <summary>What to do with an attribute that the op does not have. Default: ignore it with a warning, as TensorFlow 2 does.</summary>
    public UnknownAttributes UnknownAttributes { get; init; }

    /// <summary>
    /// Whether the message is given away: the payload of each constant leaves it when it has become a tensor, so that a large graph is not in memory
    /// twice. Default false: the message stays as it is.
    /// </summary>
    public bool TakesMessage { get; init; }

    /// <summary>Called with each warning; null: nobody hears them.</summary>
    public Action<string>? Warning { get; init; }
}

/// <summary>What to do with an attribute that the op's definition lacks. Names that begin with an underscore are always accepted.</summary>
public enum UnknownAttributes
{
    /// <summary>Ignored, with one warning that names node, op and attribute: as TensorFlow 2 does.</summary>
    Ignore,

    /// <summary>Refused with INVALID_ARGUMENT: as TensorFlow 1 did.</summary>
    Refuse,
}
