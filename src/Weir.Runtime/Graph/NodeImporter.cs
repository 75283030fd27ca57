using System.Text;
using Weir.Definitions;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Graphs;

/// <summary>Makes an operation of a NodeDef: finds the op, decodes the attributes, fills in defaults. The edges come later.</summary>
internal sealed class NodeImporter(Graph graph, FunctionLibrary functions, ImportOptions options, int producer)
{
    private const long CollectAfterBytes = 64 << 20;

    private long taken;

    public Operation Make(NodeDef node, string name, int id)
    {
        OpDefinition definition = OpTable.FindDefinition(node.Op) ?? functions.Find(node.Op)?.Definition ?? throw OpTable.NotRegistered(node.Op);
        if (definition.DeprecatedIn > 0 && producer >= definition.DeprecatedIn)
        {
            throw new TfException(StatusCode.Unimplemented,
                $"Op {node.Op} is not available in GraphDef version {producer}. It has been removed in version {definition.DeprecatedIn}. {definition.DeprecationText}.");
        }

        Operation operation;
        try
        {
            operation = new Operation(graph, id, name, definition, DecodeAttributes(node, definition), node.Device);
        }
        catch (TfException e) when (!e.Message.Contains("{{node", StringComparison.Ordinal))
        {
            throw new TfException(e.Code, $"{e.Message}; {{{{node {node.Name}}}}} = {node.Op}", e);
        }

        NodeChecks.CheckAttributes(operation);
        return operation;
    }

    private AttributeList DecodeAttributes(NodeDef node, OpDefinition definition)
    {
        List<KeyValuePair<string, object>> values = new(node.Attr.Count);
        foreach ((string name, AttrValue proto) in node.Attr)
        {
            AttributeDefinition? attribute = definition.FindAttribute(name);
            if (attribute is null && !IsAccepted(node, name)) continue;
            if (AttributeCodec.Decode(proto, attribute) is { } value) values.Add(KeyValuePair.Create(attribute?.Name ?? name, Prefixed(node, name, value)));
            if (options.TakesMessage && proto.ValueCase == AttrValue.ValueOneofCase.Tensor) TakePayload(proto);
        }

        foreach (AttributeDefinition attribute in definition.Attributes)
        {
            if (attribute.Default is { } value && !node.Attr.ContainsKey(attribute.Name)) values.Add(KeyValuePair.Create(attribute.Name, value));
        }

        return new AttributeList([.. values]);
    }

    /// <summary>What names a node or a frame of the graph has the prefix as well: else two imports of one loop would be one.</summary>
    private object Prefixed(NodeDef node, string attribute, object value) => (attribute, value) switch
    {
        _ when options.Prefix.Length == 0 => value,
        (Colocation.Attribute, byte[][] places) => Array.ConvertAll(places, place =>
            place.AsSpan().StartsWith(Colocation.PrefixBytes) ? [.. Colocation.PrefixBytes, .. Prefixed(place.AsSpan(Colocation.PrefixBytes.Length))] : place),
        ("frame_name", byte[] frame) when OpTable.Find(node.Op)?.Role == ControlFlowRole.Enter => Prefixed(frame),
        _ => value,
    };

    private byte[] Prefixed(ReadOnlySpan<byte> name) => [.. Encoding.UTF8.GetBytes(options.Prefix), (byte)'/', .. name];

    /// <summary>Lets a payload go that has become a tensor. The collector, who sees nothing allocated meanwhile, is told when there is much of it.</summary>
    private void TakePayload(AttrValue proto)
    {
        taken += proto.Tensor.TensorContent.Length;
        proto.Tensor = new TensorProto();
        if (taken < CollectAfterBytes) return;
        taken = 0;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Whether to keep an attribute that the op does not have.</summary>
    private bool IsAccepted(NodeDef node, string name)
    {
        if (name.StartsWith('_')) return true;
        string message = $"NodeDef mentions attr '{name}' not in Op<name={node.Op}>; NodeDef: {{{{node {node.Name}}}}}.";
        if (options.UnknownAttributes == UnknownAttributes.Refuse)
        {
            throw new TfException(StatusCode.InvalidArgument, message + " (Check whether your GraphDef-interpreting binary is up to date with your GraphDef-generating binary.).");
        }

        options.Warning?.Invoke(message + " It is ignored.");
        return false;
    }
}
