namespace Weir.Saving;

/// <summary>The operations that write and read a checkpoint.</summary>
internal static class SaveOps
{
    public static Operation Save(Graph graph, Output path, IReadOnlyList<Saveable> saveables)
    {
        SaveSpec[] specs = Specs(saveables);
        string name = graph.ReserveName(graph.CurrentNameScope + "SaveV2");
        (Output names, Output slices) = AddNames(graph, name, specs);
        return graph.AddOperation("SaveV2", [path, names, slices, .. specs.Select(spec => spec.Value)], Types("dtypes", specs), name + "/");
    }

    /// <summary>Writes the first format.</summary>
    public static Operation SaveSlices(Graph graph, Output path, IReadOnlyList<Saveable> saveables)
    {
        SaveSpec[] specs = Specs(saveables);
        string name = graph.ReserveName(graph.CurrentNameScope + "save");
        Output names = Constant(graph, name + "/tensor_names/", specs.Select(spec => spec.Name));
        Output slices = Constant(graph, name + "/shapes_and_slices/", specs.Select(spec => spec.Slice));
        return graph.AddOperation("SaveSlices", [path, names, slices, .. specs.Select(spec => spec.Value)], Types("T", specs), name + "/");
    }

    public static Operation Restore(Graph graph, Output path, IReadOnlyList<Saveable> saveables)
    {
        SaveSpec[] specs = Specs(saveables);
        string name = graph.ReserveName(graph.CurrentNameScope + "RestoreV2");
        (Output names, Output slices) = AddNames(graph, name, specs);
        return graph.AddOperation("RestoreV2", [path, names, slices], Types("dtypes", specs), name + "/");
    }

    /// <summary>The same value, placed with its operation.</summary>
    public static Output Located(Graph graph, Output value, string name) =>
        graph.AddOperation("Identity", [value], new Dictionary<string, object> { [Graphs.Colocation.Attribute] = Graphs.Colocation.With(value.Operation.Name) }, name)[0];

    private static SaveSpec[] Specs(IReadOnlyList<Saveable> saveables) => [.. saveables.SelectMany(saveable => saveable.Specs)];

    private static Dictionary<string, object> Types(string attribute, SaveSpec[] specs) => new() { [attribute] = specs.Select(spec => spec.DType).ToArray() };

    private static (Output Names, Output Slices) AddNames(Graph graph, string name, SaveSpec[] specs) => (
        Constant(graph, name + "/tensor_names/", specs.Select(spec => spec.Name)),
        Constant(graph, name + "/shape_and_slices/", specs.Select(spec => spec.Slice)));

    private static Output Constant(Graph graph, string name, IEnumerable<string> texts) => graph.Constant(Tensor.From<string>([.. texts]), name);
}
