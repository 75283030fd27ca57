using Weir.Configurations;
using Weir.Monitoring;
using Weir.Protos.Serving;

namespace Weir.Cli.Serve;

/// <summary>What the flags mean together.</summary>
/// <param name="Flags">The flags.</param>
/// <param name="Models">The models at the start.</param>
/// <param name="GrpcPort">0: none.</param>
/// <param name="RestPort">0: none.</param>
/// <param name="GrpcSocket">The path of a UNIX socket; empty: none.</param>
/// <param name="MetricsPath">Null: no page of metrics.</param>
internal sealed record ServeSettings(
    FlagValues Flags, IReadOnlyList<ServedModel> Models, int GrpcPort, int RestPort, string GrpcSocket, string? MetricsPath)
{
    private const int SampleRestPort = 8501;

    /// <summary>Whether the sample is served because no model was named.</summary>
    public bool IsSample { get; private init; }

    /// <summary>How variables are restored.</summary>
    public RestoreMode RestoreMode { get; private init; }

    /// <exception cref="TfException">INVALID_ARGUMENT: the flags contradict each other, or a file does not say what it should.</exception>
    public static ServeSettings Read(FlagValues flags, bool offersSample, CliContext context)
    {
        string configFile = flags.Text("model_config_file");
        string basePath = flags.Text("model_base_path");
        bool isSample = offersSample && configFile.Length == 0 && basePath.Length == 0;
        if (!isSample && configFile.Length == 0 && basePath.Length == 0)
        {
            throw new TfException(StatusCode.InvalidArgument, "Both server_options.model_base_path and server_options.model_config_file are empty!");
        }

        int grpcPort = Port(flags, "port");
        int restPort = isSample && !flags.IsGiven("rest_api_port") ? SampleRestPort : Port(flags, "rest_api_port");
        if (restPort == grpcPort && restPort != 0)
        {
            context.Warn("--rest_api_port is the same as --port: REST is off");
            restPort = 0;
        }

        string socket = flags.Text("grpc_socket_path");
        if (grpcPort == 0 && restPort == 0 && socket.Length == 0)
        {
            throw new TfException(StatusCode.InvalidArgument, "--port, --rest_api_port and --grpc_socket_path are all off: nobody could reach the server");
        }

        IReadOnlyList<ServedModel> models = isSample ? [Sample()]
            : configFile.Length > 0 ? ReadModels(configFile, context)
            : [new ServedModel(flags.Text("model_name"), context.Resolve(basePath))];
        return new ServeSettings(flags, models, grpcPort, restPort, socket, ReadMetricsPath(flags, restPort, context)) { IsSample = isSample, RestoreMode = RestoreModes.Of(flags) };
    }

    /// <summary>The models of a model config file.</summary>
    public static IReadOnlyList<ServedModel> ReadModels(string file, CliContext context) => ModelConfigReader.Read(ReadText<ModelServerConfig>(file, context));

    /// <summary>Reads a message from a text file.</summary>
    public static T ReadText<T>(string file, CliContext context)
        where T : Google.Protobuf.IMessage<T>, new()
    {
        try
        {
            return TextFormat.Parse<T>(File.ReadAllBytes(context.Resolve(file)));
        }
        catch (TfException e)
        {
            throw new TfException(e.Code, $"{file}: {e.Message}", e);
        }
    }

    /// <summary>Sets what the flags say of the server itself.</summary>
    public void Apply(ModelServerOptions options)
    {
        foreach (ServedModel model in Models) options.Models.Add(model);
        string tags = Flags.Text("saved_model_tags");
        if (tags.Length > 0) options.Tags = tags.Split(',');
        options.RestoreMode = RestoreMode;
        options.IntraOpThreads = Threads("tensorflow_intra_op_parallelism");
        options.InterOpThreads = Threads("tensorflow_inter_op_parallelism");
        options.PollInterval = TimeSpan.FromSeconds(Flags.Int32("file_system_poll_wait_seconds"));
        options.MaxLoadRetries = Flags.Int32("max_num_load_retries");
        options.LoadRetryInterval = TimeSpan.FromMicroseconds(Flags.Int64("load_retry_interval_micros"));
        if (Flags.Int32("num_load_threads") > 0) options.LoadThreads = Flags.Int32("num_load_threads");
        options.CheckMethodNames = Flags.Bool("enable_signature_method_name_check");
        options.OutputEncoding = Flags.Bool("enable_serialization_as_tensor_content") ? TensorProtoEncoding.TensorContent : TensorProtoEncoding.TypedFields;
        options.AllowLabelsForUnavailableVersions = Flags.Bool("allow_version_labels_for_unavailable_models");
        options.EnableWarmup = Flags.Bool("enable_model_warmup");
        options.WarmupIterations = Math.Max(1, Flags.Int32("num_request_iterations_for_warmup"));
        options.RestTimeout = TimeSpan.FromMilliseconds(Flags.Int32("rest_api_timeout_in_ms"));
        options.EnableCors = Flags.Bool("rest_api_enable_cors_support");
        options.MetricsPath = MetricsPath;
    }

    /// <summary>What a flag says, or the one for both pools where it says nothing; 0: as many as there are processors.</summary>
    private int Threads(string name) => (int)Math.Clamp(Flags.Int64(name) is > 0 and long threads ? threads : Flags.Int64("tensorflow_session_parallelism"), 0, int.MaxValue);

    private static int Port(FlagValues flags, string name) => flags.Int32(name) is >= 0 and <= 65535 and int port
        ? port
        : throw new TfException(StatusCode.InvalidArgument, $"--{name}={flags.Text(name)} is no port: from 1 to 65535, or 0 for none");

    private static ServedModel Sample()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "samples", "models", "half_plus_two");
        return Directory.Exists(path)
            ? new ServedModel("half_plus_two", path)
            : throw new TfException(StatusCode.NotFound, $"The sample model is not beside the program ({path}): name a model with --model_base_path");
    }

    private static string? ReadMetricsPath(FlagValues flags, int restPort, CliContext context)
    {
        string file = flags.Text("monitoring_config_file");
        if (file.Length == 0 || ReadText<MonitoringConfig>(file, context).PrometheusConfig is not { Enable: true } prometheus) return null;
        if (restPort == 0) context.Warn("the monitoring configuration wants a page of metrics, which needs --rest_api_port");
        return prometheus.Path.Length > 0 ? prometheus.Path : ServingMetrics.DefaultPath;
    }
}
