namespace Weir.Checkpoints;

/// <summary>Paths of checkpoints, put together and taken apart as Python's <c>os.path</c> does.</summary>
internal static class CheckpointPaths
{
    public static bool IsAbsolute(string path) => Path.IsPathFullyQualified(path) || path.StartsWith('/');

    public static string Join(string directory, string path) =>
        IsAbsolute(path) || directory.Length == 0 ? path : directory.EndsWith('/') ? directory + path : $"{directory}/{path}";

    /// <summary>What is before the last slash.</summary>
    public static string Folder(string path) => Bundles.BundleFiles.Folder(path);

    /// <summary>What is behind the last slash.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>A path seen from a folder.</summary>
    public static string Relative(string path, string directory)
    {
        string relative = Path.GetRelativePath(directory.Length == 0 ? "." : directory, path.Length == 0 ? "." : path);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The files that a pattern with <c>*</c> and <c>?</c> in its last part fits, in ordinal order. A name without them may be a folder's as well.</summary>
    public static IReadOnlyList<string> Matching(string pattern)
    {
        if (!pattern.AsSpan().ContainsAny('*', '?')) return File.Exists(pattern) || Directory.Exists(pattern) ? [pattern] : [];
        string folder = Folder(pattern);
        if (!Directory.Exists(folder.Length == 0 ? "." : folder)) return [];
        return
        [
            .. Directory.EnumerateFiles(folder.Length == 0 ? "." : folder).Select(file => Path.GetFileName(file))
                .Where(name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(Name(pattern), name, ignoreCase: false))
                .Order(StringComparer.Ordinal).Select(name => Join(folder, name)),
        ];
    }
}
