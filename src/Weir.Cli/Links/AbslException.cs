namespace Weir.Cli.Links;

/// <summary>What absl calls a fatal error of parsing flags.</summary>
internal sealed class AbslException(string message) : Exception(message);
