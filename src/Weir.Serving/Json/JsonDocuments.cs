using System.Text;

namespace Weir.Json;

/// <summary>What the bodies of all REST requests have in common: an object with a signature's name.</summary>
internal static class JsonDocuments
{
    /// <summary>Checks a text and stands before its first value, which is an object.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT.</exception>
    public static JsonCursor Open(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        JsonCursor document = new(json[..JsonSyntax.Check(json)]);
        return document.Kind == JsonKind.Object ? document : throw FormatError(document, "Is not object");
    }

    /// <summary>The name of the signature; empty: none is given.</summary>
    public static string ReadSignatureName(JsonCursor document)
    {
        if (!TryFind(document, "signature_name", out JsonCursor name)) return "";
        return name.Kind == JsonKind.String
            ? Encoding.UTF8.GetString(name.ReadString())
            : throw FormatError(document, "not formatted correctly. 'signature_name' key must be a string value.");
    }

    /// <summary>The first member of a name.</summary>
    public static bool TryFind(JsonCursor document, string name, out JsonCursor value)
    {
        document.Enter();
        while (document.NextMember(out string member))
        {
            value = document;
            if (member == name) return true;
            document.Skip();
        }

        value = default;
        return false;
    }

    public static TfException FormatError(JsonCursor value, string what) =>
        new(StatusCode.InvalidArgument, $"JSON Value: {JsonDebugText.Of(value)} {what}");
}
