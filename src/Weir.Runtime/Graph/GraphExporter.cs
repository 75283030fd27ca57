using Weir.Protos;

namespace Weir.Graphs;

/// <summary>Writes a graph as a GraphDef.</summary>
internal static class GraphExporter
{
    /// <param name="graph">The graph.</param>
    /// <param name="stripDefaults">Whether attributes that have their default value are left out, so that older readers know all that is there.</param>
    /// <exception cref="TfException">UNIMPLEMENTED: the graph has a library of functions.</exception>
    public static GraphDef Export(Graph graph, bool stripDefaults)
    {
        if (graph.Functions.All.Count > 0) throw new TfException(StatusCode.Unimplemented, "Graphs with a library of functions can not be exported yet.");
        GraphDef graphDef = new() { Versions = new VersionDef { Producer = graph.Producer } };
        foreach (Operation operation in graph.Operations) graphDef.Node.Add(ToNode(operation, stripDefaults));
        return graphDef;
    }

    private static NodeDef ToNode(Operation operation, bool stripDefaults)
    {
        NodeDef node = new() { Name = operation.Name, Op = operation.Type, Device = operation.Device };
        foreach (Output input in operation.Inputs) node.Input.Add(input.Index == 0 ? input.Operation.Name : input.Name);
        foreach (Operation control in operation.ControlInputs) node.Input.Add("^" + control.Name);
        foreach ((string name, object value) in operation.Attributes.Items)
        {
            AttrValue encoded = AttributeCodec.Encode(value);
            bool isDefault = stripDefaults && operation.Definition.FindAttribute(name)?.Default is { } usual && AttributeCodec.Encode(usual).Equals(encoded);
            if (!isDefault) node.Attr.Add(name, encoded);
        }

        return node;
    }
}
