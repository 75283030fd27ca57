namespace Weir.Fuzz.Targets;

/// <summary>Files in memory, over those of a folder if there is one.</summary>
internal sealed class MemoryFiles(IModelFileSystem? below = null) : IModelFileSystem
{
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    public string Root => below?.Root ?? "";

    public byte[] this[string path]
    {
        set => files[path] = value;
    }

    public bool FileExists(string path) => files.ContainsKey(path) || below?.FileExists(path) == true;

    public bool DirectoryExists(string path) => path.Length == 0 || below?.DirectoryExists(path) == true;

    public IReadOnlyList<string> List(string path) => below?.List(path) ?? [.. files.Keys.Order(StringComparer.Ordinal)];

    public IModelFile OpenRead(string path) => files.TryGetValue(path, out byte[]? bytes) ? new MemoryFile(path, bytes)
        : below?.OpenRead(path) ?? throw new TfException(StatusCode.NotFound, $"{path}; No such file or directory");

    private sealed class MemoryFile(string path, byte[] bytes) : IModelFile
    {
        public string Path => path;

        public long Length => bytes.Length;

        public int Read(Span<byte> destination, long offset)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            int count = (int)Math.Clamp(bytes.Length - offset, 0, destination.Length);
            if (count > 0) bytes.AsSpan((int)offset, count).CopyTo(destination);
            return count;
        }

        public void Dispose()
        {
        }
    }
}
