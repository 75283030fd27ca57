namespace Weir.Runtime.Tests;

/// <summary>Barriers: elements are complete when each of their components has come, and leave in the order in which their keys came.</summary>
public sealed class BarrierTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Graph graph = new();
    private readonly Output barrier;

    public BarrierTests() => barrier = graph.AddOperation("Barrier", attributes: new Dictionary<string, object>
    {
        ["component_types"] = new[] { DType.Float32, DType.String }, ["shapes"] = new[] { Shape.Scalar, Shape.Of(1) },
    })[0];

    [Fact]
    public void Complete_elements_leave_in_the_order_of_their_keys()
    {
        using Session session = new(graph);
        Insert(session, 0, ["b", "a"], Tensor.From(20f, 10f));
        Insert(session, 0, ["c"], Tensor.From(30f));
        Assert.Equal((0, 3), Sizes(session));
        Insert(session, 1, ["c", "a", "b"], Tensor.From(new[,] { { "C" }, { "A" }, { "B" } }));
        Assert.Equal((3, 0), Sizes(session));
        (long[] indices, string[] keys, float[] numbers, string[] texts) = Take(session, 3);
        Assert.Equal([long.MinValue, long.MinValue, long.MinValue + 1], indices);
        Assert.Equal(["a", "b", "c"], keys);
        Assert.Equal([10f, 20f, 30f], numbers);
        Assert.Equal(["A", "B", "C"], texts);
    }

    [Fact]
    public async Task Who_takes_waits_until_enough_are_complete()
    {
        using Session session = new(graph);
        Output taken = TakeOp(2)[0 + 2];
        Operation first = InsertOp(0, ["a", "b"], Tensor.From(1f, 2f)), second = InsertOp(1, ["a", "b"], Tensor.From(new[,] { { "A" }, { "B" } }));
        Task<float[]> waiting = Task.Run(() => session.Floats(taken), TestContext.Current.CancellationToken);
        session.Run(first);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        session.Run(second);
        Assert.Equal((float[])[1f, 2f], await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_component_comes_once()
    {
        using Session session = new(graph);
        Insert(session, 0, ["a"], Tensor.From(1f));
        TfException error = Assert.Throws<TfException>(() => Insert(session, 0, ["a"], Tensor.From(2f)));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Contains("already has a value for component 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_insertion_completes_before_it_fails_is_taken()
    {
        using Session session = new(graph);
        Insert(session, 0, ["a", "b"], Tensor.From(1f, 2f));
        Insert(session, 1, ["x"], Tensor.From(new[,] { { "X" } }));
        Output taken = TakeOp(1)[2];
        Operation insert = InsertOp(1, ["a", "x"], Tensor.From(new[,] { { "A" }, { "again" } }));
        Task<float[]> waiting = Task.Run(() => session.Floats(taken), TestContext.Current.CancellationToken);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Throws<TfException>(() => session.Run(insert));
        Assert.Equal((float[])[1f], await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_closed_barrier_takes_what_completes_its_elements()
    {
        using Session session = new(graph);
        Insert(session, 0, ["a"], Tensor.From(1f));
        session.Run(Close(cancels: false));
        Assert.Equal(StatusCode.Cancelled, Assert.Throws<TfException>(() => Insert(session, 0, ["b"], Tensor.From(1f))).Code);
        Assert.Equal(StatusCode.OutOfRange, Assert.Throws<TfException>(() => Take(session, 2)).Code);
        Insert(session, 1, ["a"], Tensor.From(new[,] { { "A" } }));
        Assert.Equal(["a"], Take(session, 5, fewer: true).Keys);
        Assert.Equal(StatusCode.OutOfRange, Assert.Throws<TfException>(() => Take(session, 1, fewer: true)).Code);
        Assert.Equal(StatusCode.Cancelled, Assert.Throws<TfException>(() => session.Run(Close(cancels: false))).Code);
        session.Run(Close(cancels: true));
    }

    [Fact]
    public async Task Closing_ends_who_waits_for_what_can_not_come()
    {
        using Session session = new(graph);
        Insert(session, 0, ["a"], Tensor.From(1f));
        Output taken = TakeOp(1)[2];
        Operation close = Close(cancels: true);
        Task<float[]> waiting = Task.Run(() => session.Floats(taken), TestContext.Current.CancellationToken);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        session.Run(close);
        TfException error = await Assert.ThrowsAsync<TfException>(() => waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.OutOfRange, error.Code);
        Assert.Equal((0, 0), Sizes(session));
    }

    [Theory]
    [InlineData(2, 1, "out of range")]
    [InlineData(0, 2, "keys for values")]
    public void Insertions_that_do_not_fit_are_refused(int component, int keys, string why)
    {
        using Session session = new(graph);
        TfException error = Assert.Throws<TfException>(() => Insert(session, component, [.. Enumerable.Range(0, keys).Select(i => $"{i}")], Tensor.From(1f)));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capacity_is_refused()
    {
        Output bounded = graph.AddOperation("Barrier", attributes: new Dictionary<string, object> { ["component_types"] = new[] { DType.Float32 }, ["capacity"] = 5L })[0];
        using Session session = new(graph);
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => session.Run(graph.Apply("BarrierReadySize", bounded))).Code);
    }

    private Operation InsertOp(int component, string[] keys, Tensor values) => graph.AddOperation(
        "BarrierInsertMany", [barrier, graph.Constant(Tensor.From(keys)), graph.Constant(values)], new Dictionary<string, object> { ["component_index"] = component });

    private void Insert(Session session, int component, string[] keys, Tensor values) => session.Run(InsertOp(component, keys, values));

    private Operation TakeOp(int count, bool fewer = false) => graph.AddOperation("BarrierTakeMany", [barrier, graph.Constant(Tensor.Scalar(count))], new Dictionary<string, object>
    {
        ["component_types"] = new[] { DType.Float32, DType.String }, ["allow_small_batch"] = fewer,
    });

    private (long[] Indices, string[] Keys, float[] Numbers, string[] Texts) Take(Session session, int count, bool fewer = false)
    {
        Operation take = TakeOp(count, fewer);
        Tensor[] taken = session.Run(null, take.OutputEdges, cancellationToken: TestContext.Current.CancellationToken);
        return (taken[0].ToArray<long>(), taken[1].ToArray<string>(), taken[2].ToArray<float>(), taken[3].ToArray<string>());
    }

    private Operation Close(bool cancels) => graph.AddOperation("BarrierClose", [barrier], new Dictionary<string, object> { ["cancel_pending_enqueues"] = cancels });

    private (int Ready, int Incomplete) Sizes(Session session) =>
        (session.Run(graph.Apply("BarrierReadySize", barrier)).ToArray<int>()[0], session.Run(graph.Apply("BarrierIncompleteSize", barrier)).ToArray<int>()[0]);
}
