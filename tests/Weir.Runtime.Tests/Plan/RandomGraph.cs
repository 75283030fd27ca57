namespace Weir.Runtime.Tests;

/// <summary>A graph made of random nodes over a few shapes, some of which do not fit; with what it gives for random fetches.</summary>
internal sealed class RandomGraph
{
    private static readonly string[] Unary = ["Relu", "Relu6", "Tanh", "Sigmoid", "Neg", "Square", "Abs", "Rsqrt", "Erf"];
    private static readonly string[] Binary = ["AddV2", "Add", "Sub", "Mul", "Maximum", "RealDiv", "SquaredDifference"];
    private static readonly long[][] Shapes = [[6, 6], [6, 6], [6, 6], [4, 6], [6], [6, 1], [2, 6, 6], [2, 1, 6], [1], [], [5], [0, 6]];

    private readonly Random random;
    private readonly Graph graph = new();
    private readonly List<Output> values = [];
    private readonly Dictionary<Output, Tensor> feeds = [];
    private readonly Output[] fetches;

    public RandomGraph(int seed)
    {
        random = new Random(seed);
        for (int i = random.Next(1, 4); i > 0; i--) AddFeed();
        for (int i = random.Next(2, 30); i > 0; i--) TryAddNode();
        fetches = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => values[random.Next(values.Count * 2 / 3, values.Count)])];
    }

    /// <summary>Shapes and bits of the fetches, or the error.</summary>
    public object[] Outcome(bool fuses)
    {
        using Session session = new(graph, new SessionOptions { Fuses = fuses });
        try
        {
            Tensor[] results = session.Run(feeds, fetches);
            return [.. results.SelectMany(result => result.ToArray<float>().Select(element => (object)BitConverter.SingleToInt32Bits(element)).Prepend(result.Shape))];
        }
        catch (TfException e)
        {
            return [e.Code]; // Of two nodes that fail either may be the first.
        }
    }

    private void AddFeed()
    {
        Tensor fed = FusionTests.Filled(Shapes[random.Next(Shapes.Length)]);
        Output feed = graph.Placeholder("x", random.Next(2) == 0 ? Shape.Unknown : fed.Shape);
        feeds.Add(feed, fed);
        values.Add(feed);
    }

    private void TryAddNode()
    {
        try
        {
            AddNode();
        }
        catch (TfException)
        {
            // The shape rules have refused it.
        }
    }

    private void AddNode()
    {
        int kind = random.Next(12);
        Output x = Any();
        if (kind < 4) values.Add(graph.Apply(Unary[random.Next(Unary.Length)], x));
        else if (kind < 8) values.Add(graph.Apply(Binary[random.Next(Binary.Length)], x, Any()));
        else if (kind == 8) values.Add(Constant(Shapes[random.Next(Shapes.Length)]));
        else if (kind == 9) values.Add(graph.Apply("BiasAdd", x, Constant([6])));
        else values.Add(Dense(x));
    }

    private Output Dense(Output x)
    {
        Output product = graph.Apply("MatMul", x, random.Next(2) == 0 ? Constant([6, 6]) : Any());
        if (random.Next(3) == 0) product = graph.Apply("Reshape", product, Integers(random.Next(2) == 0 ? [-1, 6] : [2, -1, 6]));
        Output sum = graph.Apply(random.Next(2) == 0 ? "BiasAdd" : "AddV2", product, random.Next(3) == 0 ? Any() : Constant([6]));
        return random.Next(2) == 0 ? sum : graph.Apply(Unary[random.Next(4)], sum);
    }

    private Output Any() => values[random.Next(Math.Max(0, values.Count - 6), values.Count)];

    private Output Constant(long[] shape) => graph.AddOperation(
        "Const", attributes: new Dictionary<string, object> { ["value"] = FusionTests.Filled(shape), ["dtype"] = DType.Float32 })[0];

    private Output Integers(int[] values) => graph.AddOperation(
        "Const", attributes: new Dictionary<string, object> { ["value"] = Tensor.From<int>(values), ["dtype"] = DType.Int32 })[0];
}
