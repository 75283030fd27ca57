using Weir.Protos;

namespace Weir.Saving;

/// <summary>Adds the operations of a saver to the graph, under the names that TensorFlow gives them.</summary>
/// <remarks>Source: BulkSaverBuilder in saver.py (TensorFlow 2.15).</remarks>
internal sealed class SaverBuilder(Graph graph, IReadOnlyList<Saveable> saveables, SaverOptions options)
{
    private const string CpuDevice = "/device:CPU:0";

    public SaverDef Build()
    {
        using GraphScope scope = graph.NameScope(options.Name ?? "save");
        Output path = AddFileName();
        Output saved = options.Sharded ? AddShardedSave(path) : AddSave(path);
        string restore = options.Sharded ? AddShardedRestore(path) : AddRestore(path, saveables, "restore_all").Name;
        return new SaverDef
        {
            FilenameTensorName = path.Name,
            SaveTensorName = saved.Name,
            RestoreOpName = restore,
            MaxToKeep = options.MaxToKeep ?? 0,
            Sharded = options.Sharded,
            KeepCheckpointEveryNHours = (float)options.KeepCheckpointEveryNHours,
            Version = (SaverDef.Types.CheckpointFormatVersion)(int)options.WriteVersion,
        };
    }

    /// <summary>The tensor that is fed the prefix.</summary>
    private Output AddFileName()
    {
        Output name = graph.Constant(Tensor.Scalar(options.FileName ?? "model"), "filename/input");
        Output given = Placeholder(name, "filename");
        return Placeholder(given, "Const");
    }

    private Output Placeholder(Output input, string name) => graph.AddOperation(
        "PlaceholderWithDefault", [input], new Dictionary<string, object> { ["shape"] = Shape.Scalar }, name)[0];

    private Output AddSave(Output path)
    {
        Operation save = options.WriteVersion == CheckpointVersion.V1 ? SaveOps.SaveSlices(graph, path, saveables) : SaveOps.Save(graph, path, saveables);
        using GraphScope after = graph.ControlDependencies(save);
        return SaveOps.Located(graph, path, "control_dependency");
    }

    private Output AddShardedSave(Output path)
    {
        ShardedSave save = new(graph, path, Shards());
        return options.WriteVersion == CheckpointVersion.V1 ? save.BuildFirstFormat() : save.Build();
    }

    /// <summary>What is saved by the device that it asks for, in the order of the devices' names.</summary>
    private List<IReadOnlyList<Saveable>> Shards() =>
        [.. saveables.GroupBy(saveable => saveable.Operation.Device).OrderBy(shard => shard.Key, StringComparer.Ordinal).Select(shard => (IReadOnlyList<Saveable>)[.. shard])];

    private string AddShardedRestore(Output path)
    {
        List<Operation> shards = [];
        foreach (IReadOnlyList<Saveable> shard in Shards())
        {
            using GraphScope device = graph.Device(shard[0].Operation.Device);
            shards.Add(AddRestore(path, shard, "restore_shard"));
        }

        return graph.Group(shards, "restore_all").Name;
    }

    private Operation AddRestore(Output path, IReadOnlyList<Saveable> restored, string name)
    {
        Operation restore;
        using (graph.Device(CpuDevice)) restore = SaveOps.Restore(graph, path, restored);
        List<Operation> assignments = [];
        int at = 0;
        foreach (Saveable saveable in restored)
        {
            Output[] values = [.. saveable.Specs.Select(_ => restore[at++])];
            if (options.Reshape && saveable is VariableSaveable variable) values = [variable.Reshaped(values[0])];
            assignments.Add(saveable.Restore(values));
        }

        return graph.Group([.. assignments.OrderBy(assignment => assignment.Name, StringComparer.Ordinal)], name);
    }
}
