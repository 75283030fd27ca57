using Weir.Definitions;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Graphs;

/// <summary>A function of the library: its signature, and its body as templates that a call's attributes complete.</summary>
internal sealed class Function
{
    private readonly Lock gate = new();
    private readonly List<(AttributeList Attributes, FunctionBody Body)> bodies = [];

    public required string Name { get; init; }

    /// <summary>The signature as an op, for nodes whose op is the function's name.</summary>
    public required OpDefinition Definition { get; init; }

    public required IReadOnlyList<FunctionNode> Nodes { get; init; }

    /// <summary>For each result the edge in the body, <c>node:output:index</c>.</summary>
    public required IReadOnlyList<string> Results { get; init; }

    /// <summary>The nodes that run whether or not a result needs them.</summary>
    public required IReadOnlyList<string> ControlResults { get; init; }

    /// <summary>Attributes of the function itself.</summary>
    public required AttributeList Attributes { get; init; }

    /// <summary>The FunctionDef without its nodes, as bytes: what only an export needs.</summary>
    public required byte[] Header { get; init; }

    public required ImportOptions Options { get; init; }

    /// <summary>A call without attributes.</summary>
    public FunctionReference Reference => new(Name, AttributeList.Empty);

    /// <summary>Whether runs of it may differ or have effects.</summary>
    public bool IsStateful(FunctionLibrary library) =>
        Nodes.Any(node => (OpTable.FindDefinition(node.Type) ?? library.Find(node.Type)?.Definition)?.IsStateful ?? true);

    public FunctionDef ToProto(GraphExporter exporter)
    {
        FunctionDef proto = FunctionDef.Parser.ParseFrom(Header);
        proto.NodeDef.AddRange(Nodes.Select(exporter.ToNode));
        return proto;
    }

    /// <summary>The body for a call with these attributes.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the body is malformed.</exception>
    public FunctionBody Instantiate(AttributeList attributes, FunctionLibrary library)
    {
        lock (gate)
        {
            foreach ((AttributeList known, FunctionBody body) in bodies)
            {
                if (known.Equals(attributes)) return body;
            }

            FunctionBody made = new FunctionInstantiator(this, attributes, library).Make();
            bodies.Add((attributes, made));
            return made;
        }
    }

    /// <summary>A body that the caller may change, for arguments of these shapes.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the body is malformed, or takes another number of arguments.</exception>
    public FunctionBody Copy(AttributeList attributes, FunctionLibrary library, IReadOnlyList<Shape> argumentShapes)
    {
        int count = Signature.Expand(Definition.Inputs, attributes).Length;
        return count == argumentShapes.Count
            ? new FunctionInstantiator(this, attributes, library, argumentShapes).Make()
            : throw new TfException(StatusCode.InvalidArgument, $"Function '{Name}' takes {count} arguments, {argumentShapes.Count} are given.");
    }
}

/// <summary>A node of a function's body as the library holds it.</summary>
internal sealed record FunctionNode(string Name, string Type, string Device, AttributeList Attributes, string[] Inputs);

/// <summary>A body ready to be planned: a graph of its own, with operations for the arguments.</summary>
internal sealed record FunctionBody(Graph Graph, Operation[] Arguments, Output[] Results, Operation[] ControlResults)
{
    /// <summary>What the arguments hold.</summary>
    public Output[] ArgumentEdges => Array.ConvertAll(Arguments, argument => argument[0]);

    public bool IsArgument(Output edge) => Array.IndexOf(Arguments, edge.Operation) >= 0;

    /// <summary>Adds a function to the library that does what the body does, and takes and gives more behind that.</summary>
    public Function Extend(string name, IReadOnlyList<Output> addedArguments, IReadOnlyList<Output> addedResults) =>
        new FunctionMaker(Graph, [.. ArgumentEdges, .. addedArguments]) { FollowsControls = true }.Make(name + "_rewritten", [.. Results, .. addedResults], ControlResults);

    /// <summary>Whether the result of an argument's number is that argument, unchanged.</summary>
    public bool HandsOn(int argument) => argument < Results.Length && Results[argument].Source.Operation == Arguments[argument];
}
