namespace Weir;

/// <summary>How a session runs graphs.</summary>
public sealed record SessionOptions
{
    /// <summary>The files that ops may read. Default: none but what a loader gives; a session of its own sees no files.</summary>
    public IModelFileSystem Files { get; init; } = NoFiles.Instance;

    /// <summary>What a run may use.</summary>
    public ModelLimits Limits { get; init; } = ModelLimits.Default;

    /// <summary>How variables are restored from checkpoints: read, or as views of the files. Default: read. See <see cref="Weir.RestoreMode"/>.</summary>
    public RestoreMode RestoreMode { get; init; }

    /// <summary>Whether an operation that asks for a device which is not there runs on the CPU instead of failing. Default false, as in TensorFlow.</summary>
    public bool AllowSoftPlacement { get; init; }

    /// <summary>
    /// Called with each text that the model prints (the ops Print and PrintV2), line ends included, on the thread of the run; it must be
    /// safe for concurrent runs. Default null: nobody hears them.
    /// </summary>
    public Action<string>? Print { get; init; }

    /// <summary>
    /// The most threads that a run computes with, its own included: TensorFlow's <c>intra_op_parallelism_threads</c>. They come from one
    /// pool of the process, which runs at the same time share. Default 0: as many as there are processors.
    /// </summary>
    public int IntraOpThreads { get; init; }

    /// <summary>
    /// How many branches of a run that do not need each other may go on at the same time, each on one of its threads: TensorFlow's
    /// <c>inter_op_parallelism_threads</c>. Default 0: as many as it has threads (<see cref="IntraOpThreads"/>, which is the most), wherever earlier runs have taken less time so.
    /// 1: steps follow each other. Results are the same, bit for bit.
    /// </summary>
    public int InterOpThreads { get; init; }

    /// <summary>How many plans (combinations of feeds, fetches and targets) are kept. Default 64, at least 1.</summary>
    public int MaxCachedPlans { get; init; } = 64;

    /// <summary>Whether plans compute groups of nodes in one go: what tests compare with plans that do not.</summary>
    internal bool Fuses { get; init; } = true;

    /// <summary>Whether steps that prepare one weight in one way share the result: benchmarks of models that repeat a layer switch it off.</summary>
    internal bool SharesPreparations { get; init; } = true;
}
