using Weir.Definitions;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Graphs;

/// <summary>Writes a graph as a GraphDef.</summary>
/// <param name="StripDefaults">Whether attributes that have their default value are left out, so that older readers know all that is there.</param>
/// <param name="AddShapes">Whether nodes say which shapes their outputs have: MetaGraphs have it so.</param>
internal sealed record GraphExporter(bool StripDefaults = false, bool AddShapes = false)
{
    /// <summary>Where a node says the shapes of its outputs; what an imported node said may no longer hold.</summary>
    private const string OutputShapes = "_output_shapes";

    public GraphDef Export(Graph graph)
    {
        GraphDef graphDef = new() { Versions = new VersionDef { Producer = graph.Producer } };
        foreach (Operation operation in graph.Operations) graphDef.Node.Add(ToNode(operation));
        if (graph.Functions.All.Count > 0) graphDef.Library = graph.Functions.ToProto(this);
        return graphDef;
    }

    /// <summary>A node of a function's body, as it was imported.</summary>
    public NodeDef ToNode(FunctionNode body)
    {
        NodeDef node = new() { Name = body.Name, Op = body.Type, Device = body.Device };
        node.Input.Add(body.Inputs);
        AddAttributes(node, body.Attributes, OpTable.FindDefinition(body.Type));
        return node;
    }

    private NodeDef ToNode(Operation operation)
    {
        NodeDef node = new() { Name = operation.Name, Op = operation.Type, Device = operation.Device };
        foreach (Output input in operation.Inputs) node.Input.Add(input.Index == 0 ? input.Operation.Name : input.Name);
        foreach (Operation control in operation.ControlInputs) node.Input.Add("^" + control.Name);
        AddAttributes(node, operation.Attributes, operation.Definition);
        node.Attr.Remove(OutputShapes);
        if (AddShapes && operation.OutputCount > 0) node.Attr.Add(OutputShapes, AttributeCodec.Encode(operation.OutputShapes));
        return node;
    }

    private void AddAttributes(NodeDef node, AttributeList attributes, OpDefinition? definition)
    {
        foreach ((string name, object value) in attributes.Items)
        {
            AttrValue encoded = AttributeCodec.Encode(value);
            bool isDefault = StripDefaults && definition?.FindAttribute(name)?.Default is { } usual && AttributeCodec.Encode(usual).Equals(encoded);
            if (!isDefault) node.Attr.Add(name, encoded);
        }
    }
}
