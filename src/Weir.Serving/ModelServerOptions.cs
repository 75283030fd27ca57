namespace Weir;

/// <summary>What a <see cref="ModelServer"/> serves, and how. The defaults are those of TensorFlow Serving.</summary>
public sealed class ModelServerOptions
{
    /// <summary>The models. Default: none; they can be given later with <see cref="ModelServer.ReloadConfigAsync"/>.</summary>
    public IList<ServedModel> Models { get; } = [];

    /// <summary>The tags of the MetaGraph that is loaded, as a set. Default: <c>serve</c>.</summary>
    public IReadOnlyCollection<string> Tags { get; set; } = [SavedModelTags.Serving];

    /// <summary>What a model may use.</summary>
    public ModelLimits Limits { get; set; } = ModelLimits.Default;

    /// <summary>The time between two looks for new versions. Default 1 second; zero or less: only when the configuration changes.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a failed load is tried again. Default 5.</summary>
    public int MaxLoadRetries { get; set; } = 5;

    /// <summary>The time between two tries. Default 1 minute; negative: none.</summary>
    public TimeSpan LoadRetryInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How variables are restored: read, or as views of the models' files, which takes milliseconds and shares memory between servers. Default: read.</summary>
    public RestoreMode RestoreMode { get; set; }

    /// <inheritdoc cref="SessionOptions.IntraOpThreads"/>
    public int IntraOpThreads { get; set; }

    /// <inheritdoc cref="SessionOptions.InterOpThreads"/>
    public int InterOpThreads { get; set; }

    /// <summary>How many models may load at the same time; versions of one model load one after the other. Default: the number of processors.</summary>
    public int LoadThreads { get; set; } = Environment.ProcessorCount;

    /// <summary>Whether requests to a signature must be of the kind that its method_name says. Default false.</summary>
    public bool CheckMethodNames { get; set; }

    /// <summary>Where answers to Predict carry their elements. Default: the typed fields.</summary>
    public TensorProtoEncoding OutputEncoding { get; set; }

    /// <summary>Whether a reload may give a label to a version that is not available yet. Default false.</summary>
    public bool AllowLabelsForUnavailableVersions { get; set; }

    /// <summary>Whether the requests in <c>assets.extra/tf_serving_warmup_requests</c> are replayed before a version is available. Default true.</summary>
    public bool EnableWarmup { get; set; } = true;

    /// <summary>How often each warm-up request is replayed. Default 1.</summary>
    public int WarmupIterations { get; set; } = 1;

    /// <summary>How long a run for a REST request may take. Default 30 seconds.</summary>
    public TimeSpan RestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest body of a REST request, in bytes, as it comes over the wire. Default 512 MiB. A gzip body may besides inflate to 100 MiB.</summary>
    public int MaxRestBodyBytes { get; set; } = 512 << 20;

    /// <summary>Whether REST answers let pages of any origin read them (CORS). Default false.</summary>
    public bool EnableCors { get; set; }

    /// <summary>The path under which metrics are given as Prometheus reads them; null: nowhere. Default null.</summary>
    public string? MetricsPath { get; set; }
}
