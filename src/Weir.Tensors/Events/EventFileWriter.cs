using System.Globalization;
using System.Net;
using Google.Protobuf;
using Weir.Protos;

namespace Weir;

/// <summary>Writes an event file for TensorBoard, as <c>tf.compat.v1.summary.FileWriter</c> does. Thread-safe.</summary>
/// <remarks>The file is <c>events.out.tfevents.SECONDS.HOST</c> and begins with the version record <c>brain.Event:2</c>.
/// Source: <c>events_writer.cc</c>, TensorFlow 2.15.</remarks>
public sealed class EventFileWriter : IDisposable
{
    private const string FileVersion = "brain.Event:2";
    private const string WriterName = "tensorflow.core.util.events_writer";
    private const string ScalarsPlugin = "scalars";

    private readonly Lock gate = new();
    private readonly TfRecordWriter records;
    private readonly TimeProvider time;

    /// <summary>Makes the folder, and in it a file.</summary>
    /// <param name="logDirectory">The folder.</param>
    /// <param name="filenameSuffix">What the file's name ends with; default nothing.</param>
    /// <param name="timeProvider">The clock; default the system's.</param>
    /// <param name="hostName">The machine's name in the file's name; default its own.</param>
    public EventFileWriter(string logDirectory, string filenameSuffix = "", TimeProvider? timeProvider = null, string? hostName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDirectory);
        time = timeProvider ?? TimeProvider.System;
        long seconds = time.GetUtcNow().ToUnixTimeSeconds();
        string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.{hostName ?? Dns.GetHostName()}{filenameSuffix}");
        Directory.CreateDirectory(logDirectory);
        Path = System.IO.Path.Join(logDirectory, name);
        records = TfRecordWriter.Create(Path);
        Write(new Event { WallTime = seconds, FileVersion = FileVersion, SourceMetadata = new SourceMetadata { Writer = WriterName } });
        Flush();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Writes an event.</summary>
    /// <param name="record">Not changed; one without a wall time gets the clock's.</param>
    public void Write(Event record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.WallTime == 0) record = new Event(record) { WallTime = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds };
        byte[] bytes = record.ToByteArray();
        lock (gate) records.Write(bytes);
    }

    /// <summary>Writes a number as TensorFlow 1.x does: a <c>simple_value</c>.</summary>
    /// <param name="tag">What is measured.</param>
    /// <param name="value">The number.</param>
    /// <param name="step">The global step.</param>
    public void WriteSimpleValue(string tag, float value, long step) =>
        Write(new Event { Step = step, Summary = new Summary { Value = { new Summary.Types.Value { Tag = tag, SimpleValue = value } } } });

    /// <summary>Writes a number as TensorFlow 2.x does: a scalar tensor for the plugin "scalars".</summary>
    /// <param name="tag">What is measured.</param>
    /// <param name="value">The number.</param>
    /// <param name="step">The global step.</param>
    public void WriteScalar(string tag, float value, long step)
    {
        using Tensor scalar = Tensor.Scalar(value);
        SummaryMetadata metadata = new() { PluginData = new SummaryMetadata.Types.PluginData { PluginName = ScalarsPlugin } };
        Summary.Types.Value entry = new() { Tag = tag, Tensor = TensorProtoCodec.Encode(scalar, TensorProtoEncoding.TensorContent), Metadata = metadata };
        Write(new Event { Step = step, Summary = new Summary { Value = { entry } } });
    }

    /// <summary>Writes a graph, which TensorBoard draws.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="step">The global step.</param>
    public void WriteGraph(GraphDef graph, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Write(new Event { Step = step, GraphDef = graph.ToByteString() });
    }

    /// <summary>Writes what a run took, which TensorBoard shows at the nodes of the graph: times, memory, shapes.</summary>
    /// <param name="tag">The name of the run in TensorBoard; one file has each once.</param>
    /// <param name="metadata">What <c>RunTrace.ToRunMetadata</c> gives.</param>
    /// <param name="step">The global step.</param>
    public void WriteRunMetadata(string tag, RunMetadata metadata, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ArgumentNullException.ThrowIfNull(metadata);
        Write(new Event { Step = step, TaggedRunMetadata = new TaggedRunMetadata { Tag = tag, RunMetadata = metadata.ToByteString() } });
    }

    /// <summary>Hands everything written so far to the file.</summary>
    public void Flush()
    {
        lock (gate) records.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (gate) records.Dispose();
    }
}
