namespace Weir.Runtime.Tests;

/// <summary>Staging areas and maps between runs: who takes waits for what another run stages, who stages waits for room.</summary>
public sealed class StagingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Graph graph = new();

    [Fact]
    public async Task What_is_staged_is_taken_in_its_order()
    {
        Output x = graph.Placeholder("x", Shape.Scalar);
        Operation stage = graph.AddOperation("Stage", [x, x * 2.0], Attributes(2));
        Operation taken = graph.AddOperation("Unstage", attributes: Attributes(2));
        Output size = graph.AddOperation("StageSize", attributes: Attributes(2))[0];
        using Session session = new(graph);
        Task<Tensor[]> waiting = Task.Run(() => session.Run(null, [taken[0], taken[1]]), TestContext.Current.CancellationToken);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        Feed(session, stage, x, 3);
        Assert.Equal([3f, 6f], (await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken)).Select(tensor => tensor.ToArray<float>()[0]));
        Feed(session, stage, x, 4);
        Feed(session, stage, x, 5);
        Output peeked = graph.AddOperation("StagePeek", [graph.Constant(Tensor.Scalar(1))], Attributes(2))[1];
        Assert.Equal([10f], session.Floats(peeked));
        Assert.Equal([2], session.Run(size).ToArray<int>());
        Assert.Equal([4f], session.Floats(taken[0]));
        session.Run(graph.AddOperation("StageClear", attributes: Attributes(2)));
        Assert.Equal([0], session.Run(size).ToArray<int>());
    }

    [Theory]
    [InlineData("capacity", 1L)]
    [InlineData("memory_limit", 6L)]
    public async Task A_full_area_lets_in_when_there_is_room(string limit, long value)
    {
        Output x = graph.Placeholder("x", Shape.Scalar);
        Dictionary<string, object> attributes = new(Attributes(1)) { [limit] = value };
        Operation stage = graph.AddOperation("Stage", [x], attributes);
        Output taken = graph.AddOperation("Unstage", attributes: attributes)[0];
        using Session session = new(graph);
        Feed(session, stage, x, 1);
        Task second = Task.Run(() => Feed(session, stage, x, 2), TestContext.Current.CancellationToken);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        Assert.Equal([1f], session.Floats(taken));
        await second.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal([2f], session.Floats(taken));
    }

    [Fact]
    public void What_never_fits_is_refused()
    {
        Operation stage = graph.AddOperation("Stage", [graph.Constant(Tensor.From(1f, 2f))], new Dictionary<string, object>(Attributes(1)) { ["memory_limit"] = 4L });
        using Session session = new(graph);
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => session.Run(stage)).Code);
    }

    [Fact]
    public void Who_waits_too_long_ends_and_takes_nothing()
    {
        Output x = graph.Placeholder("x", Shape.Scalar);
        Operation stage = graph.AddOperation("Stage", [x], Attributes(1));
        Output taken = graph.AddOperation("Unstage", attributes: Attributes(1))[0];
        using Session session = new(graph);
        RunOptions brief = new() { Timeout = TimeSpan.FromMilliseconds(20) };
        TfException late = Assert.Throws<TfException>(() => session.Run(null, [taken], options: brief, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, late.Code);
        Feed(session, stage, x, 8);
        Assert.Equal([8f], session.Floats(taken));
    }

    [Fact]
    public async Task A_session_that_ends_lets_go_of_who_waits()
    {
        Output taken = graph.AddOperation("Unstage", attributes: Attributes(1))[0];
        Session session = new(graph);
        Task<float[]> waiting = Task.Run(() => session.Floats(taken), TestContext.Current.CancellationToken);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        session.Dispose();
        TfException error = await Assert.ThrowsAsync<TfException>(() => waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Cancelled, error.Code);
    }

    [Theory]
    [InlineData("Map")]
    [InlineData("OrderedMap")]
    public void Elements_are_put_and_taken_by_key_and_in_parts(string kind)
    {
        using Session session = new(graph);
        Stage(session, kind, 7, [0], 1f);
        Assert.Equal([1, 0], Sizes(session, kind));
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => Stage(session, kind, 7, [0], 9f)).Code);
        Stage(session, kind, 7, [1], 2f);
        Stage(session, kind, 5, [0, 1], 3f, 4f);
        Assert.Equal([0, 2], Sizes(session, kind));
        Assert.Equal([2f], Take(session, kind + "Peek", 7, [1]));
        Assert.Equal([2f], Take(session, kind + "Unstage", 7, [1]));
        Assert.Contains("has already been removed", Assert.Throws<TfException>(() => Take(session, kind + "Unstage", 7, [1])).Message, StringComparison.Ordinal);
        Assert.Equal([1f], Take(session, kind + "Unstage", 7, [0]));
        Stage(session, kind, 9, [0, 1], 5f, 6f);
        Operation first = graph.AddOperation(kind + "UnstageNoKey", [graph.Constant(Tensor.From(0, 1))], Attributes(2));
        Tensor[] taken = session.Run(null, [first[0], first[1], first[2]], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((5L, 3f, 4f), (taken[0].ToArray<long>()[0], taken[1].ToArray<float>()[0], taken[2].ToArray<float>()[0]));
        session.Run(graph.AddOperation(kind + "Clear", attributes: Attributes(2)));
        Assert.Equal([0, 0], Sizes(session, kind));
    }

    [Fact]
    public void A_whole_element_leaves_the_parts_of_another_with_its_key()
    {
        using Session session = new(graph);
        Stage(session, "Map", 7, [0], 1f);
        Stage(session, "Map", 7, [0, 1], 3f, 4f);
        Assert.Equal([1, 1], Sizes(session, "Map"));
        Assert.Equal([3f], Take(session, "MapUnstage", 7, [0]));
        Assert.Equal([4f], Take(session, "MapUnstage", 7, [1]));
        Stage(session, "Map", 7, [1], 2f);
        Assert.Equal([0, 1], Sizes(session, "Map"));
        Assert.Equal([1f], Take(session, "MapUnstage", 7, [0]));
    }

    [Theory]
    [InlineData(new[] { 1, 0 }, "strictly ordered")]
    [InlineData(new[] { 0, 2 }, "out of bounds")]
    public void Indices_that_are_none_are_refused(int[] indices, string why)
    {
        using Session session = new(graph);
        TfException error = Assert.Throws<TfException>(() => Stage(session, "Map", 1, indices, 1f, 2f));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_takes_a_key_waits_for_that_key()
    {
        using Session session = new(graph);
        Stage(session, "Map", 1, [0, 1], 1f, 2f);
        Output taken = graph.AddOperation("MapUnstage", [graph.Constant(Tensor.Scalar(2L)), graph.Constant(Tensor.From(0, 1))], Attributes(2))[0];
        Output size = graph.AddOperation("MapSize", attributes: Attributes(2))[0];
        Operation stage = graph.AddOperation("MapStage", [graph.Constant(Tensor.Scalar(2L)), graph.Constant(Tensor.From(0, 1)), graph.Constant(Tensor.Scalar(7f)), graph.Constant(Tensor.Scalar(8f))], Attributes(2));
        Task<float[]> waiting = Task.Run(() => session.Floats(taken), TestContext.Current.CancellationToken);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        session.Run(stage);
        Assert.Equal((float[])[7f], await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal([1], session.Run(size).ToArray<int>());
    }

    private static Dictionary<string, object> Attributes(int tensors) => new() { ["dtypes"] = Enumerable.Repeat(DType.Float32, tensors).ToArray(), ["shared_name"] = "shared" };

    private static void Feed(Session session, Operation target, Output x, float value)
    {
        using Tensor fed = Tensor.Scalar(value);
        session.Run(new Dictionary<Output, Tensor> { [x] = fed }, [], [target], cancellationToken: TestContext.Current.CancellationToken);
    }

    private void Stage(Session session, string kind, long key, int[] indices, params float[] values) => session.Run(graph.AddOperation(
        kind + "Stage", [graph.Constant(Tensor.Scalar(key)), graph.Constant(Tensor.From(indices)), .. values.Select(value => graph.Constant(Tensor.Scalar(value)))], Attributes(2)));

    private float[] Take(Session session, string op, long key, int[] indices) => session.Floats(graph.AddOperation(
        op, [graph.Constant(Tensor.Scalar(key)), graph.Constant(Tensor.From(indices))], Attributes(indices.Length))[0]);

    private int[] Sizes(Session session, string kind) => [.. new[] { "IncompleteSize", "Size" }.Select(what =>
        session.Run(graph.AddOperation(kind + what, attributes: Attributes(2))[0]).ToArray<int>()[0])];
}
