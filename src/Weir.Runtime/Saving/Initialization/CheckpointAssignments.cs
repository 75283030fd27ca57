namespace Weir.Saving;

/// <summary>Finds the variables that tensors of a checkpoint are to initialize, and replaces their initializers.</summary>
internal sealed class CheckpointAssignments(Graph graph, CheckpointReader reader, string givenPath)
{
    /// <summary>All variables of the graph by name; of a partitioned one all parts by the name of the whole.</summary>
    private readonly Dictionary<string, List<Variable>> variables = BySavedName(graph.Collections.SelectMany(graph.GetCollection).OfType<Variable>().Distinct());

    /// <summary>Variables by their names in checkpoints, the parts of one together.</summary>
    public static Dictionary<string, List<Variable>> BySavedName(IEnumerable<Variable> variables) =>
        variables.GroupBy(variable => variable.SavedName, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

    public void Add(IReadOnlyDictionary<string, AssignmentTarget> assignments)
    {
        foreach ((string tensor, AssignmentTarget target) in assignments.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (Find(target) is { } found) AddOne(tensor, found);
            else AddScope(tensor, target.Name!);
        }
    }

    private IReadOnlyList<Variable>? Find(AssignmentTarget target)
    {
        if (target.Name is not { } name) return target.Variables;
        if (variables.TryGetValue(name, out List<Variable>? found)) return found;
        return variables.Values.SelectMany(parts => parts).FirstOrDefault(part => part.Name == name) is { } single ? [single] : null;
    }

    private void AddOne(string tensor, IReadOnlyList<Variable> target)
    {
        if (!reader.Contains(tensor)) throw new ArgumentException($"Tensor {tensor} is not found in {givenPath} checkpoint {Contents()}");
        Shape stored = reader.GetShape(tensor);
        if (target is [{ Slice: null } variable] && !variable.Shape.IsCompatibleWith(stored))
        {
            throw new ArgumentException($"Shape of variable {variable.Name}:0 ({PythonShapes.Tuple(variable.Shape)}) doesn't match with shape of tensor {tensor} ({PythonShapes.List(stored)}) from checkpoint reader.");
        }

        SetInitializers(target, tensor);
    }

    private void AddScope(string tensor, string target)
    {
        string scope = target.Contains('/', StringComparison.Ordinal) ? target[..target.LastIndexOf('/')] : "";
        if (!tensor.EndsWith('/'))
        {
            throw new ArgumentException($"Assignment map with scope only name {scope} should map to scope only {tensor}. Should be 'scope/': 'other_scope/'.");
        }

        foreach ((string name, List<Variable> parts) in variables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (scope.Length > 0 && !name.StartsWith(scope + "/", StringComparison.Ordinal)) continue;
            string rest = name[scope.Length..];
            if (target != "/") rest = rest[1..];
            string full = (tensor == "/" ? rest : tensor + rest).TrimEnd('/');
            if (!reader.Contains(full))
            {
                throw new ArgumentException($"Tensor {full} ({name[Math.Min(name.Length, scope.Length + 1)..]} in {tensor}) is not found in {givenPath} checkpoint");
            }

            SetInitializers(parts, full);
        }
    }

    private void SetInitializers(IReadOnlyList<Variable> target, string tensor)
    {
        if (target.Select(variable => variable.Slice?.FullName).Distinct().Skip(1).Any())
        {
            throw new ArgumentException($"Slices must all be from the same tensor: {string.Join(" != ", target.Select(variable => variable.SavedName).Distinct())}");
        }

        foreach (Variable variable in target)
        {
            string slice = variable.Slice?.Specification ?? "";
            Output path = graph.Constant(Tensor.Scalar(reader.Prefix), "checkpoint_initializer/prefix");
            Operation restore = graph.AddOperation("RestoreV2", [path, Text("tensor_names", tensor), Text("shape_and_slices", slice)],
                new Dictionary<string, object> { ["dtypes"] = new[] { variable.DType } }, "checkpoint_initializer");
            restore.Files = new PrefixFiles(reader.Prefix);
            variable.SetInitializer(Saveable.Of(variable).Restore([restore[0]]), restore[0]);
        }
    }

    private Output Text(string name, string value) => graph.Constant(Tensor.From<string>([value]), "checkpoint_initializer/" + name);

    private string Contents() => "{" + string.Join(", ", reader.Entries.Select(entry => $"'{entry.Name}': {PythonShapes.List(entry.Shape)}")) + "}";
}
