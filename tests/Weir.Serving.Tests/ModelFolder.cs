namespace Weir.Tests;

/// <summary>A temporary base path whose version folders are copies of models.</summary>
internal sealed class ModelFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("weir-models-").FullName;

    /// <summary>Puts a copy of a model there under a version, whole at once: copied beside it and moved.</summary>
    public void Add(string version, string model)
    {
        string beside = System.IO.Path.Combine(Path, "copying");
        foreach (string file in Directory.EnumerateFiles(model, "*", SearchOption.AllDirectories))
        {
            string target = System.IO.Path.Combine(beside, System.IO.Path.GetRelativePath(model, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Directory.Move(beside, System.IO.Path.Combine(Path, version));
    }

    public void Remove(string version) => Directory.Delete(System.IO.Path.Combine(Path, version), recursive: true);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
