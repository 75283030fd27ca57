using Weir.Protos;
using Weir.Saving;

namespace Weir;

/// <summary>Graphs with their collections as messages: <c>tf.train.export_meta_graph</c> where there is no <see cref="Saver"/>.</summary>
public static class GraphMetaGraphs
{
    /// <summary>The graph, the ops that it uses, and its collections as one message.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">What goes into it; null for all.</param>
    /// <returns>The message. What a collection holds that no message can is left out.</returns>
    public static MetaGraphDef ExportMetaGraph(this Graph graph, MetaGraphOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return MetaGraphs.Export(graph, saver: null, options ?? new MetaGraphOptions());
    }
}
