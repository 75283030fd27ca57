using Google.Protobuf;
using Weir.Protos;
using Weir.Variables;

namespace Weir.Saving;

/// <summary>Reads collections from messages, for a graph that was imported under a scope.</summary>
/// <remarks>Source: <c>import_scoped_meta_graph</c> in meta_graph.py (TensorFlow 2.15).</remarks>
internal sealed class CollectionReader(Graph graph, string scope)
{
    private static readonly HashSet<string> VariableCollections =
    [
        GraphKeys.GlobalVariables, GraphKeys.TrainableVariables, GraphKeys.LocalVariables, GraphKeys.GlobalStep,
        "model_variables", "moving_average_variables", "metric_variables",
    ];

    private readonly Dictionary<string, Variable> known = new(StringComparer.Ordinal);
    private readonly ControlFlowContexts contexts = new(name => NameScopes.Prepend(name, scope), _ => true);

    /// <exception cref="TfException">INVALID_ARGUMENT: a value can not be parsed. NOT_FOUND: it names what the graph does not have.</exception>
    public IEnumerable<object> Read(string name, CollectionDef collection) => collection.KindCase switch
    {
        CollectionDef.KindOneofCase.BytesList when VariableCollections.Contains(name) => collection.BytesList.Value.Select(ToVariable),
        CollectionDef.KindOneofCase.BytesList => collection.BytesList.Value.Select(bytes => (object)Context(name, bytes).ToByteArray()),
        CollectionDef.KindOneofCase.NodeList => collection.NodeList.Value.Select(node => FindNode(NameScopes.Prepend(node, scope))),
        CollectionDef.KindOneofCase.Int64List => collection.Int64List.Value.Select(number => (object)number),
        CollectionDef.KindOneofCase.FloatList => collection.FloatList.Value.Select(number => (object)number),
        CollectionDef.KindOneofCase.AnyList => collection.AnyList.Value,
        _ => [],
    };

    /// <exception cref="TfException">INVALID_ARGUMENT: it can not be parsed.</exception>
    public static T Parse<T>(MessageParser<T> parser, ByteString bytes)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.InvalidArgument, $"A {typeof(T).Name} of a collection can not be parsed: {e.Message}", e);
        }
    }

    private Variable ToVariable(ByteString bytes)
    {
        VariableDef proto = Parse(VariableDef.Parser, bytes);
        string name = NameScopes.Prepend(proto.VariableName, scope);
        if (known.TryGetValue(name, out Variable? variable)) return variable;
        Operation operation = graph.GetOutput(name).Operation;
        graph.TryGetOperation(NameScopes.Prepend(proto.InitializerName, scope), out Operation? initializer);
        Output? initialValue = proto.InitialValueName.Length == 0 ? null : graph.GetOutput(NameScopes.Prepend(proto.InitialValueName, scope));
        PartitionedSlice? slice = proto.SaveSliceInfoDef is { } info ? PartitionedSlice.FromProto(info) : null;
        if (slice is not null) slice = slice with { FullName = NameScopes.Prepend(slice.FullName, scope) };
        variable = new Variable(operation, initializer, initialValue, graph.GetOutput(NameScopes.Prepend(proto.SnapshotName, scope)), proto.Trainable, slice);
        known.Add(name, variable);
        return variable;
    }

    /// <summary>The bytes as they are, but for control-flow contexts, which name what is in the graph.</summary>
    private ByteString Context(string name, ByteString bytes) => scope.Length == 0 ? bytes : contexts.Renamed(name, bytes)!;

    private object FindNode(string name) =>
        name.Contains(':', StringComparison.Ordinal) ? graph.GetOutput(name)
        : graph.TryGetOperation(name, out Operation? operation) ? operation
        : throw new TfException(StatusCode.NotFound, $"A collection names '{name}', which is not in the graph.");
}
