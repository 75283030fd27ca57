using Weir.Ops;
using Weir.Protos;

namespace Weir.Saving;

/// <summary>Adds the operations of a saver to the graph, under the names that TensorFlow gives them.</summary>
/// <remarks>Source: BulkSaverBuilder in saver.py (TensorFlow 2.15).</remarks>
internal sealed class SaverBuilder(Graph graph, IReadOnlyList<NamedVariable> variables, SaverOptions options)
{
    private const string CpuDevice = "/device:CPU:0";

    public SaverDef Build()
    {
        using GraphScope scope = graph.NameScope(options.Name ?? "save");
        Output path = AddFileName();
        Output saved = options.Sharded ? new ShardedSave(graph, path, Shards()).Build() : AddSave(path);
        string restore = options.Sharded ? AddShardedRestore(path) : AddRestore(path, variables, "restore_all").Name;
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
        Operation save = options.WriteVersion == CheckpointVersion.V1 ? SaveOps.SaveSlices(graph, path, variables) : SaveOps.Save(graph, path, variables);
        using GraphScope after = graph.ControlDependencies(save);
        return SaveOps.Located(graph, path, "control_dependency");
    }

    /// <summary>Variables by the device that they ask for, in the order of the devices' names.</summary>
    private List<IReadOnlyList<NamedVariable>> Shards() =>
        [.. variables.GroupBy(saved => saved.Variable.Operation.Device).OrderBy(shard => shard.Key, StringComparer.Ordinal).Select(shard => (IReadOnlyList<NamedVariable>)[.. shard])];

    private string AddShardedRestore(Output path)
    {
        List<Operation> shards = [];
        foreach (IReadOnlyList<NamedVariable> shard in Shards())
        {
            using GraphScope device = graph.Device(shard[0].Variable.Operation.Device);
            shards.Add(AddRestore(path, shard, "restore_shard"));
        }

        return graph.Group(shards, "restore_all").Name;
    }

    private Operation AddRestore(Output path, IReadOnlyList<NamedVariable> restored, string name)
    {
        Operation restore;
        using (graph.Device(CpuDevice)) restore = SaveOps.Restore(graph, path, restored);
        List<Operation> assignments = [];
        for (int i = 0; i < restored.Count; i++) assignments.Add(Assign(restored[i].Variable, restore[i]));
        return graph.Group([.. assignments.OrderBy(assignment => assignment.Name, StringComparer.Ordinal)], name);
    }

    private Operation Assign(Variable variable, Output value)
    {
        if (options.Reshape)
        {
            Shape shape = variable.Shape;
            if (!shape.IsFullyDefined) throw new ArgumentException($"{variable.Name} has the shape {shape}: only variables of known shape are restored with Reshape.");
            value = Reshape.Build(value, graph.Constant(Tensor.From<int>([.. shape.Dimensions.ToArray().Select(size => checked((int)size))]), "Reshape/shape"));
        }

        if (variable.IsResource)
        {
            return graph.AddOperation("AssignVariableOp", [variable.Operation[0], graph.Identity(value)], name: "AssignVariableOp");
        }

        return graph.AddOperation("Assign", [variable.Operation[0], value], new Dictionary<string, object> { ["_class"] = new[] { "loc:@" + variable.Name } }, "Assign");
    }
}
