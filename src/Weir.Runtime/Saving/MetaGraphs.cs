using Google.Protobuf;
using Weir.Graphs;
using Weir.Protos;
using Weir.Variables;

namespace Weir.Saving;

/// <summary>Between graphs with their collections, and MetaGraphDefs.</summary>
/// <remarks>Source: meta_graph.py (TensorFlow 2.15).</remarks>
internal static class MetaGraphs
{
    private static readonly HashSet<string> VariableCollections = [GraphKeys.GlobalVariables, GraphKeys.TrainableVariables, GraphKeys.LocalVariables, GraphKeys.GlobalStep];

    public static MetaGraphDef Export(Graph graph, SaverDef? saver, IReadOnlyList<string>? collections, bool clearDevices, bool stripDefaults)
    {
        GraphDef graphDef = GraphExporter.Export(graph, stripDefaults);
        if (clearDevices) ClearDevices(graphDef);
        MetaGraphDef meta = new()
        {
            MetaInfoDef = new MetaGraphDef.Types.MetaInfoDef { StrippedDefaultAttrs = stripDefaults },
            GraphDef = graphDef,
            SaverDef = saver,
        };
        foreach (string name in collections ?? [.. graph.Collections])
        {
            if (ToProto(graph.GetCollection(name)) is { } collection) meta.CollectionDef.Add(name, collection);
        }

        return meta;
    }

    public static void Import(Graph graph, MetaGraphDef meta, bool clearDevices, string scope)
    {
        GraphDef graphDef = meta.GraphDef ?? new GraphDef();
        if (clearDevices) ClearDevices(graphDef = graphDef.Clone());
        graph.Import(graphDef, new ImportOptions { Prefix = scope });
        Dictionary<string, Variable> known = new(StringComparer.Ordinal);
        foreach ((string name, CollectionDef collection) in meta.CollectionDef.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (object value in Values(graph, name, collection, scope, known)) graph.AddToCollection(name, value);
        }
    }

    /// <exception cref="TfException">NOT_FOUND: no such file. INVALID_ARGUMENT: it is no MetaGraph.</exception>
    public static MetaGraphDef Read(string fileName)
    {
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

    /// <summary>A collection as a message; null: it holds what a message can not.</summary>
    private static CollectionDef? ToProto(IReadOnlyList<object> values)
    {
        CollectionDef collection = new();
        switch (values.Count == 0 ? null : values[0])
        {
            case Variable:
                collection.BytesList = new CollectionDef.Types.BytesList();
                collection.BytesList.Value.AddRange(values.Cast<Variable>().Select(variable => variable.ToProto().ToByteString()));
                return collection;
            case Output or Operation:
                collection.NodeList = new CollectionDef.Types.NodeList();
                collection.NodeList.Value.AddRange(values.Select(value => value is Output output ? output.Name : ((Operation)value).Name));
                return collection;
            case long or int:
                collection.Int64List = new CollectionDef.Types.Int64List();
                collection.Int64List.Value.AddRange(values.Select(value => value is long number ? number : (int)value));
                return collection;
            case float:
                collection.FloatList = new CollectionDef.Types.FloatList();
                collection.FloatList.Value.AddRange(values.Cast<float>());
                return collection;
            case byte[] or string:
                collection.BytesList = new CollectionDef.Types.BytesList();
                collection.BytesList.Value.AddRange(values.Select(value => value is string text ? ByteString.CopyFromUtf8(text) : ByteString.CopyFrom((byte[])value)));
                return collection;
            default:
                return null;
        }
    }

    private static IEnumerable<object> Values(Graph graph, string name, CollectionDef collection, string scope, Dictionary<string, Variable> known) => collection.KindCase switch
    {
        CollectionDef.KindOneofCase.BytesList when VariableCollections.Contains(name) => collection.BytesList.Value.Select(bytes => ToVariable(graph, bytes, scope, known)),
        CollectionDef.KindOneofCase.BytesList => collection.BytesList.Value.Select(bytes => (object)bytes.ToByteArray()),
        CollectionDef.KindOneofCase.NodeList => collection.NodeList.Value.Select(node => FindNode(graph, Scoped(node, scope))),
        CollectionDef.KindOneofCase.Int64List => collection.Int64List.Value.Select(number => (object)number),
        CollectionDef.KindOneofCase.FloatList => collection.FloatList.Value.Select(number => (object)number),
        _ => [],
    };

    private static Variable ToVariable(Graph graph, ByteString bytes, string scope, Dictionary<string, Variable> known)
    {
        VariableDef proto;
        try
        {
            proto = VariableDef.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.InvalidArgument, $"A variable of a collection can not be parsed: {e.Message}", e);
        }

        string name = Scoped(proto.VariableName, scope);
        if (known.TryGetValue(name, out Variable? variable)) return variable;
        Operation operation = graph.GetOutput(name).Operation;
        graph.TryGetOperation(Scoped(proto.InitializerName, scope), out Operation? initializer);
        Output? initialValue = proto.InitialValueName.Length == 0 ? null : graph.GetOutput(Scoped(proto.InitialValueName, scope));
        PartitionedSlice? slice = proto.SaveSliceInfoDef is { } info ? PartitionedSlice.FromProto(info) : null;
        variable = new Variable(operation, initializer, initialValue, graph.GetOutput(Scoped(proto.SnapshotName, scope)), proto.Trainable, slice);
        known.Add(name, variable);
        return variable;
    }

    private static object FindNode(Graph graph, string name) =>
        name.Contains(':', StringComparison.Ordinal) ? graph.GetOutput(name)
        : graph.TryGetOperation(name, out Operation? operation) ? operation
        : throw new TfException(StatusCode.NotFound, $"A collection names '{name}', which is not in the graph.");

    private static string Scoped(string name, string scope) => scope.Length == 0 ? name : $"{scope}/{name}";
}
