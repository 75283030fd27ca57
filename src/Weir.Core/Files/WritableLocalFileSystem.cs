using Microsoft.Win32.SafeHandles;

namespace Weir;

/// <summary>The machine's files, to be read and written: everything, or only what lies below one folder.</summary>
/// <remarks>A file is locked for as long as it is being written, which is how <see cref="DeleteAbandoned"/> knows that its writer lives.</remarks>
public sealed class WritableLocalFileSystem : IWritableFileSystem
{
    private readonly LocalFileSystem files;

    private WritableLocalFileSystem(LocalFileSystem files) => this.files = files;

    /// <summary>All files that the process may reach; relative paths start at the current folder.</summary>
    public static WritableLocalFileSystem Unrestricted { get; } = new(LocalFileSystem.Unrestricted);

    /// <inheritdoc/>
    public string Root => files.Root;

    /// <summary>Only what lies in or below a folder; relative paths start there.</summary>
    /// <param name="directory">The folder; need not exist yet.</param>
    public static WritableLocalFileSystem Rooted(string directory) => new(LocalFileSystem.Rooted(directory));

    /// <inheritdoc/>
    public bool FileExists(string path) => files.FileExists(path);

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => files.DirectoryExists(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string path) => files.List(path);

    /// <inheritdoc/>
    public IModelFile OpenRead(string path) => files.OpenRead(path);

    /// <inheritdoc/>
    public IModelFileWriter Create(string path, long expectedBytes = 0) => FileErrors.Translated(path, () =>
    {
        string full = Locate(path);
        if (Directory.Exists(full)) throw FileErrors.IsDirectory(path);
        while (true)
        {
            SafeFileHandle handle = File.OpenHandle(full, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, FileOptions.None, expectedBytes);
            // Until it was locked it may have seemed abandoned, and be gone by now.
            if (File.Exists(full)) return new LocalFileWriter(path, handle);
            handle.Dispose();
        }
    });

    /// <inheritdoc/>
    public void Move(string from, string to) => FileErrors.Translated(from, () => File.Move(Locate(from), Locate(to), overwrite: true));

    /// <inheritdoc/>
    public void Delete(string path) => FileErrors.Translated(path, () =>
    {
        if (files.FileExists(path)) File.Delete(Locate(path));
    });

    /// <inheritdoc/>
    public bool DeleteAbandoned(string path)
    {
        try
        {
            // To have it alone is to know that nobody writes it; the lock goes with the process that held it.
            using SafeFileHandle alone = File.OpenHandle(Locate(path), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(Locate(path));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TfException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path) => FileErrors.Translated(path, () => Directory.CreateDirectory(Locate(path)));

    /// <inheritdoc/>
    public void DeleteDirectory(string path) => FileErrors.Translated(path, () => Directory.Delete(Locate(path), recursive: false));

    private string Locate(string path) => files.Locate(path) ?? throw FileErrors.NotFound(path);
}
