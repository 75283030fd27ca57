using System.Text.Json;

namespace Weir.Runtime.Tests.Saving;

/// <summary>The recorded folder of checkpoints and vocabularies, with a state file that names what is there.</summary>
internal static class ApisFolder
{
    private static readonly Lazy<string> Copy = new(Make);

    public static string Path => Copy.Value;

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
