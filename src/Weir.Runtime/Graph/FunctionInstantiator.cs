using System.Globalization;
using Weir.Definitions;
using Weir.Ops;

namespace Weir.Graphs;

/// <summary>Makes the body of a function for a call: puts the call's attributes in, makes operations, connects them.</summary>
/// <param name="function">The function.</param>
/// <param name="call">The attributes of the call.</param>
/// <param name="library">The functions that the body may call.</param>
/// <param name="shapes">What is known of the arguments' shapes; null: nothing.</param>
internal sealed class FunctionInstantiator(Function function, AttributeList call, FunctionLibrary library, IReadOnlyList<Shape>? shapes = null)
{
    private readonly Graph body = Graph.OfBody(library);
    private readonly Dictionary<string, Operation> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Operation[]> arguments = new(StringComparer.Ordinal);

    public FunctionBody Make()
    {
        Operation[] args = MakeArguments();
        List<Operation> operations = [.. args];
        foreach (FunctionNode node in function.Nodes)
        {
            Operation operation = MakeNode(node, operations.Count);
            if (!nodes.TryAdd(node.Name, operation)) throw Wrong($"node '{node.Name}' is not unique");
            operations.Add(operation);
        }

        foreach (FunctionNode node in function.Nodes) Connect(nodes[node.Name], node);
        foreach (Operation operation in TopologicalOrder.Of(operations))
        {
            NodeChecks.CheckInputs(operation);
            ShapeInference.Infer(operation);
            if (shapes is not null && operation.Id < args.Length) operation.OutputShapes[0] = shapes[operation.Id];
        }

        body.AddAll(operations);
        return new FunctionBody(body, args, [.. function.Results.SelectMany(ResolveAll)], [.. function.ControlResults.Select(Node)]);
    }

    private Operation[] MakeArguments()
    {
        List<Operation> all = [];
        foreach (ArgumentDefinition argument in function.Definition.Inputs)
        {
            DType[] types = Signature.Expand([argument], call);
            Operation[] own = new Operation[types.Length];
            for (int i = 0; i < own.Length; i++) own[i] = MakeArgument(own.Length == 1 ? argument.Name : $"{argument.Name}_{i}", types[i], all.Count + i);
            arguments[argument.Name] = own;
            all.AddRange(own);
        }

        return [.. all];
    }

    private Operation MakeArgument(string name, DType type, int index) => new(body, index, name, Argument.OpDefinition,
        new AttributeList(KeyValuePair.Create<string, object>("T", type), KeyValuePair.Create<string, object>("index", (long)index)), device: "");

    private Operation MakeNode(FunctionNode node, int id)
    {
        OpDefinition definition = OpTable.FindDefinition(node.Type) ?? library.Find(node.Type)?.Definition ?? throw OpTable.NotRegistered(node.Type);
        List<KeyValuePair<string, object>> values = [];
        foreach ((string name, object value) in node.Attributes.Items)
        {
            if (definition.FindAttribute(name) is not null || name.StartsWith('_')) values.Add(KeyValuePair.Create(name, Substitute(value)));
        }

        foreach (AttributeDefinition attribute in definition.Attributes)
        {
            if (attribute.Default is { } value && node.Attributes.Find(attribute.Name) is null) values.Add(KeyValuePair.Create(attribute.Name, value));
        }

        Operation operation = new(body, id, node.Name, definition, new AttributeList([.. values]), node.Device);
        NodeChecks.CheckAttributes(operation);
        return operation;
    }

    private object Substitute(object value) => value switch
    {
        AttributePlaceholder placeholder => call.Find(placeholder.Name) ?? throw Wrong($"the call does not give the attribute '{placeholder.Name}'"),
        FunctionReference { Attributes.Items.Count: > 0 } reference => reference with
        {
            Attributes = new AttributeList([.. reference.Attributes.Items.Select(item => KeyValuePair.Create(item.Key, Substitute(item.Value)))]),
        },
        _ => value,
    };

    private void Connect(Operation operation, FunctionNode node)
    {
        List<Output> edges = [];
        List<Operation> controls = [];
        foreach (string input in node.Inputs)
        {
            if (input.StartsWith('^')) controls.Add(Node(input[1..]));
            else edges.AddRange(ResolveAll(input));
        }

        operation.InputEdges = [.. edges];
        operation.ControlEdges = [.. controls];
    }

    /// <summary>The edges that <c>argument</c>, <c>argument:index</c>, <c>node:output</c> or <c>node:output:index</c> names.</summary>
    private IEnumerable<Output> ResolveAll(string name)
    {
        string[] parts = name.Split(':');
        if (arguments.TryGetValue(parts[0], out Operation[]? args))
        {
            if (parts.Length == 1) return args.Select(arg => arg[0]);
            return [args[Index(parts[1], args.Length, name)][0]];
        }

        Operation node = Node(parts[0]);
        if (parts.Length == 1) return [node[0]];
        if (Signature.Find(node.Definition.Outputs, node.Attributes, parts[1]) is not var (start, count)) throw Wrong($"'{name}' names an output that {node} does not have");
        return parts.Length == 2
            ? Enumerable.Range(start, count).Select(index => node[index])
            : [node[start + Index(parts[2], count, name)]];
    }

    private int Index(string text, int count, string name) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < count
            ? index : throw Wrong($"'{name}' has no valid index");

    private Operation Node(string name) => nodes.TryGetValue(name, out Operation? node) ? node : arguments.TryGetValue(name, out Operation[]? args) && args.Length == 1 ? args[0] : throw Wrong($"there is no node '{name}'");

    private TfException Wrong(string what) => new(StatusCode.InvalidArgument, $"Function '{function.Name}' is malformed: {what}.");
}
