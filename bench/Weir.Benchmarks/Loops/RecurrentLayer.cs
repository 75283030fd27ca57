using Weir.Benchmarks.Kernels;

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
        Output x = graph.Placeholder(DType.Float32);
        Output list = graph.AddOperation("TensorListFromTensor", [x, ShapeOfStep(graph)])[0];
        IReadOnlyList<Output> loop = graph.While(
            v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(Steps))),
            v => [v[0] + 1, cell.Nodes(Item(v[2], v[0]), v[1], v[3], v[4], v[5]), .. v.Skip(2)],
            [
                graph.Constant(Tensor.Scalar(0)), graph.Constant(Of(new float[cell.Batch * Cell.Units], cell.Batch, Cell.Units)), list,
                graph.Constant(Of(w, Cell.Features, cell.Columns)), graph.Constant(Of(u, Cell.Units, cell.Columns)), graph.Constant(Of(bias, cell.Columns)),
            ]);
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

    private Output Item(Output list, Output index) =>
        index.Graph.AddOperation("TensorListGetItem", [list, index, ShapeOfStep(index.Graph)], new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })[0];

    private Output ShapeOfStep(Graph graph) => graph.Constant(Tensor.From(cell.Batch, Cell.Features));

    private static Tensor Of(float[] values, params long[] shape) => Tensor.Create<float>(Shape.Of(shape), span => values.CopyTo(span));
}
