using Google.Protobuf;
using Weir.Checkpoints;
using Weir.Protos;
using Weir.Saving;

namespace Weir;

/// <summary>Writing the graph beside its checkpoints, and reading it again.</summary>
public sealed partial class Saver
{
    /// <summary>The graph, its collections and this saver as one message, which is written to a file if one is named.</summary>
    /// <param name="fileName">The file; null for none.</param>
    /// <param name="asText">Whether the file is text.</param>
    /// <param name="metaGraph">What goes into it; null for all.</param>
    /// <returns>The message.</returns>
    /// <exception cref="TfException">PERMISSION_DENIED, RESOURCE_EXHAUSTED: the file can not be written.</exception>
    public MetaGraphDef ExportMetaGraph(string? fileName = null, bool asText = false, MetaGraphOptions? metaGraph = null)
    {
        MetaGraphDef meta = MetaGraphs.Export(graph, definition, metaGraph ?? new MetaGraphOptions());
        if (fileName is not null) WholeFile.Write(fileName, asText ? TextFormat.PrintUtf8(meta) : meta.ToByteArray());
        return meta;
    }

    /// <summary>Adds a graph from a MetaGraph file, and its collections.</summary>
    /// <param name="graph">The graph that it is added to. A name that it has already is refused; TensorFlow would rename the new one, and mix up variables.</param>
    /// <param name="fileName">The file, binary or text.</param>
    /// <param name="clearDevices">Whether devices are left out.</param>
    /// <param name="importScope">Put before all names, with a slash; null for nothing.</param>
    /// <param name="inputMap">Edges of the graph that take the place of edges of the file; see <see cref="ImportOptions.InputMap"/>.</param>
    /// <param name="options">The saver's clock, and who hears warnings.</param>
    /// <returns>The graph's saver, or one over its variables; null: it has neither.</returns>
    /// <exception cref="TfException">NOT_FOUND: no such file. INVALID_ARGUMENT: it is malformed, or the graph is.</exception>
    public static Saver? ImportMetaGraph(
        Graph graph, string fileName, bool clearDevices = false, string? importScope = null, IReadOnlyDictionary<string, Output>? inputMap = null, SaverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(fileName);
        MetaGraphDef meta = MetaGraphs.Read(fileName);
        options ??= new SaverOptions();
        ImportOptions import = new() { Prefix = importScope ?? "", InputMap = inputMap ?? new Dictionary<string, Output>(), Warning = options.Warning };
        MetaGraphs.Import(graph, meta, clearDevices, import);
        if (meta.SaverDef is { RestoreOpName.Length: > 0 } saver) return FromProto(graph, saver, importScope, options);
        return graph.Variables().Count > 0 ? new Saver(graph, options: options) : null;
    }
}
