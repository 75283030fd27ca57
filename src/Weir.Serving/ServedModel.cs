namespace Weir;

/// <summary>A model to serve: the name that clients use, and the folder that holds a numbered folder for each version.</summary>
/// <param name="Name">The name in requests.</param>
/// <param name="BasePath">The folder above the versions: <c>/models/m</c> for <c>/models/m/1/saved_model.pb</c>.</param>
public sealed record ServedModel(string Name, string BasePath)
{
    /// <summary>Which versions are served. Default: the latest.</summary>
    public VersionPolicy VersionPolicy { get; init; } = VersionPolicy.Default;

    /// <summary>Names for versions, <c>stable</c> or <c>canary</c>, that clients may ask for instead of numbers. Default: none.</summary>
    public IReadOnlyDictionary<string, long> VersionLabels { get; init; } = new Dictionary<string, long>();
}
