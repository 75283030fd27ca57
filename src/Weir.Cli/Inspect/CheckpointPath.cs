using System.Text;
using Weir.Bundles;
using Weir.Checkpoints;

namespace Weir.Cli.Inspect;

/// <summary>What a user may name to mean a checkpoint: its prefix, one of its files, a folder with a state file or a single checkpoint, a SavedModel.</summary>
internal static class CheckpointPath
{
    private static readonly string[] Suffixes = [".index", ".meta"];

    /// <returns>The prefix.</returns>
    /// <exception cref="TfException">NOT_FOUND: there is none; the message has names near it.</exception>
    public static string Find(string path)
    {
        if (Directory.Exists(path)) return InFolder(path.TrimEnd('/'));
        if (Checkpoint.Exists(path) && !IsPart(path)) return path;
        string prefix = WithoutSuffix(path);
        return Checkpoint.Exists(prefix) ? prefix : throw NotFound(path);
    }

    private static string InFolder(string folder)
    {
        string variables = $"{folder}/variables/variables";
        if (File.Exists(BundleFiles.Index(variables))) return variables;
        if (Checkpoint.Latest(folder) is { } latest) return latest;
        string[] indexes = Directory.GetFiles(folder, "*.index");
        if (indexes.Length == 1) return WithoutSuffix(indexes[0]);
        throw new TfException(StatusCode.NotFound, indexes.Length == 0 ? $"There is no checkpoint in {folder}"
            : $"{folder} has no state file that names one of its checkpoints: {string.Join(", ", indexes.Order(StringComparer.Ordinal).Take(5).Select(index => CheckpointPaths.Name(WithoutSuffix(index))))}");
    }

    private static bool IsPart(string path) => WithoutSuffix(path) is var prefix && prefix != path && File.Exists(BundleFiles.Index(prefix));

    private static string WithoutSuffix(string path)
    {
        if (Array.Find(Suffixes, suffix => path.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix) return path[..^suffix.Length];
        int data = path.LastIndexOf(".data-", StringComparison.Ordinal);
        return data > 0 ? path[..data] : path;
    }

    private static TfException NotFound(string path)
    {
        string folder = CheckpointPaths.Folder(path);
        NearNames near = new(Encoding.UTF8.GetBytes(CheckpointPaths.Name(path)));
        if (Directory.Exists(folder))
        {
            foreach (string index in Directory.EnumerateFiles(folder, "*.index")) near.Consider(Encoding.UTF8.GetBytes(CheckpointPaths.Name(WithoutSuffix(index))));
        }

        return new TfException(StatusCode.NotFound, $"There is no checkpoint {path}{near.Hint}");
    }
}
