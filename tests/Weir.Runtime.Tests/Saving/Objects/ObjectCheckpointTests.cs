using System.Text.Json;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Checkpoints by objects: the same objects make TensorFlow's files, byte by byte, and its files are restored.</summary>
public sealed class ObjectCheckpointTests : IDisposable
{
    private static readonly JsonElement Recorded = JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("tf2_restore", "expect.json"))).RootElement;

    private readonly string folder = Directory.CreateTempSubdirectory("weir-objects-").FullName;
    private readonly Graph graph = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Saves_what_TensorFlow_saves()
    {
        Variable kernel = graph.Variable("dense/kernel", Initializers.Value(Tensor.From(new float[,] { { 0, 1, 2 }, { 3, 4, 5 } })));
        Variable bias = graph.Variable("dense/bias", Initializers.Value(Tensor.From(0.5f, 1f, 1.5f)));
        Variable step = graph.Variable("step", Initializers.Value(Tensor.Scalar(5L)));
        ObjectCheckpoint checkpoint = new(graph) { ["model"] = new Trackable { ["kernel"] = kernel, ["bias"] = bias }, ["step"] = step };
        using Session session = new(graph);
        session.Run(graph.GlobalVariablesInitializer());
        Assert.Equal($"{folder}/ckpt-1", checkpoint.Save(session, $"{folder}/ckpt"));
        CheckpointFiles.AssertSame(CorpusFolder.Checkpoint("tf2_objects", "ckpt-1"), $"{folder}/ckpt-1");
        Assert.Equal(File.ReadAllText(CorpusFolder.Checkpoint("tf2_objects", "checkpoint")), File.ReadAllText($"{folder}/checkpoint"));
        Assert.Equal($"{folder}/ckpt-2", checkpoint.Save(session, $"{folder}/ckpt"));
        Assert.Equal($"{folder}/ckpt-2", Checkpoint.Latest(folder));
    }

    [Theory]
    [InlineData("tf2_objects/ckpt-1")]
    [InlineData("tf2_nested/written")]
    [InlineData("tf2_sharded/sync-1")]
    [InlineData("tf2_sharded/async-1")]
    [InlineData("tf2_keras_adam/ckpt-1")]
    [InlineData("tf2_keras_adam/weights")]
    [InlineData("tf2_keras_legacy_adam/ckpt-1")]
    [InlineData("tf2_keras_sgd_momentum/ckpt-1")]
    public void Objects_of_a_checkpoint_restored_and_saved_again_make_the_same_files(string name)
    {
        string prefix = CorpusFolder.Checkpoint(name.Split('/'));
        ObjectCheckpoint checkpoint = RebuiltObjects.Of(graph, prefix);
        using Session session = new(graph);
        checkpoint.Read(session, prefix).AssertConsumed().AssertNontrivialMatch();
        checkpoint.Write(session, $"{folder}/again");
        CheckpointFiles.AssertSame(prefix, $"{folder}/again");
    }

    [Fact]
    public void A_checkpoint_of_names_is_restored_by_names()
    {
        JsonElement recorded = Recorded.GetProperty("Checkpoint.restore of a name-based file");
        (ObjectCheckpoint checkpoint, Variable kernel, Variable bias) = Model([2, 3]);
        using Session session = new(graph);
        CheckpointLoadStatus status = checkpoint.Restore(session, CorpusFolder.Checkpoint("tf2_restore", "name_based"));
        AssertValue(session, kernel, recorded.GetProperty("kernel"));
        AssertValue(session, bias, recorded.GetProperty("bias"));
        status.AssertConsumed().AssertExistingObjectsMatched();
    }

    [Fact]
    public void An_object_more_is_told()
    {
        JsonElement recorded = Recorded.GetProperty("object-based, one object more");
        (ObjectCheckpoint checkpoint, Variable kernel, _) = Model([2, 3]);
        Variable more = graph.Variable("more", Initializers.Ones, []);
        checkpoint["more"] = more;
        using Session session = new(graph);
        CheckpointLoadStatus status = checkpoint.Restore(session, CorpusFolder.Checkpoint("tf2_objects", "ckpt-1"));
        AssertValue(session, kernel, recorded.GetProperty("kernel"));
        TfException error = Assert.Throws<TfException>(() => status.AssertExistingObjectsMatched());
        Assert.Equal(StatusCode.FailedPrecondition, error.Code);
        Assert.Contains("Showing 1 of 1 unmatched objects: [<Variable 'more'", error.Message, StringComparison.Ordinal);
        Assert.Throws<TfException>(() => status.AssertConsumed());
        Assert.Throws<TfException>(() => session.Run(more));
        status.ExpectPartial().InitializeOrRestore();
        using Tensor value = session.Run(more);
        Assert.Equal([1f], value.ToArray<float>());
        AssertValue(session, kernel, recorded.GetProperty("kernel"));
    }

    [Fact]
    public void A_value_left_over_is_told()
    {
        Variable kernel = graph.Variable("kernel", shape: [2, 3]);
        ObjectCheckpoint checkpoint = new(graph) { ["model"] = new Trackable { ["kernel"] = kernel } };
        using Session session = new(graph);
        CheckpointLoadStatus status = checkpoint.Restore(session, CorpusFolder.Checkpoint("tf2_objects", "ckpt-1")).AssertExistingObjectsMatched();
        Assert.Contains("Unresolved object in checkpoint (root).step", Assert.Throws<TfException>(status.AssertConsumed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_shape_restores_nothing()
    {
        (ObjectCheckpoint checkpoint, Variable kernel, Variable bias) = Model([2, 4]);
        using Session session = new(graph);
        TfException error = Assert.Throws<TfException>(() => checkpoint.Restore(session, CorpusFolder.Checkpoint("tf2_objects", "ckpt-1")));
        string recorded = Recorded.GetProperty("object-based, shape differs").GetProperty("error").GetProperty("message").GetString()!;
        Assert.Equal(recorded.Replace("Variable:0", kernel.Name + ":0", StringComparison.Ordinal), error.Message);
        Assert.Throws<TfException>(() => session.Run(bias));
    }

    [Fact]
    public void A_variable_that_is_made_later_is_restored_when_it_is_asked_for()
    {
        Trackable model = new();
        ObjectCheckpoint checkpoint = new(graph) { ["model"] = model };
        using Session session = new(graph);
        CheckpointLoadStatus status = checkpoint.Restore(session, CorpusFolder.Checkpoint("tf2_objects", "ckpt-1"));
        Variable kernel = graph.Variable("late", shape: [2, 3]);
        model["kernel"] = kernel;
        status.RunRestoreOps();
        AssertValue(session, kernel, Recorded.GetProperty("restore on creation: variable made after restore"));
    }

    [Fact]
    public void What_is_not_there_is_told()
    {
        (ObjectCheckpoint checkpoint, Variable kernel, _) = Model([2, 3]);
        using Session session = new(graph);
        TfException error = Assert.Throws<TfException>(() => checkpoint.Restore(session, $"{folder}/absent"));
        JsonElement recorded = Recorded.GetProperty("absent").GetProperty("error");
        Assert.Equal(recorded.GetProperty("code").GetString(), error.Code.CanonicalName());
        Assert.Equal(recorded.GetProperty("message").GetString()!.Replace("/ckpt/tf2_restore", folder, StringComparison.Ordinal), error.Message);
        CheckpointLoadStatus nothing = checkpoint.Restore(session, null);
        Assert.Throws<TfException>(() => nothing.AssertConsumed());
        nothing.InitializeOrRestore();
        using Tensor value = session.Run(kernel);
        Assert.Equal(6, value.ElementCount);
    }

    [Fact]
    public void Numbers_go_on_after_a_restore()
    {
        (ObjectCheckpoint checkpoint, _, _) = Model([2, 3]);
        using (Session first = new(graph))
        {
            first.Run(graph.GlobalVariablesInitializer());
            checkpoint.Save(first, $"{folder}/ckpt");
            checkpoint.Save(first, $"{folder}/ckpt");
        }

        using Session second = new(graph);
        checkpoint.Restore(second, $"{folder}/ckpt-2");
        Assert.Equal($"{folder}/ckpt-3", checkpoint.Save(second, $"{folder}/ckpt"));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-1)]
    public void A_forged_object_graph_is_refused(int child)
    {
        Protos.TrackableObjectGraph forged = new() { Nodes = { new Protos.TrackableObjectGraph.Types.TrackableObject { Children = { new Protos.TrackableObjectGraph.Types.TrackableObject.Types.ObjectReference { LocalName = "x", NodeId = child } } } } };
        using (CheckpointWriter writer = CheckpointWriter.Create($"{folder}/forged"))
        {
            writer.Add("_CHECKPOINTABLE_OBJECT_GRAPH", Tensor.Scalar(Google.Protobuf.MessageExtensions.ToByteArray(forged)));
            writer.Finish();
        }

        (ObjectCheckpoint checkpoint, _, _) = Model([2, 3]);
        using Session session = new(graph);
        Assert.Equal(StatusCode.DataLoss, Assert.Throws<TfException>(() => checkpoint.Restore(session, $"{folder}/forged")).Code);
    }

    [Fact]
    public void A_damaged_object_graph_is_an_error_or_restores_less()
    {
        string source = CorpusFolder.Checkpoint("tf2_objects", "ckpt-1");
        using CheckpointReader reader = CheckpointReader.Open(source);
        using Tensor stored = reader.Read("_CHECKPOINTABLE_OBJECT_GRAPH");
        byte[] objects = stored.GetBytes(0).ToArray();
        (ObjectCheckpoint checkpoint, _, _) = Model([2, 3]);
        using Session session = new(graph);
        int errors = 0;
        for (int i = 0; i < objects.Length; i += 3)
        {
            byte[] damaged = [.. objects];
            damaged[i] ^= 0x55;
            using (CheckpointWriter writer = CheckpointWriter.Create($"{folder}/damaged"))
            {
                foreach (CheckpointEntry entry in reader.Entries.Where(entry => !entry.Name.StartsWith('_')))
                {
                    using Tensor value = reader.Read(entry.Name);
                    writer.Add(entry.Name, value);
                }

                writer.Add("_CHECKPOINTABLE_OBJECT_GRAPH", Tensor.Scalar(damaged));
                writer.Finish();
            }

            try
            {
                checkpoint.Restore(session, $"{folder}/damaged").AssertConsumed();
            }
            catch (TfException e)
            {
                Assert.Contains(e.Code, new[] { StatusCode.DataLoss, StatusCode.NotFound, StatusCode.InvalidArgument, StatusCode.FailedPrecondition });
                errors++;
            }
        }

        Assert.True(errors > 0, "No damage was noticed.");
    }

    private (ObjectCheckpoint Checkpoint, Variable Kernel, Variable Bias) Model(Shape kernelShape)
    {
        Variable kernel = graph.Variable("dense/kernel", shape: kernelShape);
        Variable bias = graph.Variable("dense/bias", Initializers.Zeros, [3]);
        return (new ObjectCheckpoint(graph) { ["model"] = new Trackable { ["kernel"] = kernel, ["bias"] = bias } }, kernel, bias);
    }

    private static void AssertValue(Session session, Variable variable, JsonElement expected)
    {
        using Tensor value = session.Run(variable);
        Assert.Equal(ApisFolder.Flat(expected), value.ToArray<float>());
    }
}
