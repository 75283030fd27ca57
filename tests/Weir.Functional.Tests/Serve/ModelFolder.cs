namespace Weir.Cli.Serve;

/// <summary>A temporary base path whose version folders are copies of models.</summary>
internal sealed class ModelFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("weir-models-").FullName;

    /// <summary>Puts a copy of a model of the corpus there under a version, whole at once: copied beside it and moved.</summary>
    public void Add(string version, string model)
    {
        string source = Tests.Corpus.PathOf($"{model}/model");
        string beside = System.IO.Path.Combine(Path, "copying");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = System.IO.Path.Combine(beside, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Directory.Move(beside, System.IO.Path.Combine(Path, version));
    }

    /// <summary>Puts a model there that is given as text.</summary>
    public void AddText(string version, string savedModel)
    {
        string beside = System.IO.Path.Combine(Path, "copying");
        Directory.CreateDirectory(beside);
        File.WriteAllText(System.IO.Path.Combine(beside, "saved_model.pbtxt"), savedModel);
        Directory.Move(beside, System.IO.Path.Combine(Path, version));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
