using System.Text.Json;

namespace Weir.Protos.Tests;

/// <summary>A file of facts/protos.json.gz in the form of <see cref="DescriptorLines"/>.</summary>
internal static class FactLines
{
    public static IEnumerable<string> Of(JsonElement file)
    {
        yield return $"package {file.Text("package")}";
        yield return $"syntax {file.Text("syntax")}";
        foreach (string name in Names(file, "dependencies"))
            yield return $"import {name}";
        foreach (string name in Names(file, "public_dependencies"))
            yield return $"import public {name}";
        foreach (string line in Items(file, "messages").SelectMany(OfMessage))
            yield return line;
        foreach (string line in Items(file, "enums").SelectMany(OfEnum))
            yield return line;
        foreach (string line in Items(file, "services").SelectMany(OfService))
            yield return line;
    }

    private static IEnumerable<string> OfMessage(JsonElement message)
    {
        string name = message.Text("name");
        yield return $"message {name}";
        foreach (string oneof in Names(message, "oneofs"))
            yield return $"{name} oneof {oneof}";
        foreach (string reserved in Reserved(message))
            yield return $"{name} {reserved}";
        foreach (JsonElement field in Items(message, "fields"))
            yield return $"{name} {OfField(field)}";
    }

    private static string OfField(JsonElement field)
    {
        string map = field.TryGetProperty("map", out JsonElement types)
            ? $"<{types.Text("key").ToUpperInvariant()}, {types.Text("value").ToUpperInvariant()} {types.OptionalText("value_type_name")}>" : "";
        string type = map.Length > 0 ? "" : field.OptionalText("type_name") ?? "";
        string json = field.Text("json_name") is { Length: > 0 } given ? given : LowerCamel(field.Text("name"));
        return $"{field.Text("label")} {field.Text("type").ToUpperInvariant()} {type}{map} {field.Text("name")} = {field.GetProperty("number")} "
            + $"json {json} oneof {field.OptionalText("oneof")} optional {field.Flag("proto3_optional")} packed {field.Flag("packed")} "
            + $"deprecated {field.Flag("deprecated")} lazy {field.Flag("lazy")}";
    }

    private static IEnumerable<string> OfEnum(JsonElement type)
    {
        string name = type.Text("name");
        foreach (JsonElement value in Items(type, "values"))
            yield return $"enum {name} {value[0].GetString()} = {value[1]}";
        foreach (string reserved in Reserved(type))
            yield return $"enum {name} {reserved}";
    }

    private static IEnumerable<string> OfService(JsonElement service) => Items(service, "methods").Select(method =>
        $"rpc {method.Text("path")} {method.Text("input")} -> {method.Text("output")} "
        + $"{method.Flag("client_streaming")} {method.Flag("server_streaming")}");

    private static IEnumerable<string> Reserved(JsonElement element) =>
        Items(element, "reserved_ranges").Select(range => $"reserved {range[0]} to {range[1]}")
            .Concat(Names(element, "reserved_names").Select(name => $"reserved {name}"));

    private static IEnumerable<string> Names(JsonElement element, string property) =>
        Items(element, property).Select(name => name.GetString()!);

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement items) ? items.EnumerateArray() : default;

    private static string LowerCamel(string name)
    {
        string[] words = name.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
