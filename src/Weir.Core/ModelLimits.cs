namespace Weir;

/// <summary>What a model from a stranger may use. The defaults are far above what real models need.</summary>
public sealed record ModelLimits
{
    /// <summary>The defaults.</summary>
    public static ModelLimits Default { get; } = new();

    /// <summary>The largest saved_model.pb, saved_model.pbtxt or GraphDef that is read, in bytes. Default 2 GiB - 1, protobuf's own limit.</summary>
    public long MaxModelFileBytes { get; init; } = int.MaxValue;

    /// <summary>The largest single tensor, in bytes. Default 64 GiB.</summary>
    public long MaxTensorBytes { get; init; } = 64L << 30;

    /// <summary>The bytes that the tensors of one run may hold at once. Default: no limit but <see cref="MaxTensorBytes"/> for each.</summary>
    public long MaxRunBytes { get; init; } = long.MaxValue;

    /// <summary>The most nodes in a graph, functions counted once. Default 10,000,000.</summary>
    public int MaxNodes { get; init; } = 10_000_000;

    /// <summary>The most nodes in a plan after functions have been inlined. Default 10,000,000.</summary>
    public int MaxPlanNodes { get; init; } = 10_000_000;

    /// <summary>
    /// How deep function calls may nest. Default 256. Functions are taken in when a run is planned; of one that calls itself the first call is, and for the others
    /// see <see cref="MaxRecursionDepth"/>.
    /// </summary>
    public int MaxFunctionDepth { get; init; } = 256;

    /// <summary>How deep a function may call itself in a run, directly or through others. Default 1,000, or less where the thread that runs it has a small stack.</summary>
    public int MaxRecursionDepth { get; init; } = 1000;

    /// <summary>The most rounds of one run of a loop. Default 1,000,000,000; a shorter end comes from a run's timeout.</summary>
    public long MaxLoopIterations { get; init; } = 1_000_000_000;

    /// <summary>The most files and folders that one run opens, makes or lists. Default 1,000,000. A Saver's own runs, whose files are the caller's, have no such limit.</summary>
    public int MaxRunFiles { get; init; } = 1_000_000;

    /// <summary>The most bytes that one run reads from files and writes to them. Default 4 TiB; as for <see cref="MaxRunFiles"/>.</summary>
    public long MaxRunFileBytes { get; init; } = 4L << 40;

    /// <summary>The most elements of a list, stack, array or queue of tensors that a run grows. Default 16,777,216.</summary>
    public int MaxListElements { get; init; } = 1 << 24;
}
