namespace Weir.Runtime.Tests;

/// <summary>A session that is disposed while it runs: its runs end, it waits for them, and the memory goes when nobody uses it.</summary>
public sealed class DisposeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Frames = """
        node { name: "x" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { } float_val: 1 } } } }
        node { name: "enter" op: "Enter" input: "x" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "loop" } } }
        node { name: "merge" op: "Merge" input: "enter" input: "next" attr { key: "T" value { type: DT_FLOAT } } attr { key: "N" value { i: 2 } } }
        node { name: "true" op: "Const" input: "^merge" attr { key: "dtype" value { type: DT_BOOL } } attr { key: "value" value { tensor { dtype: DT_BOOL tensor_shape { } bool_val: true } } } }
        node { name: "go" op: "LoopCond" input: "true" }
        node { name: "switch" op: "Switch" input: "merge" input: "go" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "print" op: "Print" input: "switch:1" attr { key: "T" value { type: DT_FLOAT } } attr { key: "U" value { list { } } } }
        node { name: "next" op: "NextIteration" input: "print" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "exit" op: "Exit" input: "switch" attr { key: "T" value { type: DT_FLOAT } } }
        """;

    private readonly List<string> printed = [];

    public static TheoryData<string> Endless => ["loop", "frames", "queue", "queue in a loop", "mutex"];

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task A_run_without_end_ends_with_its_session(string kind)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Graph graph = kind == "frames" ? TestGraphs.Parse(Frames) : new Graph();
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using Session session = new(graph, new SessionOptions { Print = _ => began.TrySetResult() });
        Operation target = Add(graph, kind);
        Callable callable = session.MakeCallable([], [], [target]);
        Task[] runs =
        [
            OnThread(() => session.Run(target)),
            OnThread(() => callable.Run([], [])),
            OnThread(() => callable.RunAsync([]).GetAwaiter().GetResult()),
        ];
        await began.Task.WaitAsync(Patience, cancel);
        await OnThread(session.Dispose).WaitAsync(Patience, cancel);
        foreach (Task run in runs) IsClosed(await Assert.ThrowsAsync<TfException>(() => run.WaitAsync(Patience, cancel)));
    }

    /// <summary>Print is heard on the thread of the run: there, Dispose can not wait for the run.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_may_dispose_its_own_session(bool isAsync)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Graph graph = new();
        Output kept = graph.Constant(Tensor.From(1f, 2f));
        Operation first = Print(graph, "first"), second = Print(graph, "second", first);
        Session? session = null;
        session = new Session(graph, new SessionOptions { Print = Hear });
        Callable callable = session.MakeCallable([], [kept], [second]);
        Task run = OnThread(() =>
        {
            if (isAsync) callable.RunAsync([]).GetAwaiter().GetResult();
            else callable.Run([], new Tensor[1]);
        });
        IsClosed(await Assert.ThrowsAsync<TfException>(() => run.WaitAsync(Patience, cancel)));
        Assert.Equal(["first\n"], printed);
        Assert.True(IsFreed(kept));

        void Hear(string text)
        {
            printed.Add(text);
            graph.Dispose();
            session!.Dispose();
            Assert.False(IsFreed(kept));
        }
    }

    [Fact]
    public async Task Who_awaits_a_run_may_dispose_the_session()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Graph graph = new();
        Session session = new(graph);
        Output queue = Queue(graph), one = graph.Constant(Tensor.Scalar(1f));
        Callable take = session.MakeCallable([], [Dequeue(graph, queue)]), put = session.MakeCallable([], [], [graph.AddOperation("QueueEnqueueV2", [queue, one])]);
        Task taking = TakeAndDispose();
        put.Run([], [], cancellationToken: cancel);
        await taking.WaitAsync(Patience, cancel);
        IsClosed(Assert.Throws<TfException>(() => put.Run([], [], cancellationToken: cancel)));

        async Task TakeAndDispose()
        {
            await take.RunAsync([], cancellationToken: cancel);
            session.Dispose();
        }
    }

    [Fact]
    public void A_callers_own_token_and_timeout_are_told_apart_from_it()
    {
        Graph graph = new();
        using CancellationTokenSource source = new();
        using Session session = new(graph, new SessionOptions { Print = _ => source.Cancel() });
        Operation loop = Add(graph, "loop");
        Assert.ThrowsAny<OperationCanceledException>(() => session.Run(null, [], [loop], cancellationToken: source.Token));
        TfException late = Assert.Throws<TfException>(() => session.Run(null, [], [loop], new RunOptions { Timeout = TimeSpan.FromMilliseconds(50) }, TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, late.Code);
    }

    /// <summary>Runs begin and end while sessions are disposed: each run is whole or closed, nothing else.</summary>
    [Fact]
    public void Runs_race_with_the_end_of_their_session()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), handle = graph.VariableHandle("v"), value = graph.Placeholder("value");
        Operation assign = graph.AssignTo(handle, value);
        Output y = graph.Apply("MatMul", x, graph.Read(handle));
        using Tensor square = Tensor.Create<float>([32, 32], span => span.Fill(1));
        int whole = 0;
        for (int round = 0; round < 60; round++)
        {
            Session session = new(graph);
            session.MakeCallable([value], [], [assign]).Run([square], [], cancellationToken: TestContext.Current.CancellationToken);
            Callable callable = session.MakeCallable([x], [y]);
            Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
            {
                if (worker == 3)
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref whole) > round * 3, TimeSpan.FromSeconds(1));
                    session.Dispose();
                    return;
                }

                try
                {
                    while (true)
                    {
                        Assert.All(worker == 0 ? session.Floats(y, (x, square)) : callable.Floats(square), element => Assert.Equal(32f, element));
                        Interlocked.Increment(ref whole);
                    }
                }
                catch (TfException e)
                {
                    IsClosed(e);
                }
            });
        }

        Assert.True(whole > 0);
    }

    [Fact]
    public void Constants_go_with_the_graph_and_its_last_session()
    {
        Graph graph = new();
        using Tensor given = Tensor.From(1f, 2f);
        Output x = graph.Constant(given), y = graph.Apply("Relu", x);
        Output inside = graph.Cond(graph.Constant(Tensor.Scalar(true)), seen => [seen[0] + seen[0].Graph.Constant(Tensor.From(3f, 4f))], seen => [seen[0]], [x])[0];
        Session first = new(graph), second = new(graph);
        graph.Dispose();
        graph.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new Session(graph));
        first.Dispose();
        Assert.Equal([1f, 2f], second.Floats(y));
        Tensor result = second.Run(inside);
        second.Dispose();
        Assert.True(IsFreed(x));
        Assert.All(graph.Functions.All.SelectMany(function => function.Nodes).Select(node => node.Attributes.Find("value")).OfType<Tensor>(),
            constant => Assert.Throws<ObjectDisposedException>(() => constant.ToArray<float>()));
        Assert.Equal([4f, 6f], result.ToArray<float>());
        Assert.Equal([1f, 2f], given.ToArray<float>());
        result.Dispose();
    }

    [Fact]
    public void A_graph_without_sessions_is_freed_at_once()
    {
        Graph graph = new();
        Output x = graph.Constant(Tensor.Scalar(1f));
        Assert.False(IsFreed(x));
        graph.Dispose();
        Assert.True(IsFreed(x));
    }

    /// <summary>A thread of its own: those of the pool fire the timers of other tests.</summary>
    private static Task OnThread(Action action) =>
        Task.Factory.StartNew(action, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void IsClosed(TfException error)
    {
        Assert.Equal(StatusCode.Cancelled, error.Code);
        Assert.Equal("Session has been closed.", error.Message);
    }

    private static bool IsFreed(Output constant)
    {
        try
        {
            return constant.Operation.Attributes.Get<Tensor>("value").ToArray<float>().Length == 0;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    /// <summary>An operation that never ends, and prints when it has begun.</summary>
    private static Operation Add(Graph graph, string kind)
    {
        Output x = graph.Constant(Tensor.Scalar(1f));
        switch (kind)
        {
            case "loop":
                return graph.While(v => v[0].Graph.Constant(Tensor.Scalar(true)), v => [Printed(v[0]) + 1], [x])[0].Operation;
            case "queue in a loop":
                return graph.While(v => v[0].Graph.Constant(Tensor.Scalar(true)), v => [Dequeue(v[0].Graph, Queue(v[0].Graph), Print(v[0].Graph, "waits"))], [x], [Shape.Unknown])[0].Operation;
            case "queue":
                return Dequeue(graph, Queue(graph), Print(graph, "waits")).Operation;
            case "mutex":
                Output mutex = graph.AddOperation("MutexV2")[0];
                Operation held = graph.AddOperation("MutexLock", [mutex], controlInputs: [Print(graph, "locks")]);
                Operation again = graph.AddOperation("MutexLock", [mutex], controlInputs: [held]);
                return graph.AddOperation("ConsumeMutexLock", [held[0]], controlInputs: [again]);
            default:
                return graph.GetOutput("exit:0").Operation;
        }
    }

    private static Output Printed(Output x) => x.Graph.AddOperation("Print", [x], new Dictionary<string, object> { ["U"] = Array.Empty<DType>() })[0];

    private static Operation Print(Graph graph, string text, params Operation[] after) => graph.AddOperation("PrintV2", [graph.Constant(Tensor.Scalar(text))], controlInputs: after);

    private static Output Queue(Graph graph) => graph.AddOperation("FIFOQueueV2", attributes: new Dictionary<string, object> { ["component_types"] = new[] { DType.Float32 } })[0];

    private static Output Dequeue(Graph graph, Output queue, params Operation[] after) =>
        graph.AddOperation("QueueDequeueV2", [queue], new Dictionary<string, object> { ["component_types"] = new[] { DType.Float32 } }, controlInputs: after)[0];
}
