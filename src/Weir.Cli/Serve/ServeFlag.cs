namespace Weir.Cli.Serve;

/// <summary>What a flag's value is.</summary>
internal enum FlagType
{
    Bool,
    Int32,
    Int64,
    Float,
    String,
}

/// <summary>What becomes of a flag.</summary>
internal enum FlagState
{
    /// <summary>It does what it says.</summary>
    Built,

    /// <summary>It is taken, and there is nothing to do.</summary>
    Accepted,

    /// <summary>Any value but the default is refused.</summary>
    NotBuilt,
}

/// <summary>A flag of TensorFlow's model server.</summary>
/// <param name="Name">Without dashes.</param>
/// <param name="Type">What its value is.</param>
/// <param name="Default">The value when it is not given.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Description">For the help text.</param>
internal sealed record ServeFlag(string Name, FlagType Type, string Default, FlagState State, string Description);
