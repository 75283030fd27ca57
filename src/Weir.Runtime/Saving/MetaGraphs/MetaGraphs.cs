using Google.Protobuf;
using Weir.Graphs;
using Weir.Protos;

namespace Weir.Saving;

/// <summary>Between graphs with their collections, and MetaGraphDefs.</summary>
/// <remarks>Source: meta_graph.py (TensorFlow 2.15).</remarks>
internal static class MetaGraphs
{
    private const string UnboundInputs = "unbound_inputs";

    public static MetaGraphDef Export(Graph graph, SaverDef? saver, MetaGraphOptions options)
    {
        string scope = options.ExportScope?.TrimEnd('/') ?? "";
        GraphDef graphDef = new GraphExporter(options.StripDefaultAttrs, AddShapes: true).Export(graph);
        if (options.ClearExtraneousSavers) ExtraneousSavers.Remove(graphDef, saver);
        if (options.ClearDevices) ClearDevices(graphDef);
        IReadOnlyList<string> unbound = scope.Length == 0 ? [] : NameScopes.Narrow(graphDef, scope);
        MetaGraphDef meta = new()
        {
            MetaInfoDef = new MetaGraphDef.Types.MetaInfoDef { StrippedOpList = UsedOps.Of(graphDef), StrippedDefaultAttrs = options.StripDefaultAttrs },
            GraphDef = graphDef,
            SaverDef = saver,
        };
        CollectionWriter collections = new(scope);
        foreach (string name in options.Collections ?? [.. graph.Collections])
        {
            if (collections.Write(name, graph.GetCollection(name)) is { } collection) meta.CollectionDef.Add(name, collection);
        }

        if (unbound.Count > 0) meta.CollectionDef[UnboundInputs] = new CollectionWriter("").Write(UnboundInputs, unbound);
        return meta;
    }

    public static void Import(Graph graph, MetaGraphDef meta, bool clearDevices, ImportOptions options)
    {
        GraphDef graphDef = meta.GraphDef ?? new GraphDef();
        if (clearDevices) ClearDevices(graphDef = graphDef.Clone());
        graph.Import(graphDef, options);
        CollectionReader collections = new(graph, options.Prefix);
        foreach ((string name, CollectionDef collection) in meta.CollectionDef.Where(pair => pair.Key != UnboundInputs).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (object value in collections.Read(name, collection)) graph.AddToCollection(name, value);
        }
    }

    /// <exception cref="TfException">NOT_FOUND: no such file. INVALID_ARGUMENT: it is no MetaGraph.</exception>
    public static MetaGraphDef Read(string fileName)
    {
        if (!File.Exists(fileName)) throw new TfException(StatusCode.NotFound, $"File does not exist. Received: {fileName}.");
        byte[] bytes = LocalFileSystem.Unrestricted.ReadAllBytes(fileName, ModelLimits.Default.MaxModelFileBytes);
        try
        {
            return MetaGraphDef.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            try
            {
                return TextFormat.Parse<MetaGraphDef>(bytes);
            }
            catch (TfException e)
            {
                throw new TfException(StatusCode.InvalidArgument, $"Cannot parse file {fileName}: {e.Message}", e);
            }
        }
    }

    private static void ClearDevices(GraphDef graphDef)
    {
        foreach (NodeDef node in graphDef.Node) node.Device = "";
    }
}
