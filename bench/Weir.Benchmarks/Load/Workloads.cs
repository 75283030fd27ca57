using Weir.Benchmarks.Models;
using Weir.Protos;

namespace Weir.Benchmarks.Load;

/// <summary>What the runtime is loaded with: models of tests/corpus/bench, and graphs of a few nodes that use what those models lack.</summary>
internal static class Workloads
{
    private const int Rounds = 50;
    private const int Rows = 8;

    /// <summary>Small graphs, by name.</summary>
    public static IReadOnlyList<(string Name, Func<Workload> Open)> Small { get; } =
    [
        ("a product", Product), ("a conditional", Conditional), ("a loop over lists", ListLoop), ("a loop over arrays", ArrayLoop), ("a loop of TensorFlow 1", FrameLoop),
        ("an assigned variable", Assigned), ("a lookup of 8 strings", Lookup), ("8 strings joined", Strings), ("8 examples parsed", Examples),
    ];

    /// <summary>A model at batch 1.</summary>
    public static Workload Model(string name) => Model(name, Options);

    public static Workload Model(string name, SessionOptions options)
    {
        BenchModel bench = BenchModel.Open([name]).First();
        SavedModelBundle model = SavedModelBundle.Load(options with { AllowSoftPlacement = true }, null, bench.SavedModel, ["serve"]);
        Weir.Signature signature = model.Signatures[bench.SignatureName];
        return new Workload(model, signature.ToCallable(), signature.Outputs.Count,
            () => [.. bench.Inputs.Select(input => input.IsFloat ? Tensor.From<float>(input.Floats(1), Shape.Of(input.Shape(1))) : Tensor.From<int>(input.Integers(1), Shape.Of(input.Shape(1))))]);
    }

    private static SessionOptions Options => new() { IntraOpThreads = 1 };

