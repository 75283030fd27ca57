using Google.Protobuf;
using Weir.Definitions;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Graphs;

/// <summary>Makes a function of a part of a graph: all that some results need, back to the edges that become its arguments.</summary>
/// <param name="graph">The graph that has the part.</param>
/// <param name="arguments">The edges that the function is given, in order.</param>
internal sealed class FunctionMaker(Graph graph, IReadOnlyList<Output> arguments)
{
    private readonly Dictionary<Output, string> argumentNames = [];
    private readonly HashSet<Operation> needed = [];

    /// <summary>Edges that are read in the place of others.</summary>
    public IReadOnlyDictionary<Output, Output> Replaced { get; init; } = new Dictionary<Output, Output>();

    /// <summary>Whether the function waits for what its operations wait for, too; if not, only for what is part of it anyway.</summary>
    public bool FollowsControls { get; init; }

    /// <summary>Adds the function to the graph's library.</summary>
    /// <param name="name">The name; made unique.</param>
    /// <param name="results">The edges that it gives.</param>
    /// <param name="controlResults">What runs whether or not a result needs it.</param>
    public Function Make(string name, IReadOnlyList<Output> results, IReadOnlyList<Operation> controlResults)
    {
        Collect(results, controlResults);
        NameArguments();
        OpDef signature = new() { Name = graph.Functions.UniqueName(name) };
        for (int i = 0; i < arguments.Count; i++) signature.InputArg.Add(new OpDef.Types.ArgDef { Name = argumentNames[arguments[i]], Type = (DataType)arguments[i].DType.BaseType() });
        for (int i = 0; i < results.Count; i++) signature.OutputArg.Add(new OpDef.Types.ArgDef { Name = $"output_{i}", Type = (DataType)results[i].DType.BaseType() });
        signature.ControlOutput.AddRange(controlResults.Select(operation => operation.Name));
        FunctionDef header = new() { Signature = signature };
        for (int i = 0; i < results.Count; i++) header.Ret.Add($"output_{i}", NameOf(results[i]));
        foreach (Operation control in controlResults) header.ControlRet[control.Name] = control.Name;
        Function function = new()
        {
            Name = signature.Name,
            Definition = OpDefinition.Of(signature),
            Nodes = [.. needed.OrderBy(operation => operation.Id).Select(ToNode)],
            Results = [.. results.Select(NameOf)],
            ControlResults = [.. controlResults.Select(operation => operation.Name)],
            Attributes = AttributeList.Empty,
            Header = header.ToByteArray(),
            Options = new ImportOptions(),
        };
        graph.Functions.Add(function);
        return function;
    }

    private void Collect(IReadOnlyList<Output> results, IReadOnlyList<Operation> controlResults)
    {
        HashSet<Output> given = [.. arguments];
        Stack<Operation> open = [];
        void Need(Operation operation)
        {
            if (operation.Definition != Argument.OpDefinition && needed.Add(operation)) open.Push(operation);
        }

        void NeedEdge(Output edge)
        {
            Output read = Read(edge);
            if (!given.Contains(read)) Need(read.Operation);
        }

        foreach (Output result in results) NeedEdge(result);
        foreach (Operation control in controlResults) Need(control);
        while (open.TryPop(out Operation? operation))
        {
            foreach (Output edge in operation.InputEdges) NeedEdge(edge);
            if (!FollowsControls) continue;
            foreach (Operation control in operation.ControlEdges) Need(control);
        }
    }

    private void NameArguments()
    {
        string prefix = "arg";
        while (needed.Any(operation => operation.Name.StartsWith(prefix, StringComparison.Ordinal))) prefix += "_";
        for (int i = 0; i < arguments.Count; i++) argumentNames.Add(arguments[i], $"{prefix}{i}");
    }

    private FunctionNode ToNode(Operation operation) => new(operation.Name, operation.Type, operation.Device, operation.Attributes,
        [.. operation.InputEdges.Select(NameOf), .. operation.ControlEdges.Where(needed.Contains).Select(control => "^" + control.Name)]);

    private Output Read(Output edge)
    {
        while (Replaced.TryGetValue(edge, out Output with)) edge = with;
        return edge;
    }

    private string NameOf(Output edge)
    {
        Output read = Read(edge);
        if (argumentNames.TryGetValue(read, out string? argument)) return argument;
        (string output, int index) = Signature.NameOf(read.Operation.Definition.Outputs, read.Operation.Attributes, read.Index);
        return $"{read.Operation.Name}:{output}:{index}";
    }
}
