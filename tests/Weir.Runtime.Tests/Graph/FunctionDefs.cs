using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>Functions of int32 scalars as a GraphDef has them: those that call themselves no builder makes.</summary>
internal static class FunctionDefs
{
    public static FunctionDef Function(string name, string[] arguments, string result, params NodeDef[] nodes)
    {
        FunctionDef function = new() { Signature = new OpDef { Name = name, OutputArg = { new OpDef.Types.ArgDef { Name = "y", Type = DataType.DtInt32 } } } };
        foreach (string argument in arguments)
        {
            function.Signature.InputArg.Add(new OpDef.Types.ArgDef { Name = argument, Type = TypeOf(argument) });
        }

        function.NodeDef.AddRange(nodes);
        function.Ret["y"] = result;
        return function;
    }

    public static NodeDef Constant(string name, int value)
    {
        NodeDef node = new() { Name = name, Op = "Const" };
        using Tensor tensor = Tensor.Scalar(value);
        node.Attr["dtype"] = Type(DataType.DtInt32);
        node.Attr["value"] = new AttrValue { Tensor = TensorProtoCodec.Encode(tensor) };
        return node;
    }

    /// <summary>An op with one dtype, int32 but for handles.</summary>
    public static NodeDef Apply(string name, string op, params string[] inputs)
    {
        NodeDef node = new() { Name = name, Op = op, Input = { inputs } };
        node.Attr[op.Contains("Variable", StringComparison.Ordinal) ? "dtype" : "T"] = Type(DataType.DtInt32);
        return node;
    }

    public static NodeDef Handle(string name)
    {
        NodeDef node = new() { Name = name, Op = "VarHandleOp" };
        node.Attr["dtype"] = Type(DataType.DtInt32);
        node.Attr["shape"] = new AttrValue { Shape = new TensorShapeProto() };
        node.Attr["shared_name"] = new AttrValue { S = Google.Protobuf.ByteString.CopyFromUtf8(name) };
        return node;
    }

    public static NodeDef Call(string name, string function, params string[] inputs)
    {
        NodeDef node = new() { Name = name, Op = "StatefulPartitionedCall", Input = { inputs } };
        AddTypes(node, inputs);
        node.Attr["f"] = Of(function);
        return node;
    }

    public static NodeDef If(string name, string condition, string then, string otherwise, params string[] inputs)
    {
        NodeDef node = new() { Name = name, Op = "If", Input = { condition, inputs } };
        AddTypes(node, inputs);
        node.Attr["Tcond"] = Type(DataType.DtBool);
        node.Attr["then_branch"] = Of(then);
        node.Attr["else_branch"] = Of(otherwise);
        return node;
    }

    public static NodeDef Placeholder(string name)
    {
        NodeDef node = new() { Name = name, Op = "Placeholder" };
        node.Attr["dtype"] = Type(DataType.DtInt32);
        return node;
    }

    public static Graph Import(FunctionDef[] functions, params NodeDef[] nodes)
    {
        Graph graph = new();
        graph.Import(new GraphDef { Library = new FunctionDefLibrary { Function = { functions } }, Node = { nodes } });
        return graph;
    }

    private static void AddTypes(NodeDef node, string[] inputs)
    {
        node.Attr["Tin"] = new AttrValue { List = new AttrValue.Types.ListValue { Type = { inputs.Where(input => !input.StartsWith('^')).Select(TypeOf) } } };
        node.Attr["Tout"] = new AttrValue { List = new AttrValue.Types.ListValue { Type = { DataType.DtInt32 } } };
    }

    /// <summary>Handles are called so.</summary>
    private static DataType TypeOf(string name) => name.StartsWith("handle", StringComparison.Ordinal) ? DataType.DtResource : DataType.DtInt32;

    private static AttrValue Type(DataType type) => new() { Type = type };

    private static AttrValue Of(string function) => new() { Func = new NameAttrList { Name = function } };
}
