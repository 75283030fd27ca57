using Google.Protobuf;
using Google.Protobuf.Collections;
using Weir.Definitions;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Graphs;

/// <summary>Reads a FunctionDef into the compact form of <see cref="Function"/>.</summary>
internal static class FunctionImporter
{
    public static Function Read(FunctionDef proto, ImportOptions options)
    {
        OpDef signature = proto.Signature ?? throw new TfException(StatusCode.InvalidArgument, "A function of the library has no signature.");
        if (proto.NodeDef.Count > options.Limits.MaxNodes)
        {
            throw new TfException(StatusCode.ResourceExhausted, $"Function '{signature.Name}' has {proto.NodeDef.Count} nodes, more than the limit of {options.Limits.MaxNodes}.");
        }

        return new Function
        {
            Name = signature.Name,
            Definition = OpDefinition.Of(signature),
            Nodes = [.. proto.NodeDef.Select(ReadNode)],
            Results = [.. signature.OutputArg.Select(output => Mapped(proto.Ret, output.Name, signature.Name))],
            ControlResults = [.. signature.ControlOutput.Select(output => Mapped(proto.ControlRet, output, signature.Name))],
            Attributes = ReadAttributes(proto.Attr, null),
            Header = Header(proto).ToByteArray(),
            Options = options,
        };
    }

    private static FunctionDef Header(FunctionDef proto) => new()
    {
        Signature = proto.Signature,
        Attr = { proto.Attr },
        ArgAttr = { proto.ArgAttr },
        ResourceArgUniqueId = { proto.ResourceArgUniqueId },
        Ret = { proto.Ret },
        ControlRet = { proto.ControlRet },
    };

    private static FunctionNode ReadNode(NodeDef node)
    {
        AttributeList attributes = ReadAttributes(node.Attr, OpTable.FindDefinition(node.Op));
        return new FunctionNode(node.Name, node.Op, node.Device, attributes, [.. node.Input]);
    }

    private static AttributeList ReadAttributes(IEnumerable<KeyValuePair<string, AttrValue>> attributes, OpDefinition? definition)
    {
        List<KeyValuePair<string, object>> values = [];
        foreach ((string name, AttrValue proto) in attributes)
        {
            AttributeDefinition? attribute = definition?.FindAttribute(name);
            if (AttributeCodec.Decode(proto, attribute) is { } value) values.Add(KeyValuePair.Create(attribute?.Name ?? name, value));
        }

        return new AttributeList([.. values]);
    }

    private static string Mapped(MapField<string, string> map, string name, string function) => map.TryGetValue(name, out string? edge)
        ? edge
        : throw new TfException(StatusCode.InvalidArgument, $"Return {name} missing in function '{function}'.");
}
