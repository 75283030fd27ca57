using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Weir.Protos;

namespace Weir.Saving;

/// <summary>Writes collections as messages: of an exported scope what is in it, under names without it.</summary>
/// <remarks>Source: <c>add_collection_def</c> in meta_graph.py (TensorFlow 2.15).</remarks>
internal sealed class CollectionWriter(string scope)
{
    private readonly ControlFlowContexts contexts = new(name => NameScopes.Strip(name, scope), name => NameScopes.IsIn(name, scope));

    /// <returns>The message; null: the collection holds what a message can not.</returns>
    public CollectionDef? Write(string name, IReadOnlyList<object> values) => (values.Count == 0 ? null : values[0]) switch
    {
        Variable => Bytes(values.Cast<Variable>().Where(variable => NameScopes.IsIn(variable.Name, scope)).Select(variable => Scoped(variable.ToProto()).ToByteString())),
        Output or Operation => new CollectionDef
        {
            NodeList = new CollectionDef.Types.NodeList
            {
                Value = { values.Select(NameOf).Where(node => NameScopes.IsIn(node, scope)).Select(node => NameScopes.Strip(node, scope)) },
            },
        },
        long or int => new CollectionDef { Int64List = new CollectionDef.Types.Int64List { Value = { values.Select(value => value is long number ? number : (int)value) } } },
        float => new CollectionDef { FloatList = new CollectionDef.Types.FloatList { Value = { values.Cast<float>() } } },
        Any => new CollectionDef { AnyList = new CollectionDef.Types.AnyList { Value = { values.Cast<Any>() } } },
        byte[] or string => Bytes(values.Select(value => value is string text ? ByteString.CopyFromUtf8(text) : ByteString.CopyFrom((byte[])value)).Select(bytes => Context(name, bytes)).OfType<ByteString>()),
        _ => null,
    };

    private static CollectionDef Bytes(IEnumerable<ByteString> values) => new() { BytesList = new CollectionDef.Types.BytesList { Value = { values } } };

    private static string NameOf(object value) => value is Output output ? output.Name : ((Operation)value).Name;

    private VariableDef Scoped(VariableDef proto)
    {
        proto.VariableName = NameScopes.Strip(proto.VariableName, scope);
        proto.InitializerName = NameScopes.Strip(proto.InitializerName, scope);
        proto.InitialValueName = NameScopes.Strip(proto.InitialValueName, scope);
        proto.SnapshotName = NameScopes.Strip(proto.SnapshotName, scope);
        if (proto.SaveSliceInfoDef is { } slice) slice.FullName = NameScopes.Strip(slice.FullName, scope);
        return proto;
    }

    /// <summary>The bytes as they are, but for control-flow contexts; null: the context is elsewhere.</summary>
    private ByteString? Context(string name, ByteString bytes) => scope.Length == 0 ? bytes : contexts.Renamed(name, bytes);
}
