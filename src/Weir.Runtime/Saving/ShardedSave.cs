namespace Weir.Saving;

/// <summary>Adds the operations that save a file for each device: of the format of today they are merged into one checkpoint, of the first format they stay apart.</summary>
internal sealed class ShardedSave(Graph graph, Output path, IReadOnlyList<IReadOnlyList<Saveable>> shards)
{
    private const string CpuDevice = "/device:CPU:0";

    /// <summary>Object stores have no folders to be deleted: there a part has a suffix, elsewhere a folder of its own.</summary>
    private const string ObjectStore = "^s3://.*";

    /// <returns>The prefix of the checkpoint.</returns>
    public Output Build()
    {
        Output temporary;
        using (graph.Device("/device:CPU:*")) temporary = AddTemporaryPrefix();
        Output count = graph.Constant(Tensor.Scalar(shards.Count), "num_shards");
        List<Output> prefixes = [];
        List<Operation> saved = [];
        using GraphScope device = graph.Device(CpuDevice);
        for (int i = 0; i < shards.Count; i++)
        {
            Output prefix = AddShardName(temporary, i, count);
            using GraphScope after = graph.ControlDependencies(SaveOps.Save(graph, prefix, shards[i]));
            saved.Add(SaveOps.Located(graph, prefix, "control_dependency").Operation);
            prefixes.Add(prefix);
        }

        return AddMerge(prefixes, saved);
    }

    /// <returns>The pattern that fits the names of all files, by which such a checkpoint goes.</returns>
    public Output BuildFirstFormat()
    {
        Output count = graph.Constant(Tensor.Scalar(shards.Count), "num_shards");
        List<Operation> saved = [];
        for (int i = 0; i < shards.Count; i++)
        {
            using GraphScope device = graph.Device(shards[i][0].Operation.Device);
            Output file = AddShardName(path, i, count);
            using GraphScope after = graph.ControlDependencies(SaveOps.SaveSlices(graph, file, shards[i]));
            saved.Add(SaveOps.Located(graph, file, "control_dependency").Operation);
        }

        using GraphScope afterAll = graph.ControlDependencies([.. saved]);
        return graph.AddOperation("ShardedFilespec", [path, count])[0];
    }

    private Output AddShardName(Output prefix, int index, Output count)
    {
        string name = graph.ReserveName(graph.CurrentNameScope + "ShardedFilename");
        Output shard = graph.Constant(Tensor.Scalar(index), name + "/shard/");
        return graph.AddOperation("ShardedFilename", [prefix, shard, count], name: name + "/")[0];
    }

    private Output AddTemporaryPrefix()
    {
        Output isObjectStore = graph.AddOperation("StaticRegexFullMatch", [path], new Dictionary<string, object> { ["pattern"] = ObjectStore })[0];
        Output part = graph.Constant(Tensor.Scalar(".part"));
        Output folder = graph.Constant(Tensor.Scalar("_temp/part"));
        Output suffix = graph.AddOperation("Select", [isObjectStore, part, folder])[0];
        return graph.AddOperation("StringJoin", [path, suffix], new Dictionary<string, object> { ["N"] = 2L })[0];
    }

    private Output AddMerge(List<Output> prefixes, List<Operation> saved)
    {
        string name = graph.ReserveName(graph.CurrentNameScope + "MergeV2Checkpoints");
        Operation merge;
        using (graph.ControlDependencies(saved))
        {
            Output all = graph.AddOperation("Pack", prefixes, new Dictionary<string, object> { ["N"] = (long)prefixes.Count, ["axis"] = 0L }, name + "/checkpoint_prefixes/")[0];
            merge = graph.AddOperation("MergeV2Checkpoints", [all, path], name: name + "/");
        }

        using GraphScope after = graph.ControlDependencies([merge, .. saved]);
        return graph.Identity(path);
    }
}
