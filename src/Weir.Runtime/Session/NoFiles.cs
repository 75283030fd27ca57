namespace Weir;

/// <summary>The file system of sessions that were given none: everything is absent.</summary>
internal sealed class NoFiles : IModelFileSystem
{
    public static NoFiles Instance { get; } = new();

    public string Root => "";

    public bool FileExists(string path) => false;

    public bool DirectoryExists(string path) => false;

    public IReadOnlyList<string> List(string path) => throw NotFound(path);

    public IModelFile OpenRead(string path) => throw NotFound(path);

    private static TfException NotFound(string path) => new(StatusCode.NotFound, $"{path}; No such file or directory");
}
