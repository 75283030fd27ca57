using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Configurations;
using Weir.Monitoring;
using Weir.Predictions;
using Weir.Protos.Serving;
using Weir.Servables;
using Weir.Sources;
using Weir.WarmUps;

namespace Weir;

/// <summary>A model server without a transport: it watches folders, loads and unloads versions, and answers TensorFlow Serving's requests.</summary>
/// <remarks>
/// Safe for concurrent use. A request that has begun keeps its version loaded until it ends. Errors are <see cref="TfException"/> with
/// TensorFlow Serving's codes and messages; cancelling is <see cref="OperationCanceledException"/>.
/// </remarks>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly ServableStateMonitor monitor = new();
    private readonly ModelSpecs specs = new();
    private readonly ServableManager<SavedModelServable> manager;
    private readonly FileSystemStoragePathSource source;
    private readonly ExamplePredictor examples;
    private readonly SemaphoreSlim configuring = new(1);
    private readonly ILogger log;
    private string[] configured = [];

    /// <summary>Makes a server; it loads nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="options">Models and settings; not to be changed any more.</param>
    /// <param name="log">Where loads, unloads and warnings are told; null: nowhere.</param>
    /// <param name="time">The clock of polling and retries; null: the system's.</param>
    public ModelServer(ModelServerOptions options, ILogger<ModelServer>? log = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        this.log = log ?? NullLogger<ModelServer>.Instance;
        time ??= TimeProvider.System;
        manager = new(monitor, new LoadRetry(options.MaxLoadRetries, options.LoadRetryInterval), Math.Max(1, options.LoadThreads), time, this.log);
        Predictor = new Predictor(options.CheckMethodNames, options.OutputEncoding, Metrics);
        examples = new ExamplePredictor(options.CheckMethodNames, Metrics);
        source = new(LocalFileSystem.Unrestricted, options.PollInterval, time, Aspire, this.log);
    }

    internal ModelServerOptions Options { get; }

    internal ServingMetrics Metrics { get; } = new();

    internal Predictor Predictor { get; }

    /// <summary>Loads the models of the options, and ends when each has an available version.</summary>
    /// <param name="cancellationToken">Ends the waiting; loading goes on.</param>
    /// <exception cref="TfException">UNKNOWN: a model's versions can not be loaded. FAILED_PRECONDITION: a label names a version that is not there.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        ConfigureAsync([.. Options.Models], labelsFirst: false, cancellationToken);

    /// <summary>Serves other models from now on. Versions that are in both configurations stay as they are.</summary>
    /// <param name="config">A list of models, as in <c>--model_config_file</c>.</param>
    /// <param name="cancellationToken">Ends the waiting; loading goes on.</param>
    /// <returns>Ends when each new model has an available version.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT, FAILED_PRECONDITION: the configuration is refused, and the old one goes on.
    /// UNKNOWN: a new model's versions can not be loaded.</exception>
    public Task ReloadConfigAsync(ModelServerConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        return ConfigureAsync(ModelConfigReader.Read(config), labelsFirst: true, cancellationToken);
    }

    /// <summary>Runs a signature on tensors.</summary>
    /// <param name="request">Model, signature, inputs, and which outputs are wanted.</param>
    /// <param name="options">Timeout; null: none.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public async Task<PredictResponse> PredictAsync(PredictRequest request, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using ServableHandle<SavedModelServable> handle = GetHandle(request.ModelSpec);
        return await Predictor.PredictAsync(handle, request, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Classifies tf.Examples.</summary>
    /// <param name="request">Model, signature and examples.</param>
    /// <param name="options">Timeout; null: none.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public async Task<ClassificationResponse> ClassifyAsync(
        ClassificationRequest request, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using ServableHandle<SavedModelServable> handle = GetHandle(request.ModelSpec);
        return await examples.ClassifyAsync(handle, request, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds a number for each of tf.Examples.</summary>
    /// <param name="request">Model, signature and examples.</param>
    /// <param name="options">Timeout; null: none.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public async Task<RegressionResponse> RegressAsync(RegressionRequest request, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using ServableHandle<SavedModelServable> handle = GetHandle(request.ModelSpec);
        return await examples.RegressAsync(handle, request, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers several questions about the same tf.Examples in one run.</summary>
    /// <param name="request">Examples, and a model and signature for each question.</param>
    /// <param name="options">Timeout; null: none.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public async Task<MultiInferenceResponse> MultiInferenceAsync(
        MultiInferenceRequest request, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using ServableHandle<SavedModelServable> handle = GetHandle(request.Tasks.Count == 0 ? null : request.Tasks[0].ModelSpec);
        return await examples.MultiInferenceAsync(handle, request, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A model's signatures.</summary>
    /// <param name="request">Model, and <c>signature_def</c> as the one field of metadata that there is.</param>
    public GetModelMetadataResponse GetModelMetadata(GetModelMetadataRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ModelSpec is null) throw ModelSpecs.Missing();
        ModelInfo.CheckFields(request);
        using ServableHandle<SavedModelServable> handle = GetHandle(request.ModelSpec);
        return ModelInfo.Metadata(handle);
    }

    /// <summary>The states of a model's versions.</summary>
    /// <param name="request">The model; a version number narrows the answer to that version.</param>
    public GetModelStatusResponse GetModelStatus(GetModelStatusRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ModelInfo.Status(monitor, request.ModelSpec);
    }

    /// <summary>Looks for no more versions, and unloads all when the requests that have begun have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        source.Dispose();
        await manager.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The version that a spec names, for one request.</summary>
    internal ServableHandle<SavedModelServable> GetHandle(ModelSpec? spec) => manager.GetHandle(specs.Request(spec));

    /// <summary>Whether a model of this name is available.</summary>
    internal bool Serves(string model) => manager.Serves(model);

    private async Task ConfigureAsync(IReadOnlyList<ServedModel> models, bool labelsFirst, CancellationToken cancellation)
    {
        await configuring.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // At the start nothing is available yet, so labels are looked at when the models are there.
            if (labelsFirst) specs.Labels = VersionLabels.Of(models, monitor, specs.Labels, Options.AllowLabelsForUnavailableVersions);
            string[] added = [.. models.Select(model => model.Name).Where(name => !configured.Contains(name))];
            configured = [.. models.Select(model => model.Name)];
            foreach (string name in added) monitor.Forget(name);
            source.SetModels(models);
            ServingLog.Configured(log, string.Join(", ", configured));
            await monitor.WaitUntilAvailableAsync(added, cancellation).ConfigureAwait(false);
            if (!labelsFirst) specs.Labels = VersionLabels.Of(models, monitor, specs.Labels, Options.AllowLabelsForUnavailableVersions);
        }
        finally
        {
            configuring.Release();
        }
    }

    private void Aspire(string model, IReadOnlyList<StoragePath> paths)
    {
        ModelWarmup? warmup = Options.EnableWarmup ? new ModelWarmup(Predictor, examples, Math.Max(1, Options.WarmupIterations), Metrics, log) : null;
        manager.SetAspiredVersions(model, [.. paths.Select(path => new AspiredVersion<SavedModelServable>(
            path.Version, new SavedModelLoader(new ServableId(model, path.Version), path.Path, Options, warmup)))]);
    }
}
