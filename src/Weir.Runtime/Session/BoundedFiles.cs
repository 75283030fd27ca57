using System.Runtime.InteropServices;

namespace Weir.Sessions;

/// <summary>A session's files as one run sees them: with an end to what it may open, read and write.</summary>
internal class BoundedFiles : IModelFileSystem
{
    private readonly IModelFileSystem files;

    private BoundedFiles(IModelFileSystem files, FileBudget budget) => (this.files, Budget) = (files, budget);

    public string Root => files.Root;

    protected FileBudget Budget { get; }

    /// <summary>The files for a run that begins.</summary>
    public static IModelFileSystem Of(IModelFileSystem files, ModelLimits limits) =>
        files is IWritableFileSystem writable ? new Writable(writable, new FileBudget(limits)) : new BoundedFiles(files, new FileBudget(limits));

    public bool FileExists(string path) => files.FileExists(path);

    public bool DirectoryExists(string path) => files.DirectoryExists(path);

    public IReadOnlyList<string> List(string path)
    {
        IReadOnlyList<string> names = files.List(path);
        Budget.SpendFiles(path, names.Count);
        return names;
    }

    public IModelFile OpenRead(string path)
    {
        Budget.SpendFiles(path, 1);
        return new OpenFile(files.OpenRead(path), Budget);
    }

    /// <summary>Files that may also be written.</summary>
    private sealed class Writable(IWritableFileSystem writable, FileBudget budget) : BoundedFiles(writable, budget), IWritableFileSystem
    {
        public IModelFileWriter Create(string path, long expectedBytes)
        {
            Budget.SpendFiles(path, 1);
            return new OpenWriter(writable.Create(path, expectedBytes), Budget);
        }

        public void Move(string from, string to) => writable.Move(from, to);

        public void Delete(string path) => writable.Delete(path);

        public bool DeleteAbandoned(string path) => writable.DeleteAbandoned(path);

        public void CreateDirectory(string path)
        {
            Budget.SpendFiles(path, 1);
            writable.CreateDirectory(path);
        }

        public void DeleteDirectory(string path) => writable.DeleteDirectory(path);
    }

    private sealed class OpenFile(IModelFile file, FileBudget budget) : IModelFile
    {
        public string Path => file.Path;

        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset)
        {
            int count = file.Read(destination, offset);
            budget.SpendBytes(Path, count);
            return count;
        }

        public SafeBuffer? Map()
        {
            budget.SpendBytes(Path, Length);
            return file.Map();
        }

        public void Dispose() => file.Dispose();
    }

    private sealed class OpenWriter(IModelFileWriter file, FileBudget budget) : IModelFileWriter
    {
        public string Path => file.Path;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            budget.SpendBytes(Path, bytes.Length);
            file.Write(bytes);
        }

        public void FlushToDisk() => file.FlushToDisk();

        public void Dispose() => file.Dispose();
    }
}
