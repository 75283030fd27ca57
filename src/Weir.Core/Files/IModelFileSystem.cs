namespace Weir;

/// <summary>The one door through which loaders and ops reach files.</summary>
/// <remarks>
/// Paths are <c>/</c>-strings, relative to the model's root or below it. An implementation answers NOT_FOUND for what it does not
/// show; it never tells "absent" from "outside". Implementations are safe for concurrent use.
/// </remarks>
public interface IModelFileSystem
{
    /// <summary>The root as users know it, for messages and for the paths that graphs are fed with. No trailing slash.</summary>
    string Root { get; }

    /// <summary>Whether a readable file stands at this path.</summary>
    /// <param name="path">A path with <c>/</c> separators.</param>
    bool FileExists(string path);

    /// <summary>Whether a folder stands at this path.</summary>
    /// <param name="path">A path with <c>/</c> separators.</param>
    bool DirectoryExists(string path);

    /// <summary>The names (not paths) of the files and folders directly inside a folder, in ordinal order.</summary>
    /// <param name="path">A path with <c>/</c> separators; empty for the root.</param>
    /// <exception cref="TfException">NOT_FOUND: no such folder.</exception>
    IReadOnlyList<string> List(string path);

    /// <summary>Opens a file for reading at any offset.</summary>
    /// <param name="path">A path with <c>/</c> separators.</param>
    /// <returns>The open file; the caller disposes it.</returns>
    /// <exception cref="TfException">NOT_FOUND: no such file. FAILED_PRECONDITION: it is a folder. PERMISSION_DENIED: it can not be read.</exception>
    IModelFile OpenRead(string path);
}
