using Weir.Graphs;
using Weir.Protos;

namespace Weir.Definitions;

/// <summary>Reads an OpDef message, the form in which functions give their signatures.</summary>
internal static class OpDefinitionReader
{
    public static OpDefinition.Parts Read(OpDef proto) => new(
        [.. proto.InputArg.Select(Argument)],
        [.. proto.OutputArg.Select(Argument)],
        [.. proto.Attr.Select(Attribute)],
        (proto.IsStateful ? OpFlags.Stateful : 0) | (proto.IsCommutative ? OpFlags.Commutative : 0) | (proto.IsAggregate ? OpFlags.Aggregate : 0)
            | (proto.AllowsUninitializedInput ? OpFlags.AllowsUninitialized : 0) | (proto.IsDistributedCommunication ? OpFlags.Distributed : 0),
        proto.Deprecation?.Version ?? 0,
        proto.Deprecation?.Explanation ?? "");

    private static ArgumentDefinition Argument(OpDef.Types.ArgDef proto) => new(
        proto.Name,
        (DType)proto.Type,
        NullIfEmpty(proto.TypeAttr),
        NullIfEmpty(proto.NumberAttr),
        NullIfEmpty(proto.TypeListAttr),
        proto.IsRef,
        FullType: null);

    private static AttributeDefinition Attribute(OpDef.Types.AttrDef proto)
    {
        bool isList = proto.Type.StartsWith("list(", StringComparison.Ordinal);
        AttributeKind kind = (isList ? proto.Type[5..^1] : proto.Type) switch
        {
            "int" => AttributeKind.Int,
            "float" => AttributeKind.Float,
            "bool" => AttributeKind.Bool,
            "string" => AttributeKind.String,
            "type" => AttributeKind.Type,
            "shape" => AttributeKind.Shape,
            "tensor" => AttributeKind.Tensor,
            "func" => AttributeKind.Function,
            _ => throw new TfException(StatusCode.InvalidArgument, $"Attr '{proto.Name}' has the unknown type '{proto.Type}'."),
        };
        AttributeDefinition bare = new(proto.Name, kind, isList, null,
            proto.AllowedValues?.List is { Type.Count: > 0 } types ? [.. types.Type.Select(type => (DType)type)] : null,
            proto.AllowedValues?.List is { S.Count: > 0 } strings ? [.. strings.S.Select(s => s.ToStringUtf8())] : null,
            proto.HasMinimum ? proto.Minimum : null);
        return bare with { Default = proto.DefaultValue is null ? null : AttributeCodec.Decode(proto.DefaultValue, bare) };
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
