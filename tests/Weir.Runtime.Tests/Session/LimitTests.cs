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
        Output[] kept = [.. Enumerable.Range(0, 50).Select(_ => graph.Apply("AddV2", x, x))];
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
        Assert.Throws<ObjectDisposedException>(() => callable.Floats(fed));
        Assert.Throws<ObjectDisposedException>(() => session.Floats(y, (x, fed)));
    }
}
