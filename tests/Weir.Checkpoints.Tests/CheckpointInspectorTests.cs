using System.Text.Json;
using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests;

/// <summary>What <c>print_tensors_in_checkpoint_file</c> printed.</summary>
public sealed class CheckpointInspectorTests
{
    public static TheoryData<int> Calls() => [.. Enumerable.Range(0, Recorded().GetArrayLength())];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Prints_what_TensorFlow_printed(int index)
    {
        JsonElement call = Recorded()[index];
        using StringWriter output = new();
        CheckpointInspector.PrintTensorsInCheckpointFile(
            call.GetProperty("file_name").GetString()!.Replace("/ckpt/seed", CorpusFolder.Checkpoint("seed"), StringComparison.Ordinal),
            call.GetProperty("tensor_name").GetString()!,
            call.GetProperty("all_tensors").GetBoolean(),
            call.TryGetProperty("all_tensor_names", out JsonElement names) && names.GetBoolean(),
            call.TryGetProperty("count_exclude_pattern", out JsonElement pattern) ? pattern.GetString()! : "",
            output);
        Assert.Equal(call.GetProperty("stdout").GetString()!.Replace("/ckpt/seed", CorpusFolder.Checkpoint("seed"), StringComparison.Ordinal), output.ToString());
    }

    [Theory]
    [InlineData("v1", "tensor: v1 (float32) [3]\n[1. 1. 1.]\n# Total number of params: 8\n")]
    [InlineData(null, "tensor: v1 (float32) [3]\n[1. 1. 1.]\ntensor: v2 (float32) [5]\n[-1. -1. -1. -1. -1.]\n# Total number of params: 8\n")]
    public void Prints_one_tensor_alone_or_all(string? name, string expected)
    {
        using StringWriter output = new();
        CheckpointInspector.Print(CorpusFolder.Checkpoint("seed", "model.ckpt"), name, output);
        Assert.Equal(expected, output.ToString());
    }

    [Fact]
    public void Prints_what_the_guide_shows()
    {
        using StringWriter output = new();
        CheckpointInspector.Print(CorpusFolder.Checkpoint("seed", "model.ckpt"), output, new InspectorOptions { AllTensors = true, IsCompat1 = true });
        Assert.Equal("tensor_name:  v1\n[ 1.  1.  1.]\ntensor_name:  v2\n[-1. -1. -1. -1. -1.]\n", output.ToString());
    }

    private static JsonElement Recorded() => CorpusFolder.Json(CorpusFolder.Checkpoint("seed", "expect.json")).RootElement.GetProperty("python_calls");
}
