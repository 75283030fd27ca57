namespace Weir.Sources;

/// <summary>Folders that are names only.</summary>
internal sealed class FakeFiles(params string[] folders) : IModelFileSystem
{
    public HashSet<string> Folders { get; } = [.. folders];

    /// <summary>Names of files directly under base paths.</summary>
    public HashSet<string> Files { get; } = [];

    public string Root => "";

    public bool FileExists(string path) => Files.Contains(path);

    public bool DirectoryExists(string path) => Folders.Contains(path);

    public IReadOnlyList<string> List(string path) => Folders.Contains(path)
        ? [.. Folders.Concat(Files).Where(f => f.StartsWith(path + "/", StringComparison.Ordinal)).Select(f => f[(path.Length + 1)..]).Where(f => !f.Contains('/')).Order(StringComparer.Ordinal)]
        : throw new TfException(StatusCode.NotFound, $"{path}; No such file or directory");

    public IModelFile OpenRead(string path) => throw new NotSupportedException();
}
