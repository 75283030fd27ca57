using Weir.Protos.Serving;
using Weir.Servables;

namespace Weir.Predictions;

/// <summary>Reads a ModelSpec: name, version or label, and makes the one of an answer.</summary>
internal sealed class ModelSpecs
{
    private IReadOnlyDictionary<(string Model, string Label), long> labels = new Dictionary<(string, string), long>();

    /// <summary>What the labels mean from now on.</summary>
    public IReadOnlyDictionary<(string Model, string Label), long> Labels
    {
        get => Volatile.Read(ref labels);
        set => Volatile.Write(ref labels, value);
    }

    /// <summary>What a request asks for.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: no spec, no name, or a label that means nothing.</exception>
    public ServableRequest Request(ModelSpec? spec)
    {
        if (spec is null) throw Missing();
        if (spec.Name.Length == 0) throw new TfException(StatusCode.InvalidArgument, "ModelSpec has no name specified.");
        return spec.VersionChoiceCase switch
        {
            ModelSpec.VersionChoiceOneofCase.Version => new ServableRequest(spec.Name, spec.Version),
            ModelSpec.VersionChoiceOneofCase.VersionLabel => new ServableRequest(spec.Name, VersionOf(spec.Name, spec.VersionLabel)),
            _ => new ServableRequest(spec.Name, null),
        };
    }

    /// <summary>The spec that tells a client what answered.</summary>
    public static ModelSpec Answer(ServableId id, string signature) =>
        new() { Name = id.Name, Version = id.Version, SignatureName = signature };

    public static TfException Missing() => new(StatusCode.InvalidArgument, "Missing ModelSpec");

    private long VersionOf(string model, string label) => Labels.TryGetValue((model, label), out long version)
        ? version
        : throw new TfException(StatusCode.InvalidArgument, $"Unrecognized servable version label: {label}");
}
