using System.Text.Json;
using Weir.Tests;

namespace Weir.Cli;

/// <summary>A folder that commands run in: models/NAME leads to each model of the corpus.</summary>
internal sealed class CliFolder : IDisposable
{
    private const string Models = "models";

    public CliFolder()
    {
        Path = Directory.CreateTempSubdirectory("weir-cli").FullName;
        Directory.CreateDirectory(In(Models));
        foreach (JsonProperty model in JsonElement.Parse(File.ReadAllText(Corpus.PathOf("cli/models.json"))).EnumerateObject())
        {
            Directory.CreateSymbolicLink(In($"{Models}/{model.Name}"), Corpus.PathOf(model.Value.GetString()!));
        }
    }

    public string Path { get; }

    public string In(string path) => System.IO.Path.Combine(Path, path);

    /// <summary>Removes all but the models.</summary>
    public void Empty()
    {
        foreach (string file in Directory.GetFiles(Path)) File.Delete(file);
        foreach (string folder in Directory.GetDirectories(Path))
        {
            if (System.IO.Path.GetFileName(folder) != Models) Directory.Delete(folder, recursive: true);
        }
    }

    public void Write(IEnumerable<(string Path, byte[] Bytes)> files)
    {
        foreach ((string path, byte[] bytes) in files)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(path))!);
            File.WriteAllBytes(In(path), bytes);
        }
    }

    /// <summary>Runs the program in this process.</summary>
    public async Task<(int ExitCode, string Output, string Error)> Run(string name, params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = await Program.RunAsync(name, args, new CliContext(output, error, Path));
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        foreach (string link in Directory.GetFileSystemEntries(In(Models))) Directory.Delete(link);
        Directory.Delete(Path, recursive: true);
    }
}
