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
    /// <param name="collections">The collections that it holds; null for all.</param>
    /// <param name="clearDevices">Whether devices are left out.</param>
    /// <param name="stripDefaultAttrs">Whether attributes of default value are left out.</param>
    /// <returns>The message.</returns>
    /// <exception cref="TfException">UNIMPLEMENTED: the graph has a library of functions. PERMISSION_DENIED, RESOURCE_EXHAUSTED: the file can not be written.</exception>
    public MetaGraphDef ExportMetaGraph(
        string? fileName = null, bool asText = false, IReadOnlyList<string>? collections = null, bool clearDevices = false, bool stripDefaultAttrs = false)
    {
        MetaGraphDef meta = MetaGraphs.Export(graph, definition, collections, clearDevices, stripDefaultAttrs);
        if (fileName is not null) WholeFile.Write(fileName, asText ? TextFormat.PrintUtf8(meta) : meta.ToByteArray());
        return meta;
    }

    /// <summary>Adds a graph from a MetaGraph file, and its collections.</summary>
    /// <param name="graph">The graph that it is added to.</param>
    /// <param name="fileName">The file, binary or text.</param>
    /// <param name="clearDevices">Whether devices are left out.</param>
    /// <param name="importScope">Put before all names, with a slash; null for nothing.</param>
    /// <param name="options">The saver's clock, and who hears warnings.</param>
    /// <returns>The graph's saver, or one over its variables; null: it has neither.</returns>
    /// <exception cref="TfException">NOT_FOUND: no such file. INVALID_ARGUMENT: it is malformed, or the graph is.</exception>
    public static Saver? ImportMetaGraph(Graph graph, string fileName, bool clearDevices = false, string? importScope = null, SaverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return ImportMetaGraph(graph, MetaGraphs.Read(fileName), clearDevices, importScope, options ?? new SaverOptions());
    }

    /// <summary>Adds a MetaGraph's graph and its collections.</summary>
    /// <param name="graph">The graph that it is added to.</param>
    /// <param name="metaGraph">The message.</param>
    /// <param name="clearDevices">Whether devices are left out.</param>
    /// <param name="importScope">Put before all names, with a slash; null for nothing.</param>
    /// <param name="options">The saver's clock, and who hears warnings.</param>
    /// <returns>The graph's saver, or one over its variables; null: it has neither.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: the graph is malformed.</exception>
    internal static Saver? ImportMetaGraph(Graph graph, MetaGraphDef metaGraph, bool clearDevices, string? importScope, SaverOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(metaGraph);
        MetaGraphs.Import(graph, metaGraph, clearDevices, importScope ?? "");
        if (metaGraph.SaverDef is { RestoreOpName.Length: > 0 } saver) return FromProto(graph, saver, importScope, options);
        return graph.Variables().Count > 0 ? new Saver(graph, options: options) : null;
    }
}
