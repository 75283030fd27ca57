using Weir.Benchmarks.Kernels;
using Weir.Protos;

namespace Weir.Benchmarks.Loops;

/// <summary>A cell run over 50 steps: as a While loop in a session, and as a plain loop.</summary>
internal sealed class RecurrentLayer : IDisposable
{
    private const int Steps = 50;

    private readonly Cell cell;
    private readonly Products products;
    private readonly NativeArray state;
    private readonly float[][] inputs;
    private readonly Session session;
    private readonly Callable callable;
    private readonly Tensor[] feeds;
    private readonly Tensor[] fetches = new Tensor[1];

    public RecurrentLayer(Cell cell)
    {
        this.cell = cell;
        float[] w = NativeArray.Random(Cell.Features * cell.Columns, 0.1f, 1), u = NativeArray.Random(Cell.Units * cell.Columns, 0.05f, 2), bias = NativeArray.Random(cell.Columns, 0.1f, 3);
        inputs = [.. Enumerable.Range(0, Steps).Select(step => NativeArray.Random(cell.Batch * Cell.Features, 1, 10 + step))];
        products = new Products(cell, w, u, bias);
        state = new NativeArray(cell.Batch * Cell.Units);
        feeds = [Of(inputs.SelectMany(step => step).ToArray(), Steps, cell.Batch, Cell.Features)];

        Graph graph = new();
        Output x = graph.AddOperation("Placeholder", [], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0];
        Output list = graph.AddOperation("TensorListFromTensor", [x, Constant(graph, Tensor.From(cell.Batch, Cell.Features))])[0];
        Operation loop = FunctionBuilder.While(graph, Condition(), Body(cell), Constant(graph, Tensor.Scalar(0)), Constant(graph, Of(new float[cell.Batch * Cell.Units], cell.Batch, Cell.Units)), list,
            Constant(graph, Of(w, Cell.Features, cell.Columns)), Constant(graph, Of(u, Cell.Units, cell.Columns)), Constant(graph, Of(bias, cell.Columns)));
        session = new Session(graph);
        callable = session.MakeCallable([x], [loop[1]]);
    }

    public void Plan()
    {
        callable.Run(feeds, fetches);
        fetches[0].Dispose();
    }

    public void Plain()
    {
        state.Span.Clear();
        foreach (float[] step in inputs)
        {
            products.Input = step;
            cell.Run(state.Span, products);
        }
    }

    /// <summary>How far apart the two are.</summary>
    public float Difference()
    {
        Plain();
        callable.Run(feeds, fetches);
        float[] plan = fetches[0].ToArray<float>();
        fetches[0].Dispose();
        float most = 0;
        for (int i = 0; i < plan.Length; i++) most = Math.Max(most, Math.Abs(plan[i] - state.Span[i]));
        return most;
    }

    public void Dispose()
    {
        session.Dispose();
        products.Dispose();
        state.Dispose();
        feeds[0].Dispose();
    }

    private static (string, DType)[] Arguments =>
        [("i", DType.Int32), ("h", DType.Float32), ("list", DType.Variant), ("w", DType.Float32), ("u", DType.Float32), ("bias", DType.Float32)];

    private static FunctionDef Condition()
    {
        FunctionBuilder f = new("more", Arguments);
        f.Return("more", DType.Bool, f.Node("Less", DType.Int32, "T", "i", f.Const(Tensor.Scalar(Steps))));
        return f.Build();
    }

    private static FunctionDef Body(Cell cell)
    {
        FunctionBuilder f = new("step", Arguments);
        string x = f.Node("TensorListGetItem", DType.Float32, "element_dtype", "list", "i", f.Const(Tensor.From(cell.Batch, Cell.Features)));
        f.Return("next", DType.Int32, f.Node("AddV2", DType.Int32, "T", "i", f.Const(Tensor.Scalar(1))));
        f.Return("state", DType.Float32, cell.Nodes(f, x, "h", "w", "u", "bias"));
        foreach ((string name, DType type) in Arguments[2..]) f.Return("same_" + name, type, name);
        return f.Build();
    }

    private static Tensor Of(float[] values, params long[] shape) => Tensor.Create<float>(Shape.Of(shape), span => values.CopyTo(span));

    private static Output Constant(Graph graph, Tensor value) =>
        graph.AddOperation("Const", [], new Dictionary<string, object> { ["dtype"] = value.DType, ["value"] = value })[0];
}
