namespace Weir.Conformance;

/// <summary>How the recorded calls of one model came out.</summary>
/// <param name="Folder"><c>estimators</c>, <c>saved_models</c> or <c>tf2_models</c>.</param>
/// <param name="Model">The model's folder in it.</param>
/// <param name="Calls">How many calls are recorded.</param>
/// <param name="Green">Calls that gave what TensorFlow gave.</param>
/// <param name="Missing">What the other calls need that is not built: ops without a kernel.</param>
/// <param name="Wrong">Calls that differ, each with what differs.</param>
internal sealed record ModelResult(string Folder, string Model, int Calls, int Green, IReadOnlySet<string> Missing, IReadOnlyList<string> Wrong)
{
    public int NotYet => Calls - Green - Wrong.Count;
}
