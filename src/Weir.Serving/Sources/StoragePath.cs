namespace Weir.Sources;

/// <summary>A version's folder.</summary>
/// <param name="Version">The number that its name says.</param>
/// <param name="Path">The folder.</param>
internal readonly record struct StoragePath(long Version, string Path);
