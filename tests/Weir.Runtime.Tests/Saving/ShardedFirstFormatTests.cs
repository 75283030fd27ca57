using System.Text.Json;
using Weir.Protos;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Sharded checkpoints of the first format, as TensorFlow wrote one: its names, its files byte by byte, its state file.</summary>
public sealed class ShardedFirstFormatTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-sharded-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Is_written_as_TensorFlow_wrote_it_and_restored()
    {
        using JsonDocument recorded = JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("v1_sharded", "expect.json")));
        Graph graph = new();
        Variable[] variables = [.. recorded.RootElement.GetProperty("tensors").EnumerateObject().Select((tensor, device) =>
        {
            using GraphScope scope = graph.Device($"/device:CPU:{device}");
            return graph.Variable(tensor.Name, Initializers.Value(TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(tensor.Value.GetProperty("tensor").GetBytesFromBase64()))));
        })];
        Operation init = graph.GlobalVariablesInitializer();
        Saver saver = new(graph, options: new SaverOptions { Sharded = true, WriteVersion = CheckpointVersion.V1 });
        SessionOptions options = new() { AllowSoftPlacement = true };
        using Session session = new(graph, options);
        session.Run(init);
        string expected = $"{folder}/model.ckpt-3-?????-of-00002";
        Assert.Equal(expected, saver.Save(session, $"{folder}/model.ckpt", globalStep: 3, new SaveOptions { WriteMetaGraph = false }));
        string[] files = [.. recorded.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).Where(file => file != "checkpoint")];
        Assert.Equal(2, files.Length);
        foreach (string file in files)
        {
            Assert.Equal(File.ReadAllBytes(CorpusFolder.Checkpoint("v1_sharded", file)), File.ReadAllBytes(Path.Combine(folder, file)));
        }

        Assert.Equal(recorded.RootElement.GetProperty("state").GetString()!.Replace("/ckpt/v1_sharded", folder, StringComparison.Ordinal), File.ReadAllText(Path.Combine(folder, "checkpoint")));
        Assert.Equal(expected, Checkpoint.Latest(folder));
        using Session other = new(graph, options);
        saver.Restore(other, expected);
        foreach (Variable variable in variables)
        {
            using Tensor saved = session.Run(variable);
            using Tensor restored = other.Run(variable);
            Assert.Equal(saved.ToString(), restored.ToString());
        }

        for (long step = 4; step < 9; step++) saver.Save(session, $"{folder}/model.ckpt", globalStep: step);
        Assert.False(Checkpoint.Exists(expected)); // the sixth takes the first one's place
        Assert.True(File.Exists($"{folder}/model.ckpt-8.meta"));
    }
}
