namespace Weir.Cli.Serve;

/// <summary>The flags of tensorflow_model_server, all of them, with its defaults, and one of our own.</summary>
/// <remarks>Source: model_servers/main.cc (TensorFlow Serving 2.20).</remarks>
internal static class ServeFlags
{
    public static IReadOnlyList<ServeFlag> All { get; } =
    [
        new("port", FlagType.Int32, "8500", FlagState.Built, "TCP port for gRPC; 0: none."),
        new("grpc_socket_path", FlagType.String, "", FlagState.Built, "UNIX socket for gRPC, besides the port."),
        new("rest_api_port", FlagType.Int32, "0", FlagState.Built, "TCP port for REST; 0: none."),
        new("rest_api_num_threads", FlagType.Int32, "0", FlagState.Accepted, "Threads for REST; the thread pool grows by itself."),
        new("rest_api_timeout_in_ms", FlagType.Int32, "30000", FlagState.Built, "How long a run for a REST request may take."),
        new("rest_api_enable_cors_support", FlagType.Bool, "false", FlagState.Built, "Let pages of any origin read REST answers."),
        new("enable_batching", FlagType.Bool, "false", FlagState.NotBuilt, "Run requests together."),
        new("batching_parameters_file", FlagType.String, "", FlagState.NotBuilt, "BatchingParameters as text."),
        new("enable_per_model_batching_parameters", FlagType.Bool, "false", FlagState.NotBuilt, "Read batching_params.pbtxt of each model."),
        new("allow_version_labels_for_unavailable_models", FlagType.Bool, "false", FlagState.Built, "Let a reload give new labels to versions that are not available yet."),
        new("model_config_file", FlagType.String, "", FlagState.Built, "ModelServerConfig as text; the model's name and path are ignored then."),
        new("model_config_file_poll_wait_seconds", FlagType.Int32, "0", FlagState.Built, "The time between two looks into the model config file; 0: one look."),
        new("model_name", FlagType.String, "default", FlagState.Built, "The name of the one model."),
        new("model_base_path", FlagType.String, "", FlagState.Built, "The folder above the versions of the one model."),
        new("num_load_threads", FlagType.Int32, "0", FlagState.Built, "Models that load at the same time; 0: as many as there are processors."),
        new("num_unload_threads", FlagType.Int32, "0", FlagState.Accepted, "Versions that unload at the same time; there is no limit."),
        new("max_num_load_retries", FlagType.Int32, "5", FlagState.Built, "Tries after a failed load."),
        new("load_retry_interval_micros", FlagType.Int64, "60000000", FlagState.Built, "The time between two tries; negative: none."),
        new("file_system_poll_wait_seconds", FlagType.Int32, "1", FlagState.Built, "The time between two looks for versions; 0: one look."),
        new("flush_filesystem_caches", FlagType.Bool, "true", FlagState.Accepted, "Caches belong to the system here."),
        new("tensorflow_session_parallelism", FlagType.Int64, "0", FlagState.Built, "Threads of a run, and branches of it that go on at the same time, where the next two flags are 0; 0: as many as there are processors."),
        new("tensorflow_intra_op_parallelism", FlagType.Int64, "0", FlagState.Built, "Threads of a run."),
        new("tensorflow_inter_op_parallelism", FlagType.Int64, "0", FlagState.Built, "Branches of a run that go on at the same time."),
        new("tensorflow_session_config_file", FlagType.String, "", FlagState.NotBuilt, "ConfigProto as text."),
        new("use_alts_credentials", FlagType.Bool, "false", FlagState.NotBuilt, "Google's ALTS."),
        new("ssl_config_file", FlagType.String, "", FlagState.NotBuilt, "SSLConfig as text."),
        new("platform_config_file", FlagType.String, "", FlagState.NotBuilt, "PlatformConfigMap as text."),
        new("per_process_gpu_memory_fraction", FlagType.Float, "0", FlagState.NotBuilt, "There are no GPUs here."),
        new("saved_model_tags", FlagType.String, "", FlagState.Built, "The tags of the MetaGraph to load, separated by commas; empty: serve."),
        new("grpc_channel_arguments", FlagType.String, "", FlagState.NotBuilt, "Settings of gRPC."),
        new("grpc_max_threads", FlagType.Int32, "0", FlagState.Accepted, "Threads for gRPC; the thread pool grows by itself."),
        new("enable_model_warmup", FlagType.Bool, "true", FlagState.Built, "Replay a model's warm-up requests before it is available."),
        new("num_request_iterations_for_warmup", FlagType.Int32, "0", FlagState.Built, "How often each is replayed; 0: once."),
        new("version", FlagType.Bool, "false", FlagState.Built, "Print the version."),
        new("monitoring_config_file", FlagType.String, "", FlagState.Built, "MonitoringConfig as text."),
        new("remove_unused_fields_from_bundle_metagraph", FlagType.Bool, "true", FlagState.Accepted, "A loaded model keeps what requests need."),
        new("prefer_tflite_model", FlagType.Bool, "false", FlagState.NotBuilt, "TensorFlow Lite."),
        new("num_tflite_pools", FlagType.Int32, "0", FlagState.NotBuilt, "TensorFlow Lite."),
        new("num_tflite_interpreters_per_pool", FlagType.Int32, "1", FlagState.NotBuilt, "TensorFlow Lite."),
        new("enable_signature_method_name_check", FlagType.Bool, "false", FlagState.Built, "Refuse signatures of another kind than the request's."),
        new("xla_cpu_compilation_enabled", FlagType.Bool, "false", FlagState.NotBuilt, "XLA."),
        new("xla_gpu_compilation_enabled", FlagType.Bool, "false", FlagState.NotBuilt, "XLA."),
        new("enable_profiler", FlagType.Bool, "true", FlagState.Accepted, "There is no profiler service."),
        new("thread_pool_factory_config_file", FlagType.String, "", FlagState.NotBuilt, "Thread pools of one's own."),
        new("mixed_precision", FlagType.String, "", FlagState.NotBuilt, "bfloat16 in place of float."),
        new("skip_initialize_tpu", FlagType.Bool, "false", FlagState.Accepted, "There are no TPUs here."),
        new("enable_grpc_healthcheck_service", FlagType.Bool, "false", FlagState.NotBuilt, "grpc.health.v1."),
        new("enable_serialization_as_tensor_content", FlagType.Bool, "false", FlagState.Built, "Answer Predict with tensor_content."),
        new(RestoreModes.Flag, FlagType.String, RestoreModes.Default, FlagState.Built, $"How variables are restored, {RestoreModes.Names}: read into memory, or views of the files (Weir's own flag)."),
    ];

    public static ServeFlag? Find(string name) => All.FirstOrDefault(flag => flag.Name == name);
}
