using Google.Protobuf.Reflection;

namespace Weir.Protos.Tests;

/// <summary>A descriptor as lines of text that can be compared; <see cref="FactLines"/> makes the same lines of the facts.</summary>
internal static class DescriptorLines
{
    public static IEnumerable<string> Of(FileDescriptor file)
    {
        yield return $"package {file.Package}";
        yield return $"syntax {(file.ToProto().Syntax is "" ? "proto2" : file.ToProto().Syntax)}";
        foreach (FileDescriptor imported in file.Dependencies)
            yield return $"import {imported.Name}";
        foreach (FileDescriptor imported in file.PublicDependencies)
            yield return $"import public {imported.Name}";
        foreach (string line in file.MessageTypes.SelectMany(Of).Concat(file.EnumTypes.SelectMany(Of)).Concat(file.Services.SelectMany(Of)))
            yield return line;
    }

    private static IEnumerable<string> Of(MessageDescriptor message)
    {
        DescriptorProto proto = message.ToProto();
        yield return $"message {message.FullName}";
        foreach (OneofDescriptor oneof in message.Oneofs.Where(oneof => !oneof.IsSynthetic))
            yield return $"{message.FullName} oneof {oneof.Name}";
        foreach (DescriptorProto.Types.ReservedRange range in proto.ReservedRange)
            yield return $"{message.FullName} reserved {range.Start} to {range.End - 1}";
        foreach (string name in proto.ReservedName)
            yield return $"{message.FullName} reserved {name}";
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
            yield return $"{message.FullName} {Of(field)}";
        foreach (string line in message.NestedTypes.Where(nested => !IsMapEntry(nested)).SelectMany(Of).Concat(message.EnumTypes.SelectMany(Of)))
            yield return line;
    }

    private static string Of(FieldDescriptor field)
    {
        FieldDescriptorProto proto = field.ToProto();
        string label = field.IsMap ? "map" : field.IsRepeated ? "repeated" : "optional";
        string map = field.IsMap ? Map(field.MessageType) : "";
        string type = field.IsMap ? "" : TypeName(field);
        return $"{label} {TypeOf(field)} {type}{map} {field.Name} = {field.FieldNumber} json {field.JsonName} "
            + $"oneof {field.RealContainingOneof?.Name} optional {proto.Proto3Optional} packed {IsPacked(field)} "
            + $"deprecated {proto.Options?.Deprecated ?? false} lazy {proto.Options?.Lazy ?? false}";
    }

    /// <summary>Not IsPacked, which is true of strings and false of a deprecated field.</summary>
    private static bool IsPacked(FieldDescriptor field) =>
        field.IsRepeated && field.FieldType is not (FieldType.Message or FieldType.String or FieldType.Bytes)
        && (field.ToProto().Options is { HasPacked: true } options ? options.Packed : field.File.ToProto().Syntax == "proto3");

    private static string Map(MessageDescriptor entry)
    {
        FieldDescriptor value = entry.FindFieldByNumber(2);
        return $"<{TypeOf(entry.FindFieldByNumber(1))}, {TypeOf(value)} {TypeName(value)}>";
    }

    private static string TypeOf(FieldDescriptor field) => field.FieldType.ToString().ToUpperInvariant();

    private static string TypeName(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        _ => "",
    };

    private static IEnumerable<string> Of(EnumDescriptor type)
    {
        EnumDescriptorProto proto = type.ToProto();
        foreach (EnumValueDescriptor value in type.Values)
            yield return $"enum {type.FullName} {value.Name} = {value.Number}";
        foreach (EnumDescriptorProto.Types.EnumReservedRange range in proto.ReservedRange)
            yield return $"enum {type.FullName} reserved {range.Start} to {range.End}";
        foreach (string name in proto.ReservedName)
            yield return $"enum {type.FullName} reserved {name}";
    }

    private static IEnumerable<string> Of(ServiceDescriptor service) => service.Methods.Select(method =>
        $"rpc /{service.FullName}/{method.Name} {method.InputType.FullName} -> {method.OutputType.FullName} "
        + $"{method.IsClientStreaming} {method.IsServerStreaming}");

    private static bool IsMapEntry(MessageDescriptor message) => message.ToProto().Options?.MapEntry ?? false;
}
