namespace Weir.Saving;

/// <summary>The machine's files as a saver's own operations see them: nothing but what begins with one of some prefixes.</summary>
/// <remarks>A graph from elsewhere may hang other operations on its save op; they reach no other file.</remarks>
internal sealed class PrefixFiles(params string[] prefixes) : IWritableFileSystem
{
    private readonly WritableLocalFileSystem files = WritableLocalFileSystem.Unrestricted;
    private readonly string[] own = Array.ConvertAll(prefixes, FilesOf);

    public string Root => files.Root;

    public bool FileExists(string path) => IsOwn(path) && files.FileExists(path);

    public bool DirectoryExists(string path) => (IsOwn(path) || IsAbove(path)) && files.DirectoryExists(path);

    public IReadOnlyList<string> List(string path)
    {
        if (IsOwn(path)) return files.List(path);
        if (!IsAbove(path)) throw NotFound(path);
        return [.. files.List(path).Where(name => IsOwn(Checkpoints.CheckpointPaths.Join(path, name)))];
    }

    public IModelFile OpenRead(string path) => files.OpenRead(Own(path));

    public IModelFileWriter Create(string path, long expectedBytes = 0) => files.Create(Own(path), expectedBytes);

    public void Move(string from, string to) => files.Move(Own(from), Own(to));

    public void Delete(string path) => files.Delete(Own(path));

    public bool DeleteAbandoned(string path) => IsOwn(path) && files.DeleteAbandoned(path);

    public void CreateDirectory(string path)
    {
        if (!IsAbove(path)) Own(path);
        files.CreateDirectory(path);
    }

    public void DeleteDirectory(string path) => files.DeleteDirectory(Own(path));

    /// <summary>What the files of a checkpoint begin with: of a sharded one of the first format, which goes by a pattern, what is before that.</summary>
    private static string FilesOf(string prefix) => prefix.LastIndexOf("-?????-of-", StringComparison.Ordinal) is var pattern and >= 0 ? prefix[..(pattern + 1)] : prefix;

    private string Own(string path) => IsOwn(path) ? path : throw NotFound(path);

    private bool IsOwn(string path) =>
        Array.Exists(own, prefix => path.StartsWith(prefix, StringComparison.Ordinal) && !path[prefix.Length..].Contains("..", StringComparison.Ordinal));

    private bool IsAbove(string path) => Array.Exists(own, prefix => prefix.StartsWith(path, StringComparison.Ordinal));

    private static TfException NotFound(string path) => new(StatusCode.NotFound, $"{path}; No such file or directory");
}
