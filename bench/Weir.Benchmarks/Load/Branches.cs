using Weir.Benchmarks.Kernels;

namespace Weir.Benchmarks.Load;

/// <summary>Graphs with branches that do not need each other: a plan that may run them side by side against one that runs them in turn, each step on all threads.</summary>
internal static class Branches
{
    private const int Steps = 50;

    private static readonly (string Name, Func<Graph, Output, Output> Build, long[] Input)[] Graphs =
    [
        ("two recurrent layers", (g, x) => Recurrent(g, x, 1) + Recurrent(g, x, 2), [Steps, 64]),
        ("two wide towers", (g, x) => Tower(g, x, 3, 1024, 1) + Tower(g, x, 3, 1024, 2), [1, 1024]),
        ("two small towers", (g, x) => Tower(g, x, 4, 128, 1) + Tower(g, x, 4, 128, 2), [8, 128]),
        ("tower beside a product", (g, x) => Tower(g, x, 5, 256, 1) + Tower(g, x, 1, 256, 2), [32, 256]),
        ("four convolutions", Inception, [1, 14, 14, 192]),
        ("query, key, value", Attention, [32, 256]),
    ];

    private static readonly string[] Whole = ["resnet50", "lstm", "text_cnn", "wide_deep", "bert_small"];

    public static void Run(string only)
    {
        foreach ((string name, Func<Graph, Output, Output> build, long[] input) in Graphs.Where(g => g.Name.Contains(only, StringComparison.Ordinal)))
        {
            using Workload inTurn = Of(build, input, 1), sideBySide = Of(build, input, 0);
            Compare(name, inTurn, sideBySide);
        }

        foreach (string name in Whole.Where(name => name.Contains(only, StringComparison.Ordinal)))
        {
            using Workload inTurn = Workloads.Model(name, new SessionOptions { InterOpThreads = 1 }), sideBySide = Workloads.Model(name, new SessionOptions {  });
            Compare(name, inTurn, sideBySide);
        }
    }

    private static void Compare(string name, Workload inTurn, Workload sideBySide) =>
        SideBySide.Print(name, 0, new("side by side", sideBySide.Caller()), new("in turn", inTurn.Caller()));

    private static Workload Of(Func<Graph, Output, Output> build, long[] input, int interOpThreads)
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, Shape.Of(input));
        Output y = build(graph, x);
        Session session = new(graph, new SessionOptions { InterOpThreads = interOpThreads });
        return new Workload(session, session.MakeCallable([x], [y]), 1, () => [Random(1, input)]);
    }

    /// <summary>h = tanh(x w + h u), over the rows of x.</summary>
    private static Output Recurrent(Graph graph, Output x, int seed)
    {
        Dictionary<string, object> type = new() { ["element_dtype"] = DType.Float32 };
        Output list = graph.AddOperation("TensorListFromTensor", [graph.AddOperation("Reshape", [x, graph.Constant(Tensor.From(Steps, 1, 64))])[0], graph.Constant(Tensor.From(1, 64))])[0];
        return graph.While(
            v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(Steps))),
            v =>
            {
                Graph body = v[0].Graph;
                Output row = body.AddOperation("TensorListGetItem", [v[2], v[0], body.Constant(Tensor.From(1, 64))], type)[0];
                return [v[0] + 1, body.Tanh(body.MatMul(row, v[3]) + body.MatMul(v[1], v[4])), .. v.Skip(2)];
            },
            [graph.Constant(Tensor.Scalar(0)), graph.Constant(Random(0, 1, 128)), list, graph.Constant(Random(seed, 64, 128)), graph.Constant(Random(seed, 128, 128))])[1];
    }

    private static Output Tower(Graph graph, Output x, int layers, int width, int seed)
    {
        for (int i = 0; i < layers; i++) x = graph.Relu(graph.BiasAdd(graph.MatMul(x, graph.Constant(Random(seed + i, width, width))), graph.Constant(Random(seed, width))));
        return x;
    }

    private static Output Inception(Graph graph, Output x)
    {
        Output pooled = graph.AddOperation("AvgPool", [x], new Dictionary<string, object> { ["ksize"] = new[] { 1L, 3, 3, 1 }, ["strides"] = new[] { 1L, 1, 1, 1 }, ["padding"] = "SAME" })[0];
        return graph.Concat([Conv(x, 1, 64), Conv(Conv(x, 1, 96), 3, 128), Conv(Conv(x, 1, 16), 5, 32), Conv(pooled, 1, 32)], axis: 3);

        Output Conv(Output of, int side, int channels)
        {
            Output filter = graph.Constant(Random(side, side, side, of.Shape[3], channels));
            return graph.Relu(graph.AddOperation("Conv2D", [of, filter], new Dictionary<string, object> { ["strides"] = new[] { 1L, 1, 1, 1 }, ["padding"] = "SAME" })[0]);
        }
    }

    private static Output Attention(Graph graph, Output x)
    {
        Output q = Project(1), k = Project(2), v = Project(3);
        Output scores = graph.Softmax(graph.AddOperation("MatMul", [q, k], new Dictionary<string, object> { ["transpose_b"] = true })[0]);
        return graph.MatMul(scores, v);

        Output Project(int seed) => graph.BiasAdd(graph.MatMul(x, graph.Constant(Random(seed, 256, 256))), graph.Constant(Random(seed, 256)));
    }

    private static Tensor Random(int seed, params long[] shape)
    {
        float[] values = NativeArray.Random((int)shape.Aggregate(1L, (a, b) => a * b), 0.05f, seed);
        return Tensor.Create<float>(Shape.Of(shape), span => values.CopyTo(span));
    }
}
