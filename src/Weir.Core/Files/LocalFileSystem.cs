namespace Weir;

/// <summary>The machine's files, read-only: everything, or only what lies below one folder.</summary>
/// <remarks>
/// <see cref="Rooted"/> is what models from strangers get: a path is resolved through links first, and one that leads outside the
/// root is answered with NOT_FOUND as if it did not exist.
/// </remarks>
public sealed class LocalFileSystem : IModelFileSystem
{
    /// <summary>As many links as Linux follows before it calls them a circle.</summary>
    private const int MaxLinks = 40;

    private readonly string? resolvedRoot;

    private LocalFileSystem(string root, bool restricted)
    {
        Root = root;
        if (restricted) resolvedRoot = Resolve(Path.GetFullPath(root));
    }

    /// <summary>All files that the process may read; relative paths start at the current folder.</summary>
    public static LocalFileSystem Unrestricted { get; } = new("", restricted: false);

    /// <inheritdoc/>
    public string Root { get; }

    /// <summary>Only what lies in or below a folder; relative paths start there.</summary>
    /// <param name="directory">The folder; need not exist yet.</param>
    public static LocalFileSystem Rooted(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new LocalFileSystem(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)), restricted: true);
    }

    /// <inheritdoc/>
    public bool FileExists(string path) => Locate(path) is { } full && File.Exists(full);

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => Locate(path) is { } full && Directory.Exists(full);

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string path)
    {
        if (Locate(path) is not { } full || !Directory.Exists(full)) throw FileErrors.NotFound(path);
        string[] names = [.. Directory.EnumerateFileSystemEntries(full).Select(entry => Path.GetFileName(entry))];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <inheritdoc/>
    public IModelFile OpenRead(string path)
    {
        if (Locate(path) is not { } full) throw FileErrors.NotFound(path);
        if (!File.Exists(full)) throw path.Length > 0 && Directory.Exists(full) ? FileErrors.IsDirectory(path) : FileErrors.NotFound(path);
        try
        {
            return new LocalFile(path, File.OpenHandle(full));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Of(path, e);
        }
    }

    /// <summary>The full path of what the caller may see, or null.</summary>
    internal string? Locate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Contains('\0', StringComparison.Ordinal)) return null;
        if (resolvedRoot is null) return Path.GetFullPath(path.Length == 0 ? "." : path);
        string full = Path.GetFullPath(path, Path.GetFullPath(Root));
        string real = Resolve(full);
        return real == resolvedRoot || real.StartsWith(WithSeparator(resolvedRoot), StringComparison.Ordinal) ? real : null;
    }

    private static string WithSeparator(string directory) =>
        Path.EndsInDirectorySeparator(directory) ? directory : directory + Path.DirectorySeparatorChar;

    /// <summary>Follows every link on the way, so that a link inside the root can not lead outside unseen.</summary>
    /// <remarks>A link's target is walked part by part like the path itself: it may go through further links.</remarks>
    /// <returns>The real path; an impossible one where links run in a circle.</returns>
    private static string Resolve(string fullPath)
    {
        string resolved = Path.GetPathRoot(fullPath)!;
        Stack<string> ahead = [];
        PushParts(ahead, fullPath);
        int links = 0;
        while (ahead.TryPop(out string? part))
        {
            string next = Path.Combine(resolved, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (info.LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks) return Path.Combine(Path.GetPathRoot(fullPath)!, "\u0001circular link");
            string full = Path.GetFullPath(target, resolved);
            resolved = Path.GetPathRoot(full)!;
            PushParts(ahead, full);
        }

        return resolved;
    }

    private static void PushParts(Stack<string> ahead, string fullPath)
    {
        string[] parts = fullPath[Path.GetPathRoot(fullPath)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (int i = parts.Length - 1; i >= 0; i--) ahead.Push(parts[i]);
    }
}
