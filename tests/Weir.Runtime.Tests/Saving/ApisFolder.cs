using System.Text.Json;

namespace Weir.Runtime.Tests.Saving;

/// <summary>The recorded folder of checkpoints and vocabularies, with a state file that names what is there.</summary>
internal static class ApisFolder
{
    private static readonly Lazy<string> Copy = new(Make);

    public static string Path => Copy.Value;

    /// <summary>The recorded cases of a file.</summary>
    public static JsonElement[] Cases(string file) => [.. JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("apis", file))).RootElement.EnumerateArray()];

    /// <summary>A recorded text with the corpus's own folder in it.</summary>
    public static string Here(string recorded) => recorded.Replace("/ckpt/apis", CorpusFolder.Checkpoint("apis"), StringComparison.Ordinal);

    public static float[] Flat(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().SelectMany(Flat)] : [value.GetSingle()];

    private static string Make()
    {
        string folder = Directory.CreateTempSubdirectory("weir-apis-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (string file in Directory.GetFiles(CorpusFolder.Checkpoint("apis"))) File.Copy(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)));
        new CheckpointState { ModelCheckpointPath = $"{folder}/m-2" }.Write(folder);
        return folder;
    }
}
