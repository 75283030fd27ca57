using Google.Protobuf.WellKnownTypes;
using Weir.Protos;
using Weir.Protos.Serving;
using Weir.Servables;

namespace Weir.Predictions;

/// <summary>What a server tells about its models: their signatures, and the states of their versions.</summary>
/// <remarks>Source: get_model_metadata_impl.cc, get_model_status_impl.cc (TensorFlow Serving).</remarks>
internal static class ModelInfo
{
    /// <summary>The one field of metadata that there is.</summary>
    public const string SignatureDefField = "signature_def";

    /// <exception cref="TfException">INVALID_ARGUMENT: no field, or one that is not known.</exception>
    public static void CheckFields(GetModelMetadataRequest request)
    {
        if (request.MetadataField.Count == 0)
        {
            throw new TfException(StatusCode.InvalidArgument, "GetModelMetadataRequest must specify at least one metadata_field");
        }

        foreach (string field in request.MetadataField)
        {
            if (field != SignatureDefField) throw new TfException(StatusCode.InvalidArgument, $"Metadata field {field} is not supported");
        }
    }

    public static SignatureDefMap Signatures(SavedModelServable servable)
    {
        SignatureDefMap map = new();
        foreach ((string name, SignatureDef definition) in servable.Definitions) map.SignatureDef.Add(name, definition);
        return map;
    }

    public static GetModelMetadataResponse Metadata(ServableHandle<SavedModelServable> handle) => new()
    {
        ModelSpec = ModelSpecs.Answer(handle.Id, ""),
        Metadata = { [SignatureDefField] = Any.Pack(Signatures(handle.Value)) },
    };

    /// <summary>The state of the version that a request names by its number, else of all.</summary>
    /// <exception cref="TfException">NOT_FOUND: there never was such a version.</exception>
    public static GetModelStatusResponse Status(ServableStateMonitor monitor, ModelSpec? spec)
    {
        if (spec is null) throw ModelSpecs.Missing();
        IReadOnlyList<ServableState> states;
        if (spec.VersionChoiceCase == ModelSpec.VersionChoiceOneofCase.Version)
        {
            long version = spec.Version ?? 0;
            ServableState? state = monitor.Get(new ServableId(spec.Name, version));
            states = state is null ? throw new TfException(StatusCode.NotFound, $"Could not find version {version} of model {spec.Name}") : [state];
        }
        else
        {
            states = monitor.Versions(spec.Name);
            if (states.Count == 0) throw new TfException(StatusCode.NotFound, $"Could not find any versions of model {spec.Name}");
        }

        GetModelStatusResponse response = new();
        foreach (ServableState state in states)
        {
            response.ModelVersionStatus.Add(new ModelVersionStatus
            {
                Version = state.Id.Version,
                State = (ModelVersionStatus.Types.State)state.State,
                Status = ToProto(state.Error),
            });
        }

        return response;
    }

    public static Protos.Serving.StatusProto ToProto(TfException? error) => new()
    {
        ErrorCode = (Code)(error?.Code ?? StatusCode.Ok),
        ErrorMessage = error?.Message ?? "",
    };
}
