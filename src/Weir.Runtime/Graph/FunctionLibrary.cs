using Weir.Ops;
using Weir.Protos;

namespace Weir.Graphs;

/// <summary>The functions of a graph, by name. Bodies are made when a plan first calls them. Thread-safe once the import is over.</summary>
internal sealed class FunctionLibrary
{
    private readonly Lock gate = new();
    private readonly List<(string Kind, FunctionReference Of, Function Made)> derived = [];
    private readonly Dictionary<string, Function> functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> gradients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> registeredGradients = new(StringComparer.Ordinal);
    private readonly FunctionLibrary? outer;

    public FunctionLibrary()
    {
    }

    /// <summary>The functions of a GraphDef that is being imported, over those that the graph has.</summary>
    public FunctionLibrary(FunctionLibrary outer, FunctionDefLibrary? library, ImportOptions options)
    {
        this.outer = outer;
        foreach (FunctionDef proto in library?.Function ?? [])
        {
            Function function = FunctionImporter.Read(proto, options);
            if (!functions.TryAdd(function.Name, function))
            {
                throw new TfException(StatusCode.InvalidArgument, $"Cannot add function '{function.Name}' because a different function with the same name already exists.");
            }
        }

        foreach (GradientDef gradient in library?.Gradient ?? []) gradients[gradient.FunctionName] = gradient.GradientFunc;
        foreach (RegisteredGradient gradient in library?.RegisteredGradients ?? []) registeredGradients[gradient.RegisteredOpType] = gradient.GradientFunc;
    }

    public IReadOnlyCollection<Function> All
    {
        get
        {
            lock (gate) return [.. functions.Values];
        }
    }

    public Function? Find(string name)
    {
        lock (gate)
        {
            if (functions.TryGetValue(name, out Function? function)) return function;
        }

        return outer?.Find(name);
    }

    /// <summary>Refuses functions whose bodies use ops that nobody knows: an unknown op fails the load, called or not.</summary>
    public void CheckBodies()
    {
        foreach (Function function in functions.Values)
        {
            foreach (FunctionNode node in function.Nodes)
            {
                if (OpTable.FindDefinition(node.Type) is null && Find(node.Type) is null) throw OpTable.NotRegistered(node.Type);
            }
        }
    }

    /// <summary>The function that gives the gradient of a function, or of operations that ask for a gradient by this name; null: the library has none.</summary>
    public string? FindGradient(string name) => gradients.GetValueOrDefault(name) ?? registeredGradients.GetValueOrDefault(name);

    /// <summary>The function that an operation calls.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: there is none of this name.</exception>
    public Function Require(string name, Operation caller) => Find(name)
        ?? throw new TfException(StatusCode.InvalidArgument, $"Failed to find function \"{name}\" in function library; {caller}.");

    /// <summary>Adds a function that was made here, of a name that <see cref="UniqueName"/> gave.</summary>
    public void Add(Function function)
    {
        lock (gate) functions.Add(function.Name, function);
    }

    /// <summary>What a call needs that is made of the function which it names, made once.</summary>
    /// <param name="kind">What is made of it.</param>
    /// <param name="of">The function, as the call names it.</param>
    /// <param name="make">Makes it.</param>
    public FunctionReference Derive(string kind, FunctionReference of, Func<Function> make)
    {
        lock (gate)
        {
            if (derived.Find(known => known.Kind == kind && ReferenceEquals(known.Of, of)).Made is { } known) return known.Reference;
            Function made = make();
            derived.Add((kind, of, made));
            return made.Reference;
        }
    }

    /// <summary>A name that no function and no op has.</summary>
    public string UniqueName(string name)
    {
        string candidate = name;
        for (int i = 1; Find(candidate) is not null || OpTable.FindDefinition(candidate) is not null; i++) candidate = $"{name}_{i}";
        return candidate;
    }

    public FunctionDefLibrary ToProto(GraphExporter exporter) => new()
    {
        Function = { All.Select(function => function.ToProto(exporter)) },
        Gradient = { gradients.Select(pair => new GradientDef { FunctionName = pair.Key, GradientFunc = pair.Value }) },
        RegisteredGradients = { registeredGradients.Select(pair => new RegisteredGradient { RegisteredOpType = pair.Key, GradientFunc = pair.Value }) },
    };

    public void Merge(FunctionLibrary added)
    {
        foreach (Function function in added.functions.Values) functions[function.Name] = function;
        foreach ((string name, string gradient) in added.gradients) gradients[name] = gradient;
        foreach ((string name, string gradient) in added.registeredGradients) registeredGradients[name] = gradient;
    }
}
