using System.Text;
using Weir.Bundles;

namespace Weir.Cli.Inspect;

/// <summary>The tensors of a checkpoint that a user asks for: all, one by its name, or those below a scope.</summary>
internal static class TensorSelection
{
    /// <param name="reader">The checkpoint.</param>
    /// <param name="name">A tensor's name, or the beginning of names up to a slash; empty for all.</param>
    /// <exception cref="TfException">NOT_FOUND: there are none; the message has names near it.</exception>
    public static IReadOnlyList<CheckpointEntry> Of(CheckpointReader reader, string name)
    {
        if (name.Length == 0) return reader.Entries;
        CheckpointEntry[] found = Find(reader, name);
        return found.Length > 0 ? found : throw new TfException(StatusCode.NotFound, $"{reader.Prefix} has no tensor {name} and none below {Scope(name)}{Hint(reader, name)}");
    }

    /// <summary>Whether there are any.</summary>
    public static bool Has(CheckpointReader reader, string name) => Find(reader, name).Length > 0;

    /// <summary>What a message says of the names near one that is not there.</summary>
    public static string Hint(CheckpointReader reader, string name)
    {
        NearNames near = new(Encoding.UTF8.GetBytes(name));
        foreach (CheckpointEntry entry in reader.Entries) near.Consider(Encoding.UTF8.GetBytes(entry.Name));
        return near.Hint;
    }

    private static CheckpointEntry[] Find(CheckpointReader reader, string name)
    {
        CheckpointEntry[] found = [.. reader.Entries.Where(entry => entry.Name == name)];
        return found.Length > 0 ? found : [.. reader.Entries.Where(entry => entry.Name.StartsWith(Scope(name), StringComparison.Ordinal))];
    }

    private static string Scope(string name) => name.TrimEnd('/') + "/";
}
