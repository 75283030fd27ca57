using System.Text.Json;
using Google.Protobuf.Reflection;
using Weir.Protos.Serving;
using Weir.Protos.Text;

namespace Weir.Protos.Tests;

/// <summary>Our descriptors against TensorFlow's, in both directions for every file that we have.</summary>
public sealed class DescriptorConformanceTests
{
    /// <summary>A file that the recorded facts leave out: what is written of its messages is compared byte by byte, in ProfileWriterTests.</summary>
    private const string NotRecorded = "tsl/profiler/protobuf/xplane.proto";

    /// <summary>Our files by name, found through their messages, enums, imports and services.</summary>
    private static readonly Dictionary<string, FileDescriptor> Ours = CollectFiles();

    private static readonly Dictionary<string, JsonElement> Facts =
        Corpus.Json("facts/protos.json.gz").GetProperty("files").EnumerateArray().ToDictionary(file => file.Text("name"));

    [Fact]
    public void Every_file_of_the_project_is_compared()
    {
        string folder = Path.Combine(Corpus.Root, "..", "..", "src", "Weir.Protos", "proto");
        string[] files = [.. Directory.EnumerateFiles(folder, "*.proto", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))];
        Assert.True(files.Length >= 70);
        Assert.Empty(files.Except(Ours.Keys));
    }

    [Fact]
    public void Every_file_equals_the_facts()
    {
        List<string> differences = [];
        foreach ((string name, FileDescriptor file) in Ours)
        {
            if (name.StartsWith("google/", StringComparison.Ordinal) || name == NotRecorded)
                continue;
            if (!Facts.TryGetValue(name, out JsonElement facts))
                differences.Add($"{name}: not a file of TensorFlow");
            else
                differences.AddRange(Differences(name, FactLines.Of(facts), DescriptorLines.Of(file)));
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(40)));
    }

    private static IEnumerable<string> Differences(string file, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        string[] theirs = [.. expected];
        string[] ours = [.. actual];
        return theirs.Except(ours).Select(line => $"{file}: missing: {line}")
            .Concat(ours.Except(theirs).Select(line => $"{file}: too much: {line}"));
    }

    private static Dictionary<string, FileDescriptor> CollectFiles()
    {
        Dictionary<string, FileDescriptor> files = [];
        Queue<FileDescriptor> queue = new(
            [PredictionServiceReflection.Descriptor, ModelServiceReflection.Descriptor, Forwarding.StatusReflection.Descriptor, .. MessageCatalogue.Roots()]);
        while (queue.TryDequeue(out FileDescriptor? file))
        {
            if (!files.TryAdd(file.Name, file))
                continue;
            foreach (FileDescriptor imported in file.Dependencies.Concat(file.PublicDependencies))
                queue.Enqueue(imported);
        }
        return files;
    }
}
