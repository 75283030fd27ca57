namespace Weir.Saving;

/// <summary>The operations that write and read a checkpoint.</summary>
internal static class SaveOps
{
    public static Operation Save(Graph graph, Output path, IReadOnlyList<NamedVariable> variables)
    {
        string name = graph.ReserveName(graph.CurrentNameScope + "SaveV2");
        (Output names, Output slices) = AddNames(graph, name, variables);
        Output[] values = [.. variables.Select(saved => saved.SaveInput)];
        DType[] dtypes = [.. values.Select(value => value.DType.BaseType())];
        return graph.AddOperation("SaveV2", [path, names, slices, .. values], new Dictionary<string, object> { ["dtypes"] = dtypes }, name + "/");
    }

    /// <summary>Writes the first format.</summary>
    public static Operation SaveSlices(Graph graph, Output path, IReadOnlyList<NamedVariable> variables)
    {
        string name = graph.ReserveName(graph.CurrentNameScope + "save");
        Output names = Constant(graph, name + "/tensor_names/", [.. variables.Select(saved => saved.Name)]);
        Output slices = Constant(graph, name + "/shapes_and_slices/", [.. variables.Select(saved => saved.Slice)]);
        return graph.AddOperation("SaveSlices", [path, names, slices, .. variables.Select(saved => saved.SaveInput)],
            new Dictionary<string, object> { ["T"] = variables.Select(saved => saved.Variable.DType).ToArray() }, name + "/");
    }

    public static Operation Restore(Graph graph, Output path, IReadOnlyList<NamedVariable> variables)
    {
        string name = graph.ReserveName(graph.CurrentNameScope + "RestoreV2");
        (Output names, Output slices) = AddNames(graph, name, variables);
        DType[] dtypes = [.. variables.Select(saved => saved.Variable.DType)];
        return graph.AddOperation("RestoreV2", [path, names, slices], new Dictionary<string, object> { ["dtypes"] = dtypes }, name + "/");
    }

    /// <summary>The same value, placed with its operation.</summary>
    public static Output Located(Graph graph, Output value, string name) =>
        graph.AddOperation("Identity", [value], new Dictionary<string, object> { ["_class"] = new[] { "loc:@" + value.Operation.Name } }, name)[0];

    private static (Output Names, Output Slices) AddNames(Graph graph, string name, IReadOnlyList<NamedVariable> variables) => (
        Constant(graph, name + "/tensor_names/", [.. variables.Select(saved => saved.Name)]),
        Constant(graph, name + "/shape_and_slices/", [.. variables.Select(saved => saved.Slice)]));

    private static Output Constant(Graph graph, string name, string[] texts) => graph.Constant(Tensor.From<string>(texts), name);
}

/// <summary>A variable, or a part of a partitioned one, with what it is called in checkpoints.</summary>
/// <param name="Name">The name in checkpoints.</param>
/// <param name="Variable">The variable.</param>
internal sealed record NamedVariable(string Name, Variable Variable)
{
    /// <summary>The part of the whole that it is; empty: the whole.</summary>
    public string Slice => Variable.Slice?.Specification ?? "";

    /// <summary>What is written: the reference itself, or the value as it is read.</summary>
    public Output SaveInput => Variable.IsResource || Variable.Slice is not null ? Variable.Value : Variable.Operation[0];
}
