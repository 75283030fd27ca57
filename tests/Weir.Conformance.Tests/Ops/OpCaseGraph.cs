using Weir.Protos;

namespace Weir.Conformance;

/// <summary>The graph of one case: placeholders <c>x0</c>, <c>x1</c>... and the node.</summary>
internal sealed class OpCaseGraph
{
    private const int MaxShapeConstant = 16;

    private OpCaseGraph(Graph graph, Operation operation, int inputCount)
    {
        Operation = operation;
        Graph = graph;
        Inputs = [.. Enumerable.Range(0, inputCount).Select(i => graph.GetOutput($"x{i}:0"))];
    }

    public Graph Graph { get; }

    public Operation Operation { get; }

    public Output[] Inputs { get; }

    public Output[] Outputs => [.. Enumerable.Range(0, Operation.OutputCount).Select(i => Operation[i])];

    /// <summary>The graph that is run: nothing is known of shapes, unless TensorFlow itself needed it.</summary>
    public static OpCaseGraph ToRun(OpCase one) => Build(one, (i, input) => Placeholder(i, input, one.NeedsShapes));

    /// <summary>The graph for the shape rule: the inputs' shapes are known, and small integer inputs are constants.</summary>
    public static OpCaseGraph WithShapes(OpCase one) =>
        Build(one, (i, input) => IsShapeConstant(input) ? Constant(i, input) : Placeholder(i, input, known: true));

    /// <summary>The graph of a node and of inputs of which nothing is known.</summary>
    public static OpCaseGraph Of(NodeDef node, Tensor[] inputs, int producer) => Build(node, inputs, producer, (i, input) => Placeholder(i, input, known: false));

    private static OpCaseGraph Build(OpCase one, Func<int, Tensor, NodeDef> makeInput) => Build(one.Node, one.Inputs, one.Producer, makeInput);

    private static OpCaseGraph Build(NodeDef node, Tensor[] inputs, int producer, Func<int, Tensor, NodeDef> makeInput)
    {
        GraphDef graphDef = new() { Versions = new VersionDef { Producer = producer } };
        for (int i = 0; i < inputs.Length; i++) graphDef.Node.Add(makeInput(i, inputs[i]));
        graphDef.Node.Add(node);
        Graph graph = new();
        graph.Import(graphDef);
        graph.TryGetOperation(node.Name, out Operation? operation);
        return new OpCaseGraph(graph, operation!, inputs.Length);
    }

    private static bool IsShapeConstant(Tensor input) =>
        input.DType is DType.Int32 or DType.Int64 && input.Shape.Rank <= 1 && input.ElementCount <= MaxShapeConstant;

    private static NodeDef Placeholder(int index, Tensor input, bool known)
    {
        NodeDef node = Input(index, "Placeholder", input.DType);
        if (known) node.Attr["shape"] = new AttrValue { Shape = ShapeProtoCodec.Encode(input.Shape) };
        return node;
    }

    private static NodeDef Constant(int index, Tensor input)
    {
        NodeDef node = Input(index, "Const", input.DType);
        node.Attr["value"] = new AttrValue { Tensor = TensorProtoCodec.Encode(input) };
        return node;
    }

    private static NodeDef Input(int index, string op, DType dtype)
    {
        NodeDef node = new() { Name = $"x{index}", Op = op };
        node.Attr["dtype"] = new AttrValue { Type = (DataType)dtype };
        return node;
    }
}
