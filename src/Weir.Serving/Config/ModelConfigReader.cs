using Weir.Protos.Serving;
using Policy = Weir.Protos.Serving.FileSystemStoragePathSourceConfig.Types.ServableVersionPolicy;

namespace Weir.Configurations;

/// <summary>Reads a ModelServerConfig, the file behind <c>--model_config_file</c> and the message of a reload.</summary>
/// <remarks>Source: server_core.cc (TensorFlow Serving).</remarks>
internal static class ModelConfigReader
{
    private const string TensorFlowPlatform = "tensorflow";

    /// <exception cref="TfException">INVALID_ARGUMENT, FAILED_PRECONDITION: the configuration contradicts itself. UNIMPLEMENTED: it asks for what is not there.</exception>
    public static IReadOnlyList<ServedModel> Read(ModelServerConfig config)
    {
        if (config.ConfigCase == ModelServerConfig.ConfigOneofCase.CustomModelConfig)
        {
            throw new TfException(StatusCode.InvalidArgument, "Missing custom_model_config_loader in ServerCore Options");
        }

        List<ServedModel> models = [];
        foreach (ModelConfig model in config.ModelConfigList?.Config ?? [])
        {
            if (models.Exists(other => other.Name == model.Name))
            {
                throw new TfException(StatusCode.InvalidArgument, $"Illegal to list model {model.Name} multiple times in config list");
            }

            RequirePath(model);
            RequirePlatform(model);
            models.Add(new ServedModel(model.Name, model.BasePath)
            {
                VersionPolicy = ReadPolicy(model.ModelVersionPolicy),
                VersionLabels = new Dictionary<string, long>(model.VersionLabels, StringComparer.Ordinal),
            });
        }

        return models;
    }

    private static void RequirePath(ModelConfig model)
    {
        if (model.BasePath.Contains("://", StringComparison.Ordinal))
        {
            throw new TfException(StatusCode.Unimplemented, $"Model {model.Name} has the base path {model.BasePath}: only folders of this machine can be served.");
        }

        if (!Path.IsPathRooted(model.BasePath))
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Expected model {model.Name} to have an absolute path or URI; got base_path()={model.BasePath}");
        }
    }

    private static void RequirePlatform(ModelConfig model)
    {
#pragma warning disable CS0612 // model_type is deprecated, and still read.
        bool isTyped = model.ModelType == ModelType.Tensorflow;
#pragma warning restore CS0612
        if (model.ModelPlatform.Length == 0 && !isTyped)
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Illegal setting neither ModelServerConfig::model_type (deprecated) nor ModelServerConfig::model_platform, model name is {model.Name}");
        }

        if (model.ModelPlatform.Length > 0 && model.ModelPlatform != TensorFlowPlatform)
        {
            throw new TfException(StatusCode.FailedPrecondition, $"PlatformConfigMap has no entry for platform {model.ModelPlatform}");
        }
    }

    private static VersionPolicy ReadPolicy(Policy? policy) => policy?.PolicyChoiceCase switch
    {
        Policy.PolicyChoiceOneofCase.All => new VersionPolicy.All(),
        Policy.PolicyChoiceOneofCase.Specific => new VersionPolicy.Specific([.. policy.Specific.Versions]),
        Policy.PolicyChoiceOneofCase.Latest => new VersionPolicy.Latest((int)Math.Min(policy.Latest.NumVersions, int.MaxValue)),
        _ => VersionPolicy.Default,
    };
}
