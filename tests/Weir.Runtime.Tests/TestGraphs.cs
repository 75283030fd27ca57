using System.Text;
using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>Short ways to the graphs that tests run.</summary>
internal static class TestGraphs
{
    /// <summary>The graph of a GraphDef in text format.</summary>
    public static Graph Parse(string text)
    {
        Graph graph = new();
        graph.Import(TextFormat.Parse<GraphDef>(Encoding.UTF8.GetBytes(text)));
        return graph;
    }

    public static Output Placeholder(this Graph graph, string name, Shape? shape = null) => graph.AddOperation(
        "Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = DType.Float32, ["shape"] = shape ?? Shape.Unknown }, name: name)[0];

    public static Output VariableHandle(this Graph graph, string name) => graph.AddOperation("VarHandleOp", attributes: new Dictionary<string, object>
    {
        ["dtype"] = DType.Float32, ["shape"] = Shape.Unknown, ["shared_name"] = name,
    })[0];

    public static Output Read(this Graph graph, Output handle, params Operation[] after) =>
        graph.AddOperation("ReadVariableOp", [handle], new Dictionary<string, object> { ["dtype"] = DType.Float32 }, controlInputs: after)[0];

    public static Operation AssignTo(this Graph graph, Output handle, Output value) => graph.AddOperation("AssignVariableOp", [handle, value]);

    public static Output Apply(this Graph graph, string op, params Output[] inputs) => graph.AddOperation(op, inputs)[0];

    public static float[] Floats(this Session session, Output fetch, params (Output Output, Tensor Tensor)[] feeds)
    {
        using Tensor result = session.Run(fetch, feeds.ToDictionary(feed => feed.Output, feed => feed.Tensor));
        return result.ToArray<float>();
    }

    public static float[] Floats(this Callable callable, params Tensor[] feeds)
    {
        Tensor[] results = new Tensor[1];
        callable.Run(feeds, results);
        using Tensor result = results[0];
        return result.ToArray<float>();
    }
}
