using System.Diagnostics;
using Weir.Plans;
using Weir.Protos;
using Weir.Sessions;

namespace Weir;

/// <summary>
/// When each step of a run began and ended, and what it made. Pass one in <see cref="RunOptions.Trace"/>: it is what TensorFlow's
/// <c>trace_level=FULL_TRACE</c> asks for. Not for concurrent runs. Without one a run measures nothing.
/// </summary>
public sealed class RunTrace
{
    private readonly List<Entry> entries = [];
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset beganAt = TimeProvider.System.GetUtcNow();

    /// <summary>How many steps are kept; those of later rounds of a loop are only counted. Default 1,000,000.</summary>
    public int MaxEntries { get; init; } = 1_000_000;

    /// <summary>Whether <see cref="PartitionGraphs"/> are made: <c>output_partition_graphs</c> of TensorFlow's RunOptions. Default false.</summary>
    public bool OutputPartitionGraphs { get; init; }

    /// <summary>
    /// The graphs that the last run was of, one for each device, which is one, the CPU; none if <see cref="OutputPartitionGraphs"/> does not ask for them. Such a graph has what the
    /// run needs, with the bodies of functions in place of calls and one of several equal nodes; feeds are <c>_Arg</c> nodes, fetches <c>_Retval</c> nodes. What one kernel computes
    /// together are several nodes in it.
    /// </summary>
    public IReadOnlyList<GraphDef> PartitionGraphs { get; internal set; } = [];

    /// <summary>The steps in the order in which they ended: those of the prologue first, where this run had to make it; a loop after those of its rounds.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>How many steps were run beyond <see cref="MaxEntries"/>.</summary>
    public long Dropped { get; private set; }

    /// <summary>The trace as TensorFlow's run metadata, with one device, and with <see cref="PartitionGraphs"/>: <see cref="EventFileWriter.WriteRunMetadata"/> hands it to TensorBoard.</summary>
    public RunMetadata ToRunMetadata() => new() { StepStats = StepStatsOf.Trace(this, beganAt), PartitionGraphs = { PartitionGraphs } };

    /// <summary>
    /// The trace as a profile of TensorFlow's profiler, with a line for each thread: <see cref="ProfileWriter.Write"/> puts it where TensorBoard's profile plugin
    /// finds it.
    /// </summary>
    public XSpace ToProfile() => ProfileOf.Trace(this, beganAt);

    /// <summary>Writes the trace as JSON that <c>chrome://tracing</c> and Perfetto show, as TensorFlow's <c>timeline</c> does.</summary>
    /// <param name="stream">Stays open.</param>
    public void WriteChromeTrace(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ChromeTrace.Write(this, stream);
    }

    internal void Add(Step step, RunFrame frame, long start, long end)
    {
        Entry? entry = entries.Count < MaxEntries ? EntryOf(step, frame, start, end) : null;

        // Strands of a run add theirs as they end.
        lock (entries)
        {
            if (entry is not null && entries.Count < MaxEntries) entries.Add(entry);
            else Dropped++;
        }
    }

    private Entry EntryOf(Step step, RunFrame frame, long start, long end)
    {
        TensorInfo[] outputs = new TensorInfo[step.Outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            Tensor made = frame.Value(step.Outputs[i]);
            outputs[i] = made.HasValue ? new TensorInfo(made.DType, made.Shape, RunFrame.BytesOf(made)) : new TensorInfo(step.OutputTypes[i], Shape.Unknown, 0);
        }

        return new Entry(step.NodeName, step.OpName, Stopwatch.GetElapsedTime(began, start), Stopwatch.GetElapsedTime(start, end), Environment.CurrentManagedThreadId, outputs) { IsPrologue = frame.Sources is not null };
    }

    /// <summary>One step.</summary>
    /// <param name="Node">The node's name.</param>
    /// <param name="Op">The op it ran; several with + between them where one kernel computed them together.</param>
    /// <param name="Start">When it began, after the trace was made.</param>
    /// <param name="Duration">How long it took, steps inside it and waiting included.</param>
    /// <param name="Thread">The managed thread that ran it; a kernel may have used others as well.</param>
    /// <param name="Outputs">What it made.</param>
    public sealed record Entry(string Node, string Op, TimeSpan Start, TimeSpan Duration, int Thread, IReadOnlyList<TensorInfo> Outputs)
    {
        /// <summary>Whether it was run for later runs as well: it depends on nothing but constants and variables, and is not run again before one of these changes.</summary>
        public bool IsPrologue { get; init; }
    }

    /// <summary>A tensor that a step made.</summary>
    /// <param name="DType">The element type.</param>
    /// <param name="Shape">The shape; unknown where the step made none.</param>
    /// <param name="Bytes">The bytes of its elements.</param>
    public sealed record TensorInfo(DType DType, Shape Shape, long Bytes);
}
