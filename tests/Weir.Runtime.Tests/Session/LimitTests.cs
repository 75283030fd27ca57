using Weir.Plans;
using Weir.Sessions;

namespace Weir.Runtime.Tests;

/// <summary>Time, memory and misuse: a run ends early, with the error that says why.</summary>
public sealed class LimitTests
{
    [Fact]
    public void A_long_run_ends_at_its_timeout_and_the_session_goes_on()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output end = x;
        for (int i = 0; i < 3000; i++) end = graph.Apply("Tanh", end);
        using Session session = new(graph);
        using Tensor large = Tensor.Create<float>([1 << 17], span => span.Fill(1));
        using Tensor small = Tensor.Scalar(0f);
        long start = Environment.TickCount64;
        TfException late = Assert.Throws<TfException>(() => session.Run(
            new Dictionary<Output, Tensor> { [x] = large }, [end], options: new RunOptions { Timeout = TimeSpan.FromMilliseconds(5) }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, late.Code);
        Assert.True(Environment.TickCount64 - start < 20_000);
        Assert.Equal([0f], session.Floats(end, (x, small)));
    }

    [Fact]
    public void A_list_that_claims_two_billion_elements_is_refused_before_it_is_made()
    {
        Graph graph = new();
        Output Number(int value) => graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = Tensor.Scalar(value), ["dtype"] = DType.Int32 })[0];
        Output list = graph.AddOperation("TensorListReserve", [Number(-1), Number(int.MaxValue)], new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })[0];
        Output length = graph.AddOperation("TensorListLength", [list])[0];
        using Session session = new(graph);
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => session.Run(length)).Code);
    }

    [Theory]
    [InlineData(-1)] // Timeout.InfiniteTimeSpan
    [InlineData(long.MaxValue / 10_000)]
    public void A_timeout_without_end_is_none(long milliseconds)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output y = graph.Apply("Relu", x);
        using Session session = new(graph);
        using Tensor fed = Tensor.Scalar(1f);
        RunOptions options = new() { Timeout = milliseconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.MaxValue };
        Assert.Equal([1f], session.Run(new Dictionary<Output, Tensor> { [x] = fed }, [y], options: options, cancellationToken: TestContext.Current.CancellationToken)[0].ToArray<float>());
    }

    [Fact]
    public void A_cancelled_token_wins_over_the_timeout()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output y = graph.Apply("Relu", x);
        using Session session = new(graph);
        using Tensor fed = Tensor.Scalar(1f);
        Assert.ThrowsAny<OperationCanceledException>(() => session.Run(
            new Dictionary<Output, Tensor> { [x] = fed }, [y], options: new RunOptions { Timeout = TimeSpan.Zero }, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_budget_counts_what_is_held_at_once()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output chain = x;
        for (int i = 0; i < 50; i++) chain = graph.Apply("AddV2", chain, x);
        Output[] kept = new Output[50];
        for (int i = 0; i < kept.Length; i++) kept[i] = graph.Apply("AddV2", i == 0 ? x : kept[i - 1], x);
        using Session session = new(graph, new SessionOptions { Limits = ModelLimits.Default with { MaxRunBytes = 1 << 20 } });
        using Tensor fed = Tensor.Create<float>([1 << 16], span => span.Fill(1));
        Dictionary<Output, Tensor> feeds = new() { [x] = fed };
        Assert.Equal(51f, session.Run(feeds, [chain], cancellationToken: TestContext.Current.CancellationToken)[0].ToArray<float>()[0]);
        TfException error = Assert.Throws<TfException>(() => session.Run(feeds, kept, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
        Assert.Contains("{{node", error.Message, StringComparison.Ordinal);
        Assert.Equal(51f, session.Run(feeds, [chain], cancellationToken: TestContext.Current.CancellationToken)[0].ToArray<float>()[0]);
    }

    [Fact]
    public void Memory_that_a_kernel_brings_is_charged_too()
    {
        RunEnvironment environment = new(new ResourceManager(), NoFiles.Instance, ModelLimits.Default with { MaxRunBytes = 4096 }, new PreparationCache());
        RunFrame frame = new(slotCount: 3, environment);
        frame.Take(0, Tensor.Create<float>([512], span => span.Clear()));
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => frame.Take(1, Tensor.Create<float>([1024], span => span.Clear()))).Code);
        frame.Clear();
        frame.Take(0, Tensor.Create<float>([512], span => span.Clear()));
        frame.Release([0]);
        frame.Allocate(2, DType.Float32, Shape.Of(1024));
        Assert.Throws<TfException>(() => frame.Allocate(1, DType.Float32, Shape.Of(1024)));
        frame.Free();
    }

    [Fact]
    public void Outputs_of_another_graph_are_refused()
    {
        Graph graph = new(), other = new();
        Output x = graph.Placeholder("x"), foreign = other.Placeholder("x");
        using Session session = new(graph);
        using Tensor fed = Tensor.Scalar(1f);
        Assert.Throws<ArgumentException>(() => session.Run(foreign, new Dictionary<Output, Tensor> { [x] = fed }));
        Assert.Throws<ArgumentException>(() => session.Run(x, new Dictionary<Output, Tensor> { [foreign] = fed }));
        Assert.Throws<ArgumentException>(() => session.Run(foreign.Operation));
        Assert.Throws<ArgumentException>(() => session.MakeCallable([], [default]));
        Assert.Throws<ArgumentException>(() => graph.Apply("Relu", foreign));
    }

    [Fact]
    public void A_disposed_session_says_so_and_returned_tensors_live_on()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output y = graph.Apply("Relu", x);
        Session session = new(graph);
        Callable callable = session.MakeCallable([x], [y]);
        using Tensor fed = Tensor.Scalar(3f);
        Tensor[] kept = new Tensor[1];
        callable.Run([fed], kept, cancellationToken: TestContext.Current.CancellationToken);
        session.Dispose();
        session.Dispose();
        Assert.Equal([3f], kept[0].ToArray<float>());
        Assert.Equal(StatusCode.Cancelled, Assert.Throws<TfException>(() => callable.Floats(fed)).Code);
        Assert.Equal("Session has been closed.", Assert.Throws<TfException>(() => session.Floats(y, (x, fed))).Message);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(9, false)]
    public void A_loop_has_so_many_rounds(int most, bool fits)
    {
        Graph graph = TestGraphs.Parse("""
            node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
            node { name: "one" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { } float_val: 1 } } } }
            node { name: "ten" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { } float_val: 10 } } } }
            node { name: "enter" op: "Enter" input: "x" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "loop" } } }
            node { name: "step" op: "Enter" input: "one" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "loop" } } attr { key: "is_constant" value { b: true } } }
            node { name: "end" op: "Enter" input: "ten" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "loop" } } attr { key: "is_constant" value { b: true } } }
            node { name: "merge" op: "Merge" input: "enter" input: "next" attr { key: "N" value { i: 2 } } attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "less" op: "Less" input: "merge" input: "end" attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "go" op: "LoopCond" input: "less" }
            node { name: "switch" op: "Switch" input: "merge" input: "go" attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "frames" op: "Exit" input: "switch" attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "sum" op: "AddV2" input: "switch:1" input: "step" attr { key: "T" value { type: DT_FLOAT } } }
            node { name: "next" op: "NextIteration" input: "sum" attr { key: "T" value { type: DT_FLOAT } } }
            """);
        Output x = graph.GetOutput("x:0"), ten = graph.GetOutput("ten:0");
        Output functions = graph.While(v => v[0].LessThan(v[1]), v => [v[0] + 1f, v[1]], [x, ten], [Shape.Unknown, Shape.Scalar])[0];
        using Session session = new(graph, new SessionOptions { Limits = ModelLimits.Default with { MaxLoopIterations = most } });
        using Tensor zero = Tensor.Scalar(0f);
        foreach (Output end in new[] { graph.GetOutput("frames:0"), functions })
        {
            if (fits) Assert.Equal([10f], session.Floats(end, (x, zero)));
            else Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => session.Floats(end, (x, zero))).Code);
        }
    }

    [Fact]
    public void Strings_count_among_the_bytes_of_a_run()
    {
        Graph graph = new();
        Output x = graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = DType.String })[0];
        Output chain = x;
        for (int i = 0; i < 20; i++) chain = graph.AddOperation("StringUpper", [chain])[0];
        Output[] kept = [.. Enumerable.Range(0, 20).Select(i => graph.AddOperation("StringJoin", [x, graph.AddOperation("AsString", [graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = Tensor.Scalar(i), ["dtype"] = DType.Int32 })[0]])[0]])[0])];
        using Session session = new(graph, new SessionOptions { Limits = ModelLimits.Default with { MaxRunBytes = 1 << 20 } });
        using Tensor fed = Tensor.From<string>([new string('a', 200_000)], [1]);
        Dictionary<Output, Tensor> feeds = new() { [x] = fed };
        for (int run = 0; run < 3; run++)
        {
            Assert.Equal(200_000, session.Run(feeds, [chain], cancellationToken: TestContext.Current.CancellationToken)[0].GetBytes(0).Length);
            Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => session.Run(feeds, kept, cancellationToken: TestContext.Current.CancellationToken)).Code);
        }
    }

    [Fact]
    public void A_loop_without_end_ends_at_its_deadline()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Bool, Shape.Scalar), loop = graph.While(v => v[0], v => v, [x])[0];
        using Session session = new(graph);
        using Tensor yes = Tensor.Scalar(true);
        Dictionary<Output, Tensor> feeds = new() { [x] = yes };
        TfException late = Assert.Throws<TfException>(() => session.Run(feeds, [loop], options: new RunOptions { Timeout = TimeSpan.FromMilliseconds(20) }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, late.Code);
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(20));
        Assert.ThrowsAny<OperationCanceledException>(() => session.Run(feeds, [loop], cancellationToken: source.Token));
    }
}
