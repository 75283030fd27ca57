using Weir.Ops;
using Weir.Protos;

namespace Weir.Graphs;

/// <summary>The functions of a graph, by name. Bodies are made when a plan first calls them. Thread-safe once the import is over.</summary>
internal sealed class FunctionLibrary
{
    private readonly Dictionary<string, Function> functions = new(StringComparer.Ordinal);
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
    }

    public IReadOnlyCollection<Function> All => functions.Values;

    public Function? Find(string name) => functions.TryGetValue(name, out Function? function) ? function : outer?.Find(name);

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

    public void Merge(FunctionLibrary added)
    {
        foreach (Function function in added.functions.Values) functions[function.Name] = function;
    }
}
