using Weir.Graphs;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Benchmarks.Loops;

/// <summary>Writes the body of a function, node by node, as TensorFlow 2's loops have them in their graph's library.</summary>
internal sealed class FunctionBuilder
{
    private readonly FunctionDef function;

    public FunctionBuilder(string name, params (string Name, DType Type)[] inputs)
    {
        function = new FunctionDef { Signature = new OpDef { Name = name } };
        foreach ((string input, DType type) in inputs) function.Signature.InputArg.Add(new OpDef.Types.ArgDef { Name = input, Type = (DataType)(int)type });
    }

    public FunctionDef Build() => function;

    /// <summary>Adds a node of float elements.</summary>
    /// <returns>Its first output, to be named as another's input; the others end in 1, 2 and so on.</returns>
    public string Node(string op, params string[] inputs) => Node(op, DType.Float32, "T", inputs);

    public string Node(string op, DType type, string typeAttribute, params string[] inputs)
    {
        string name = $"{op}_{function.NodeDef.Count}";
        NodeDef node = new() { Name = name, Op = op, Input = { inputs } };
        node.Attr.Add(typeAttribute, new AttrValue { Type = (DataType)(int)type });
        if (op == "Split") node.Attr.Add("num_split", new AttrValue { I = 3 });
        function.NodeDef.Add(node);
        return $"{name}:{OpTable.FindDefinition(op)!.Outputs[0].Name}:0";
    }

    public string Const(Tensor value)
    {
        string name = $"Const_{function.NodeDef.Count}";
        NodeDef node = new() { Name = name, Op = "Const" };
        node.Attr.Add("dtype", new AttrValue { Type = (DataType)(int)value.DType });
        node.Attr.Add("value", new AttrValue { Tensor = TensorProtoCodec.Encode(value) });
        function.NodeDef.Add(node);
        return $"{name}:output:0";
    }

    public void Return(string name, DType type, string value)
    {
        function.Signature.OutputArg.Add(new OpDef.Types.ArgDef { Name = name, Type = (DataType)(int)type });
        function.Ret[name] = value;
    }

    /// <summary>Adds a loop over two functions to a graph.</summary>
    public static Operation While(Graph graph, FunctionDef condition, FunctionDef body, params Output[] inputs)
    {
        graph.Import(new GraphDef { Versions = new VersionDef { Producer = 1645 }, Library = new FunctionDefLibrary { Function = { condition, body } } });
        return graph.AddOperation("StatelessWhile", inputs, new Dictionary<string, object>
        {
            ["cond"] = new FunctionReference(condition.Signature.Name, AttributeList.Empty),
            ["body"] = new FunctionReference(body.Signature.Name, AttributeList.Empty),
        });
    }
}
