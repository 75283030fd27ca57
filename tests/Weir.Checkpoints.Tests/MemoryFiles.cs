namespace Weir.Checkpoints.Tests;

/// <summary>Files in memory, for tests that damage them. Counts nothing, remembers nothing.</summary>
internal sealed class MemoryFiles : IModelFileSystem
{
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    public string Root => "";

    public byte[] this[string path]
    {
        get => files[path];
        set => files[path] = value;
    }

    public MemoryFiles Without(string path)
    {
        files.Remove(path);
        return this;
    }

    public bool FileExists(string path) => files.ContainsKey(path);

    public bool DirectoryExists(string path) => path.Length == 0;

    public IReadOnlyList<string> List(string path) => [.. files.Keys.Order(StringComparer.Ordinal)];

    public IModelFile OpenRead(string path) => files.TryGetValue(path, out byte[]? bytes)
        ? new MemoryFile(path, bytes)
        : throw new TfException(StatusCode.NotFound, $"{path}; No such file or directory");

    private sealed class MemoryFile(string path, byte[] bytes) : IModelFile
    {
        public string Path => path;

        public long Length => bytes.Length;

        public int Read(Span<byte> destination, long offset)
        {
            int count = (int)Math.Clamp(bytes.Length - offset, 0, destination.Length);
            bytes.AsSpan((int)offset, count).CopyTo(destination);
            return count;
        }

        public void Dispose()
        {
        }
    }
}
