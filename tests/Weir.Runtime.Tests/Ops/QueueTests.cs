using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>Queues and mutexes between runs: who waits gets what another run gives, an end, or an error; never a hanging thread.</summary>
public sealed class QueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Graph graph = new();
    private readonly Output queue;
    private readonly Output x;
    private readonly Operation enqueue;
    private readonly Output dequeue;
    private readonly Operation close;
    private readonly Output size;

    public QueueTests()
    {
        queue = Queue("FIFOQueueV2", ("capacity", 2L));
        x = graph.Placeholder("x", Shape.Scalar);
        enqueue = graph.AddOperation("QueueEnqueueV2", [queue, x]);
        dequeue = Dequeue("QueueDequeueV2", queue);
        close = graph.AddOperation("QueueCloseV2", [queue]);
        size = graph.Apply("QueueSizeV2", queue);
    }

    [Fact]
    public async Task A_run_that_dequeues_waits_for_one_that_enqueues()
    {
        using Session session = new(graph);
        Task<float> waiting = Start(() => session.Floats(dequeue)[0]);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        Put(session, 7);
        Assert.Equal(7, await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_full_queue_lets_in_one_after_the_other()
    {
        using Session session = new(graph);
        Put(session, 1);
        Put(session, 2);
        Task third = Start(() => Put(session, 3));
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);
        Assert.Equal(1, session.Floats(dequeue)[0]);
        await third.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal([2], session.Run(size).ToArray<int>());
        Assert.Equal(2, session.Floats(dequeue)[0]);
        Assert.Equal(3, session.Floats(dequeue)[0]);
    }

    [Fact]
    public void A_run_that_waits_too_long_ends_and_takes_nothing()
    {
        using Session session = new(graph);
        TfException late = Assert.Throws<TfException>(() => session.Run(null, [dequeue], options: new RunOptions { Timeout = TimeSpan.FromMilliseconds(20) }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, late.Code);
        Put(session, 5);
        Assert.Equal(5, session.Floats(dequeue)[0]);
    }

    [Fact]
    public void What_a_cancelled_run_had_taken_comes_back_in_order()
    {
        Output many = Dequeue("QueueDequeueManyV2", queue, graph.Const(3));
        using Session session = new(graph);
        Put(session, 1);
        Put(session, 2);
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(50));
        Assert.ThrowsAny<OperationCanceledException>(() => session.Run(null, [many], cancellationToken: source.Token));
        Assert.Equal(1, session.Floats(dequeue)[0]);
        Assert.Equal(2, session.Floats(dequeue)[0]);
    }

    /// <summary>More than the queue holds: elements go over one by one.</summary>
    [Fact]
    public async Task More_elements_than_there_is_room_for_pass_through()
    {
        Output rows = graph.Placeholder("rows", Shape.Create([null]));
        Operation putMany = graph.AddOperation("QueueEnqueueManyV2", [queue, rows]);
        Output takeMany = Dequeue("QueueDequeueManyV2", queue, graph.Const(50));
        using Session session = new(graph);
        float[] values = [.. Enumerable.Range(0, 50)];
        Task<float[]> taking = Start(() => session.Floats(takeMany));
        using Tensor fed = Tensor.From<float>(values);
        session.Run(new Dictionary<Output, Tensor> { [rows] = fed }, [], [putMany], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(values, await taking.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Closing_waits_for_those_that_wait_or_cancels_them()
    {
        Operation abort = graph.AddOperation("QueueCloseV2", [queue], new Dictionary<string, object> { ["cancel_pending_enqueues"] = true });
        foreach (bool cancels in new[] { false, true })
        {
            using Session session = new(graph);
            Put(session, 1);
            Put(session, 2);
            Task third = Start(() => Put(session, 3));
            await WaitFor(() => session.Run(size).ToArray<int>()[0] == 2);
            await Task.Delay(20, TestContext.Current.CancellationToken);
            Task closing = Start(() => session.Run(cancels ? abort : close));
            if (cancels)
            {
                Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<TfException>(() => third.WaitAsync(Patience, TestContext.Current.CancellationToken))).Code);
            }

            Assert.Equal(1, session.Floats(dequeue)[0]);
            Assert.Equal(2, session.Floats(dequeue)[0]);
            if (!cancels) Assert.Equal(3, session.Floats(dequeue)[0]);
            await closing.WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.Equal(StatusCode.OutOfRange, Assert.Throws<TfException>(() => session.Run(dequeue)).Code);
            Assert.Equal(StatusCode.Cancelled, Assert.Throws<TfException>(() => Put(session, 4)).Code);
        }
    }

    [Fact]
    public async Task A_session_that_is_disposed_ends_who_waits()
    {
        Session session = new(graph);
        Task waiting = Start(() => session.Run(dequeue));
        await Task.Delay(20, TestContext.Current.CancellationToken);
        session.Dispose();
        TfException error = await Assert.ThrowsAsync<TfException>(() => waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Cancelled, error.Code);
    }

    [Fact]
    public void An_endless_queue_has_a_limit()
    {
        Output endless = Queue("FIFOQueueV2");
        Operation put = graph.AddOperation("QueueEnqueueV2", [endless, x]);
        using Session session = new(graph, new SessionOptions { Limits = ModelLimits.Default with { MaxListElements = 3 } });
        using Tensor one = Tensor.Scalar(1f);
        for (int i = 0; i < 3; i++) session.Run(new Dictionary<Output, Tensor> { [x] = one }, [], [put], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => session.Run(new Dictionary<Output, Tensor> { [x] = one }, [], [put], cancellationToken: TestContext.Current.CancellationToken)).Code);
    }

    [Fact]
    public void Rows_are_filled_up_to_the_longest()
    {
        Output padding = graph.AddOperation("PaddingFIFOQueueV2", attributes: new Dictionary<string, object>
        {
            ["component_types"] = new[] { DType.Float32 }, ["shapes"] = new[] { Shape.Create(null, 2, null) },
        })[0];
        Output value = graph.Placeholder("value");
        Operation put = graph.AddOperation("QueueEnqueueV2", [padding, value]);
        Output take = Dequeue("QueueDequeueManyV2", padding, graph.Const(2));
        using Session session = new(graph);
        foreach (Tensor fed in new[] { Tensor.From<float>([1, 2], [1, 2, 1]), Tensor.From<float>([3, 4, 5, 6, 7, 8, 9, 10], [2, 2, 2]) })
        {
            session.Run(new Dictionary<Output, Tensor> { [value] = fed }, [], [put], cancellationToken: TestContext.Current.CancellationToken);
        }

        using Tensor rows = session.Run(take);
        Assert.Equal(Shape.Of(2, 2, 2, 2), rows.Shape);
        Assert.Equal([1, 0, 2, 0, 0, 0, 0, 0, 3, 4, 5, 6, 7, 8, 9, 10], rows.ToArray<float>());
    }

    /// <summary>Reading, adding and writing under a mutex, from many threads: no addition is lost, and the variable is read only while it is held.</summary>
    [Fact]
    public void A_mutex_is_held_by_one_run_at_a_time()
    {
        Output mutex = graph.AddOperation("MutexV2")[0];
        Output held = graph.AddOperation("MutexLock", [mutex])[0];
        Output variable = graph.VariableHandle("v");
        Output sum = graph.Apply("AddV2", graph.Read(variable, held.Operation), graph.Const(1, DType.Float32));
        Operation write = graph.AddOperation("AssignVariableOp", [variable, sum]);
        Operation release = graph.AddOperation("ConsumeMutexLock", [held], controlInputs: [write]);
        Operation zero = graph.AssignTo(variable, graph.Const(0, DType.Float32));
        using Session session = new(graph);
        session.Run(zero);
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 50; i++) session.Run(release);
        });
        Assert.Equal([200f], session.Floats(graph.Read(variable)));
    }

    /// <summary>The lock of a run that fails while it holds it is free again.</summary>
    [Fact]
    public void A_mutex_outlives_a_run_that_fails()
    {
        Output mutex = graph.AddOperation("MutexV2")[0];
        Output held = graph.AddOperation("MutexLock", [mutex])[0];
        Output uninitialized = graph.Read(graph.VariableHandle("never"), held.Operation);
        Operation release = graph.AddOperation("ConsumeMutexLock", [held], controlInputs: [uninitialized.Operation]);
        using Session session = new(graph);
        for (int i = 0; i < 3; i++) Assert.Equal(StatusCode.FailedPrecondition, Assert.Throws<TfException>(() => session.Run(release)).Code);
        session.Run(held.Operation);
    }

    private static Task<T> Start<T>(Func<T> run) => Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Task Start(Action run) => Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task WaitFor(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private void Put(Session session, float value)
    {
        using Tensor fed = Tensor.Scalar(value);
        session.Run(new Dictionary<Output, Tensor> { [x] = fed }, [], [enqueue], cancellationToken: TestContext.Current.CancellationToken);
    }

    private Output Queue(string op, params (string Name, object Value)[] more)
    {
        Dictionary<string, object> attributes = new() { ["component_types"] = new[] { DType.Float32 }, ["shapes"] = new[] { Shape.Scalar } };
        foreach ((string name, object value) in more) attributes[name] = value;
        return graph.AddOperation(op, attributes: attributes)[0];
    }

    private Output Dequeue(string op, params Output[] inputs) =>
        graph.AddOperation(op, inputs, new Dictionary<string, object> { ["component_types"] = new[] { DType.Float32 } })[0];
}
