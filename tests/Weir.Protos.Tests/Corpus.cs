using System.IO.Compression;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Weir.Protos.Tests;

/// <summary>The recorded files under tests/corpus.</summary>
internal static class Corpus
{
    public static string Root { get; } = FindRoot();

    public static byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(Root, path));

    public static JsonElement Json(string path)
    {
        using Stream stream = Open(path);
        return JsonDocument.Parse(stream).RootElement;
    }

    public static IEnumerable<JsonElement> JsonLines(string path)
    {
        using StreamReader reader = new(Open(path));
        while (reader.ReadLine() is { } line)
            yield return JsonDocument.Parse(line).RootElement;
    }

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    public static string? OptionalText(this JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement value) ? value.GetString() : null;

    public static bool Flag(this JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement value) && value.GetBoolean();

    public static MessageDescriptor? FindMessage(string fullName) => TextFormat.KnownMessages.Find(fullName);

    public static MessageDescriptor Message(string fullName) =>
        FindMessage(fullName) ?? throw new InvalidOperationException($"No message {fullName}.");

    private static Stream Open(string path)
    {
        Stream file = File.OpenRead(Path.Combine(Root, path));
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("No folder with Weir.slnx above the tests."), "tests", "corpus");
    }
}