    private static Workload Product()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, [null, Rows]);
        return Of(graph, x, graph.Softmax(graph.MatMul(x, graph.Constant(Matrix())) + graph.Constant(Tensor.From(new float[Rows]))), Matrix);
    }

    private static Workload Conditional()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, [Rows, Rows]);
        Output sum = graph.AddOperation("Sum", [x, graph.Constant(Tensor.From(0, 1))])[0];
        return Of(graph, x, graph.Cond(sum.GreaterThan(graph.Constant(Tensor.Scalar(0f))), v => [v[0].Graph.MatMul(v[0], v[0])], v => [v[0] * 2f], [x])[0], Matrix);
    }

    private static Workload ListLoop()
    {
        Dictionary<string, object> type = new() { ["element_dtype"] = DType.Float32 };
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, [Rounds, Rows]), any = graph.Constant(Tensor.Scalar(-1)), count = graph.Constant(Tensor.Scalar(Rounds));
        Output rows = graph.AddOperation("TensorListFromTensor", [x, any])[0], made = graph.AddOperation("TensorListReserve", [any, count], type)[0];
        Output filled = graph.While(
            v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(Rounds))),
            v =>
            {
                Output item = v[0].Graph.AddOperation("TensorListGetItem", [v[1], v[0], v[0].Graph.Constant(Tensor.Scalar(-1))], type)[0];
                return [v[0] + 1, v[1], v[0].Graph.AddOperation("TensorListSetItem", [v[2], v[0], -item])[0]];
            },
            [graph.Constant(Tensor.Scalar(0)), rows, made])[2];
        return Of(graph, x, graph.AddOperation("TensorListStack", [filled, any], type)[0], Steps);
    }

    private static Workload ArrayLoop()
    {
        Dictionary<string, object> type = new() { ["dtype"] = DType.Float32 };
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, [Rounds, Rows]), count = graph.Constant(Tensor.Scalar(Rounds)), indices = graph.Constant(Tensor.From<int>([.. Enumerable.Range(0, Rounds)]));
        Operation rows = graph.AddOperation("TensorArrayV3", [count], type), made = graph.AddOperation("TensorArrayV3", [count], type);
        Output scattered = graph.AddOperation("TensorArrayScatterV3", [rows[0], indices, x, rows[1]])[0];
        Output flow = graph.While(
            v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(Rounds))),
            v =>
            {
                Output item = v[0].Graph.AddOperation("TensorArrayReadV3", [v[1], v[0], v[2]], type)[0];
                return [v[0] + 1, v[1], v[2], v[3], v[0].Graph.AddOperation("TensorArrayWriteV3", [v[3], v[0], -item, v[4]])[0]];
            },
            [graph.Constant(Tensor.Scalar(0)), rows[0], scattered, made[0], made[1]])[4];
        return Of(graph, x, graph.AddOperation("TensorArrayGatherV3", [made[0], indices, flow], type)[0], Steps);
    }

    /// <summary>while x &lt; 50: x = x + 1.</summary>
    private static Workload FrameLoop()
    {
        Graph graph = new();
        graph.Import(TextFormat.Parse<GraphDef>("""
            node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
            node { name: "one" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { } float_val: 1 } } } }
            node { name: "fifty" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { } float_val: 50 } } } }
            node { name: "enter" op: "Enter" input: "x" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "loop" } } }
            node { name: "step" op: "Enter" input: "one" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "loop" } } attr { key: "is_constant" value { b: true } } }
            node { name: "end" op: "Enter" input: "fifty" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "loop" } } attr { key: "is_constant" value { b: true } } }
            node { name: "merge" op: "Merge" input: "enter" input: "next" attr { key: "N" value { i: 2 } } attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "less" op: "Less" input: "merge" input: "end" attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "go" op: "LoopCond" input: "less" }
            node { name: "switch" op: "Switch" input: "merge" input: "go" attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "frames" op: "Exit" input: "switch" attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "sum" op: "AddV2" input: "switch:1" input: "step" attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "next" op: "NextIteration" input: "sum" attr { key: "T" value { type: DT_FLOAT } } }
            """u8));
        return Of(graph, graph.GetOutput("x:0"), graph.GetOutput("frames:0"), () => Tensor.Scalar(0f));
    }

    private static Workload Assigned()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, [Rows, Rows]);
        Output variable = graph.AddOperation("VarHandleOp", [], new Dictionary<string, object> { ["dtype"] = DType.Float32, ["shape"] = Shape.Of(Rows, Rows), ["shared_name"] = "v" })[0];
        Operation initialize = graph.AddOperation("AssignVariableOp", [variable, graph.Constant(Matrix())]), add = graph.AddOperation("AssignAddVariableOp", [variable, x]);
        Output read = graph.AddOperation("ReadVariableOp", [variable], new Dictionary<string, object> { ["dtype"] = DType.Float32 }, controlInputs: [add])[0];
        return Of(graph, x, graph.MatMul(read, x), Matrix, initialize);
    }

    private static Workload Lookup()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.String, [Rows]);
        Output table = graph.AddOperation("HashTableV2", [], new Dictionary<string, object> { ["key_dtype"] = DType.String, ["value_dtype"] = DType.Int64 })[0];
        Operation initialize = graph.AddOperation("InitializeTableV2", [table, graph.Constant(Words()), graph.Constant(Tensor.From<long>([.. Enumerable.Range(0, Rows).Select(i => (long)i)]))]);
        return Of(graph, x, graph.AddOperation("LookupTableFindV2", [table, x, graph.Constant(Tensor.Scalar(-1L))])[0], Words, initialize);
    }

    private static Workload Strings()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.String, [Rows]);
        return Of(graph, x, graph.AddOperation("ReduceJoin", [graph.AddOperation("StringLower", [x])[0], graph.Constant(Tensor.Scalar(0))])[0], Words);
    }

    private static Workload Examples()
    {
        Example example = new() { Features = new Features() };
        example.Features.Feature["f"] = new Feature { FloatList = new FloatList { Value = { 1, 2, 3, 4 } } };
        byte[] bytes = Google.Protobuf.MessageExtensions.ToByteArray(example);
        Graph graph = new();
        Output x = graph.Placeholder(DType.String, [Rows]), none = graph.Constant(Tensor.From<string>([]));
        Output parsed = graph.AddOperation("ParseExampleV2", [x, none, none, graph.Constant(Tensor.From("f")), none, graph.Constant(Tensor.From<float>([]))], new Dictionary<string, object>
        {
            ["Tdense"] = new[] { DType.Float32 }, ["num_sparse"] = 0L, ["sparse_types"] = Array.Empty<DType>(), ["ragged_value_types"] = Array.Empty<DType>(), ["ragged_split_types"] = Array.Empty<DType>(),
            ["dense_shapes"] = new[] { Shape.Of(4) },
        })[0];
        return Of(graph, x, parsed, () => Tensor.From<byte[]>([.. Enumerable.Repeat(bytes, Rows)]));
    }

    private static Workload Of(Graph graph, Output feed, Output fetch, Func<Tensor> value, Operation? initialize = null)
    {
        Session session = new(graph, Options);
        if (initialize is not null) session.Run(initialize);
        return new Workload(session, session.MakeCallable([feed], [fetch]), 1, () => [value()]);
    }

    private static Tensor Matrix() => Tensor.Create<float>([Rows, Rows], span => span.Fill(0.01f));

    private static Tensor Steps() => Tensor.Create<float>([Rounds, Rows], span => span.Fill(0.5f));

    private static Tensor Words() => Tensor.From<string>([.. Enumerable.Range(0, Rows).Select(i => $"Word {i}")]);
}
