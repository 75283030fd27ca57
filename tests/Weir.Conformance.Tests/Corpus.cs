using System.IO.Compression;
using System.Text.Json;
using Weir.Protos;

namespace Weir.Conformance;

/// <summary>What TensorFlow recorded: the files of tests/corpus.</summary>
internal static class Corpus
{
    public static string Root { get; } = FindRoot();

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    public static IEnumerable<JsonElement> Lines(string path)
    {
        using GZipStream unpacked = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        while (reader.ReadLine() is { } line) yield return JsonDocument.Parse(line).RootElement;
    }

    public static Tensor Tensor(JsonElement base64) => TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(base64.GetBytesFromBase64()));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Weir.slnx"))) folder = folder.Parent;
        return System.IO.Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("Weir.slnx"), "tests", "corpus");
    }
}
