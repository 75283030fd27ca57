using System.Diagnostics;

namespace Weir.Runtime.Tests;

/// <summary>What a run costs the managed heap once it is warm: the handles of what it returns. Measured while no other test takes from the pool of memory.</summary>
[Collection(Alone.Name)]
public sealed class SteadyPathTests
{
    /// <summary>A tensor's handle; an object of a shape that is new now and then comes on top.</summary>
    private const int Handle = 80;

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void Runs_allocate_nothing_for_their_steps(int nodes)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output handle = graph.VariableHandle("v");
        Output value = graph.Placeholder("value");
        Operation assign = graph.AssignTo(handle, value);
        Output end = graph.Apply("MatMul", x, graph.Read(handle));
        for (int i = 0; i < nodes; i++) end = graph.Apply(i % 2 == 0 ? "Relu" : "Tanh", end);
        using Session session = new(graph);
        using Tensor square = Tensor.Create<float>([16, 16], span => span.Fill(0.1f));
        session.Run(new Dictionary<Output, Tensor> { [value] = square }, [], [assign], cancellationToken: TestContext.Current.CancellationToken);
        RequireAtMost(Handle, session, x, end, square);
    }

    /// <summary>A message that is put together in each run, needed or not, would show here.</summary>
    [Fact]
    public void Checks_that_hold_allocate_nothing()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output clipped = graph.Apply("ClipByValue", x, graph.Constant(Tensor.Scalar(-1f)), graph.Constant(Tensor.Scalar(1f)));
        Output pooled = graph.AddOperation("MaxPool", [clipped], new Dictionary<string, object>
        {
            ["ksize"] = new long[] { 1, 2, 2, 1 }, ["strides"] = new long[] { 1, 2, 2, 1 }, ["padding"] = "VALID",
        })[0];
        Operation split = graph.AddOperation("SplitV", [pooled, graph.Constant(Tensor.From(1L, 3L)), graph.Constant(Tensor.Scalar(3))], new Dictionary<string, object> { ["num_split"] = 2L });
        using Session session = new(graph);
        using Tensor image = Tensor.Create<float>([1, 8, 8, 4], span => span.Fill(0.5f));
        RequireAtMost(Handle, session, x, graph.Apply("Neg", split[1]), image);
    }

    /// <summary>Elements live in places that the lists of earlier runs leave behind; what a list itself is remains, however long it is.</summary>
    [Fact]
    public void Lists_allocate_nothing_for_their_elements()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x", [null, 4]), any = graph.Constant(Tensor.Scalar(-1)), count = graph.Apply("Size", graph.Apply("Sum", x, graph.Constant(Tensor.Scalar(1))));
        Output rows = graph.AddOperation("TensorListFromTensor", [x, any])[0];
        Output made = graph.AddOperation("TensorListReserve", [any, count], new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })[0];
        Output filled = graph.While(
            v => v[0].LessThan(v[1]),
            v =>
            {
                Graph body = v[0].Graph;
                Output item = body.AddOperation("TensorListGetItem", [v[2], v[0], body.Constant(Tensor.Scalar(-1))], new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })[0];
                return [v[0] + 1, v[1], v[2], body.Apply("TensorListSetItem", v[3], v[0], body.Apply("Neg", item))];
            },
            [graph.Constant(Tensor.Scalar(0)), count, rows, made])[3];
        Output stacked = graph.AddOperation("TensorListStack", [filled, any], new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })[0];
        using Session session = new(graph);
        using Tensor few = Tensor.Create<float>([10, 4], span => span.Fill(2)), many = Tensor.Create<float>([500, 4], span => span.Fill(2));
        RequireAtMost(1000, session, x, stacked, few);
        RequireAtMost(1000, session, x, stacked, many);
    }

    /// <summary>Long enough to be tried side by side; what the helper allocates would be seen in the memory of other tests.</summary>
    [Fact]
    public void Strands_allocate_nothing()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), sum = Loop(0.5f) + Loop(0.25f);
        using Session session = new(graph);
        using Tensor square = Tensor.Create<float>([64, 64], span => span.Fill(0.01f));
        Assert.Contains("_WeirStrands", session.MakeCallable([x], [sum]).DescribePlan());
        RequireAtMost(Handle, session, x, sum, square);

        Output Loop(float factor) => graph.While(
            v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(20))), v => [v[0] + 1, v[0].Graph.MatMul(v[1], v[1]) * factor], [graph.Constant(Tensor.Scalar(0)), x])[1];
    }

    /// <summary>The least of many runs counts: at first the JIT's own code, which allocates more, is not yet replaced, and on a busy machine that takes seconds.</summary>
    private static void RequireAtMost(long bytes, Session session, Output feed, Output fetch, Tensor value)
    {
        Callable callable = session.MakeCallable([feed], [fetch]);
        Tensor[] feeds = [value], fetches = new Tensor[1];
        long least = long.MaxValue, start = Stopwatch.GetTimestamp();
        while (least > bytes && Stopwatch.GetElapsedTime(start).TotalSeconds < 20)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(20);
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / 20);
        }

        Assert.InRange(least, 0, bytes);

        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                callable.Run(feeds, fetches);
                fetches[0].Dispose();
            }
        }
    }
}
