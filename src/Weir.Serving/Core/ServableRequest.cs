namespace Weir.Servables;

/// <summary>What a client asks for: a version, or whichever is the latest.</summary>
/// <param name="Name">The servable.</param>
/// <param name="Version">The version; null: the latest that is available.</param>
internal readonly record struct ServableRequest(string Name, long? Version)
{
    /// <summary>As TensorFlow Serving's messages print it.</summary>
    public override string ToString() => Version is { } version ? $"Specific({Name}, {version})" : $"Latest({Name})";
}
