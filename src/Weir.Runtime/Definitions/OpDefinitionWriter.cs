using Google.Protobuf;
using Weir.Graphs;
using Weir.Protos;

namespace Weir.Definitions;

/// <summary>Writes a definition as the message OpDef, without documentation.</summary>
internal static class OpDefinitionWriter
{
    public static OpDef ToProto(OpDefinition definition)
    {
        OpDef proto = new()
        {
            Name = definition.Name,
            InputArg = { definition.Inputs.Select(Argument) },
            OutputArg = { definition.Outputs.Select(Argument) },
            Attr = { definition.Attributes.Select(Attribute) },
            IsStateful = definition.IsStateful,
            IsCommutative = definition.Flags.HasFlag(OpFlags.Commutative),
            IsAggregate = definition.Flags.HasFlag(OpFlags.Aggregate),
            AllowsUninitializedInput = definition.Flags.HasFlag(OpFlags.AllowsUninitialized),
            IsDistributedCommunication = definition.Flags.HasFlag(OpFlags.Distributed),
        };
        if (definition.DeprecatedIn > 0) proto.Deprecation = new OpDeprecation { Version = definition.DeprecatedIn, Explanation = definition.DeprecationText };
        return proto;
    }

    private static OpDef.Types.ArgDef Argument(ArgumentDefinition argument)
    {
        OpDef.Types.ArgDef proto = new()
        {
            Name = argument.Name,
            Type = (DataType)argument.Type,
            TypeAttr = argument.TypeAttribute ?? "",
            NumberAttr = argument.NumberAttribute ?? "",
            TypeListAttr = argument.TypeListAttribute ?? "",
            IsRef = argument.IsReference,
        };
        if (argument.FullType is { } text) proto.ExperimentalFullType = TextFormat.Parse<FullTypeDef>(System.Text.Encoding.UTF8.GetBytes(text));
        return proto;
    }

    private static OpDef.Types.AttrDef Attribute(AttributeDefinition attribute)
    {
        string kind = attribute.Kind == AttributeKind.Function ? "func" : attribute.Kind.ToString().ToLowerInvariant();
        OpDef.Types.AttrDef proto = new() { Name = attribute.Name, Type = attribute.IsList ? $"list({kind})" : kind };
        if (attribute.Default is { } value) proto.DefaultValue = AttributeCodec.Encode(value);
        if (attribute.Minimum is { } minimum) (proto.HasMinimum, proto.Minimum) = (true, minimum);
        if (attribute.AllowedTypes is { } types) proto.AllowedValues = AttributeCodec.Encode(types);
        if (attribute.AllowedStrings is { } strings) proto.AllowedValues = new AttrValue { List = new AttrValue.Types.ListValue { S = { strings.Select(ByteString.CopyFromUtf8) } } };
        return proto;
    }
}
