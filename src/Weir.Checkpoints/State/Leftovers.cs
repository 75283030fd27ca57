using System.Text.RegularExpressions;

namespace Weir.Checkpoints;

/// <summary>Removes what processes that were killed while they saved left beside checkpoints: files with temporary names that nobody writes any more.</summary>
/// <remarks>Files that are being written are locked, and stay so until they have their names; so a writer that lives, here or in another process, keeps its own. TensorFlow locks nothing: its files have no mark in their names, and are left alone.</remarks>
internal static partial class Leftovers
{
    /// <summary>Removes those of a path, with or without a step behind it; what can not be removed stays.</summary>
    /// <param name="files">Where they lie.</param>
    /// <param name="path">What prefixes begin with: <c>model.ckpt</c> also for <c>model.ckpt-1000</c>.</param>
    /// <param name="stateName">The name of the state file, if that is written too.</param>
    public static void Remove(IWritableFileSystem files, string path, string? stateName = null)
    {
        string folder = CheckpointPaths.Folder(path), name = CheckpointPaths.Name(path);
        if (!files.DirectoryExists(folder)) return;
        foreach (string entry in files.List(folder))
        {
            string full = CheckpointPaths.Join(folder, entry);
            if (entry.StartsWith(name, StringComparison.Ordinal))
            {
                string rest = entry[name.Length..];
                if (OfCheckpoint().IsMatch(rest)) files.DeleteAbandoned(full);
                else if (FolderOfShards().IsMatch(rest) && files.DirectoryExists(full)) RemoveShards(files, full);
            }

            if (stateName is not null && entry.StartsWith(stateName, StringComparison.Ordinal) && OfWholeFile().IsMatch(entry[stateName.Length..])) files.DeleteAbandoned(full);
        }
    }

    private static void RemoveShards(IWritableFileSystem files, string folder)
    {
        foreach (string entry in files.List(folder))
        {
            if (OfShard().IsMatch(entry)) files.DeleteAbandoned(CheckpointPaths.Join(folder, entry));
        }
    }

    /// <summary>Of an index, a data file, a file of the first format, or a MetaGraph.</summary>
    [GeneratedRegex(@"^(-\d+)?((-\d{5}-of-\d{5}|\.index|\.data-\d{5}-of-\d{5})?\.tempstate\d+-weir|\.meta\.tmp[0-9a-f]{32})$", RegexOptions.CultureInvariant)]
    private static partial Regex OfCheckpoint();

    [GeneratedRegex(@"^(-\d+)?_temp$", RegexOptions.CultureInvariant)]
    private static partial Regex FolderOfShards();

    [GeneratedRegex(@"^part-\d{5}-of-\d{5}\.(index|data-\d{5}-of-\d{5})\.tempstate\d+-weir$", RegexOptions.CultureInvariant)]
    private static partial Regex OfShard();

    [GeneratedRegex(@"^\.tmp[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex OfWholeFile();
}
