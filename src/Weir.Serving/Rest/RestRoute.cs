using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Protos.Serving;

namespace Weir.Rest;

/// <summary>What a REST request is about, read from its method and target.</summary>
/// <param name="Verb"><c>predict</c>, <c>classify</c>, <c>regress</c>, <c>status</c> or <c>metadata</c>.</param>
/// <param name="Spec">Model, and version or label.</param>
internal sealed partial record RestRoute(string Verb, ModelSpec Spec)
{
    public const string Status = "status";
    public const string Metadata = "metadata";

    /// <summary>Reads method and target. The target is the raw one: a query makes it malformed, as in TensorFlow Serving.</summary>
    /// <returns>Null: no such route.</returns>
    /// <exception cref="FormatException">The version is no 64-bit number: TensorFlow Serving answers 400 without a body.</exception>
    public static RestRoute? Read(string method, string target)
    {
        bool isPost = method == "POST";
        if (!isPost && method != "GET") return null;
        Match match = (isPost ? CallPattern() : ReadPattern()).Match(target);
        if (!match.Success) return null;
        ModelSpec spec = new() { Name = Uri.UnescapeDataString(match.Groups["model"].Value) };
        if (match.Groups["version"].Value is { Length: > 0 } version)
        {
            spec.Version = long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? number
                : throw new FormatException($"Failed to convert version: {version} to numeric.");
        }

        if (match.Groups["label"].Value is { Length: > 0 } label) spec.VersionLabel = Uri.UnescapeDataString(label);
        string verb = match.Groups["verb"].Value;
        if (!isPost) return new RestRoute(verb == Metadata ? Metadata : Status, spec);
        return verb is "predict" or "classify" or "regress" ? new RestRoute(verb, spec) : null;
    }

    [GeneratedRegex(@"\A/v1/models/(?<model>[^/:]+)(?:/versions/(?<version>[0-9]+)|/labels/(?<label>[^/:]+))?:(?<verb>classify|regress|predict)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CallPattern();

    [GeneratedRegex(@"\A/v1/models(?:/(?<model>[^/:]+))?(?:/versions/(?<version>[0-9]+)|/labels/(?<label>[^/:]+))?(?:/(?<verb>metadata))?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReadPattern();
}
