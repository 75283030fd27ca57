using System.Text.Json;
using Weir.Tests;

namespace Weir.Samples;

/// <summary>The sample that is the guide's programs, run as a user runs it and compared with what TensorFlow printed.</summary>
public sealed class SaveVariablesTests : IDisposable
{
    private const string Name = "SaveVariables";

    private readonly string folder = Directory.CreateTempSubdirectory("weir-sample-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Saves_and_restores_as_the_guide_says()
    {
        string prefix = $"{folder}/model.ckpt";
        Assert.Equal((0, $"Model saved in path: {prefix}\n", ""), await Run("save", prefix));
        Assert.Equal((0, "Model restored.\nv1 : [1. 1. 1.]\nv2 : [-1. -1. -1. -1. -1.]\n", ""), await Run("restore", prefix));
        Assert.Equal((0, "v1 : [0. 0. 0.]\nv2 : [-1. -1. -1. -1. -1.]\n", ""), await Run("subset", prefix));
    }

    [Fact]
    public async Task Restores_what_TensorFlow_saved() => Assert.Equal(
        (0, "Model restored.\nv1 : [1. 1. 1.]\nv2 : [-1. -1. -1. -1. -1.]\n", ""), await Run("restore", Corpus.PathOf("checkpoints/seed/model.ckpt")));

    [Fact]
    public async Task Inspects_what_TensorFlow_saved_and_prints_what_it_printed()
    {
        JsonElement[] calls = [.. JsonElement.Parse(File.ReadAllText(Corpus.PathOf("checkpoints/seed/expect.json"))).GetProperty("python_calls").EnumerateArray()];
        string Printed(string name, bool all) => calls.First(call => call.GetProperty("tensor_name").GetString() == name && call.GetProperty("all_tensors").GetBoolean() == all).GetProperty("stdout").GetString()!;
        Assert.Equal((0, Printed("", true) + Printed("v1", false) + Printed("v2", false), ""), await Run("inspect", Corpus.PathOf("checkpoints/seed/model.ckpt")));
    }

    private static Task<(int ExitCode, string Output, string Error)> Run(params string[] args) => SampleProcess.Run(Name, args);
}
