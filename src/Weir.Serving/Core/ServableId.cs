namespace Weir.Servables;

/// <summary>One version of a named servable.</summary>
/// <param name="Name">The name that clients ask for.</param>
/// <param name="Version">The number of the version.</param>
internal readonly record struct ServableId(string Name, long Version)
{
    /// <summary>As TensorFlow Serving's messages print it.</summary>
    public override string ToString() => $"{{name: {Name} version: {Version}}}";
}
