namespace Weir.Runtime.Tests;

/// <summary>Accumulators of gradients, with the results that TensorFlow's own tests expect (conditional_accumulator_test.py, sparse_conditional_accumulator_test.py).</summary>
public sealed class AccumulatorTests
{
    private readonly Graph graph = new();

    [Theory]
    [InlineData("", "MEAN", 15f)]
    [InlineData("", "SUM", 30f)]
    [InlineData("Resource", "MEAN", 15f)]
    public void What_was_added_is_taken_as_mean_or_sum(string prefix, string reduction, float expected)
    {
        Dense(prefix, reduction, Shape.Of(1), out Output accumulator);
        Operation ten = Apply(prefix, accumulator, 0, Tensor.From(10f)), twenty = Apply(prefix, accumulator, 0, Tensor.From(20f));
        Output count = graph.Apply($"{prefix}AccumulatorNumAccumulated", accumulator), taken = Take(prefix, accumulator, 1);
        using Session session = new(graph);
        Assert.Equal(0, Count(session, count));
        session.Run(ten);
        session.Run(twenty);
        Assert.Equal(2, Count(session, count));
        Assert.Equal([expected], session.Floats(taken));
        Assert.Equal(0, Count(session, count));
    }

    [Fact]
    public void A_gradient_that_is_too_old_is_dropped()
    {
        Dense("", "SUM", Shape.Of(1), out Output accumulator);
        Operation old = Apply("", accumulator, 0, Tensor.From(10f)), current = Apply("", accumulator, 1, Tensor.From(20f)), later = Apply("", accumulator, 5, Tensor.From(30f));
        Operation set = graph.AddOperation("AccumulatorSetGlobalStep", [accumulator, graph.Constant(Tensor.Scalar(5L))]);
        Output count = graph.Apply("AccumulatorNumAccumulated", accumulator), taken = Take("", accumulator, 1);
        using Session session = new(graph);
        session.Run(old);
        Assert.Equal([10f], session.Floats(taken));

        // Taking has raised the step to 1.
        session.Run(old);
        session.Run(current);
        Assert.Equal(1, Count(session, count));
        Assert.Equal([20f], session.Floats(taken));
        session.Run(set);
        session.Run(current);
        session.Run(later);
        Assert.Equal([30f], session.Floats(taken));
    }

    [Fact]
    public async Task Who_takes_waits_until_there_are_enough()
    {
        Dense("Resource", "MEAN", Shape.Of(1), out Output accumulator);
        Output three = Take("Resource", accumulator, 3), one = Take("Resource", accumulator, 1);
        Operation[] gradients = [.. new[] { 1f, 2f, 6f, 100f }.Select(value => Apply("Resource", accumulator, long.MaxValue, Tensor.From(value)))];
        using Session session = new(graph);
        Callable first = session.MakeCallable([], [three]), second = session.MakeCallable([], [one]);
        Task<Tensor[]> waiting = first.RunAsync([], cancellationToken: TestContext.Current.CancellationToken);
        Task<Tensor[]> behind = second.RunAsync([], cancellationToken: TestContext.Current.CancellationToken);
        session.Run(gradients[0]);
        session.Run(gradients[1]);

        // One would be enough for the second, but the first one asked before.
        Assert.False(waiting.IsCompleted || behind.IsCompleted);
        session.Run(gradients[2]);
        Assert.Equal(3f, Scalar(await waiting));
        session.Run(gradients[3]);
        Assert.Equal(100f, Scalar(await behind));
    }

    [Fact]
    public async Task Who_no_longer_waits_stands_in_nobody_s_way()
    {
        Dense("", "MEAN", Shape.Of(1), out Output accumulator);
        Output many = Take("", accumulator, 1000), one = Take("", accumulator, 1);
        Operation gradient = Apply("", accumulator, 0, Tensor.From(7f));
        using Session session = new(graph);
        Callable patient = session.MakeCallable([], [many]), next = session.MakeCallable([], [one]);
        Task<Tensor[]> waiting = patient.RunAsync([], new RunOptions { Timeout = TimeSpan.FromMilliseconds(200) }, TestContext.Current.CancellationToken);
        session.Run(gradient);
        Task<Tensor[]> behind = next.RunAsync([], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<TfException>(() => waiting)).Code);
        Assert.Equal(7f, Scalar(await behind));
    }

    [Fact]
    public async Task Who_waits_hears_of_the_session_s_end()
    {
        Dense("", "MEAN", Shape.Of(1), out Output accumulator);
        Output taken = Take("", accumulator, 1);
        Session session = new(graph);
        Task<Tensor[]> waiting = session.MakeCallable([], [taken]).RunAsync([], cancellationToken: TestContext.Current.CancellationToken);
        session.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<TfException>(() => waiting)).Code);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Dense("", "MEAN", Shape.Of(-1, 2), out Output accumulator);
        Operation good = Apply("", accumulator, 0, Tensor.From(new float[,] { { 1, 2 } }));
        Operation other = Apply("", accumulator, 0, Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } })), wrong = Apply("", accumulator, 0, Tensor.From(1f));
        using Session session = new(graph);
        AssertRefused(session, wrong, "Shape mismatch: expected [?,2], got [1]");
        session.Run(good);
        AssertRefused(session, other, "Shape mismatch: expected [1,2], got [2,2]");
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Dense("", "MEAN", Shape.Unknown, out Output accumulator);
        using Session session = new(graph);
        AssertRefused(session, Take("", accumulator, 0).Operation, "Argument num_required must be positive, but was 0");
        AssertRefused(session, graph.AddOperation("AccumulatorApplyGradient", [accumulator, graph.Constant(Tensor.Scalar(0L)), graph.Constant(Tensor.Scalar(1.0))]), "Signature mismatch");
        Dense("", "MEAN", Shape.Unknown, out Output integers, DType.Int32);
        AssertRefused(session, graph.Apply("AccumulatorNumAccumulated", integers).Operation, "No OpKernel was registered to support Op 'ConditionalAccumulator'");
    }

    [Theory]
    [InlineData("MEAN", new[] { 1f, 2f, 7f, 8f, 20f, 30f })]
    [InlineData("SUM", new[] { 1f, 2f, 14f, 16f, 20f, 30f })]
    public void Rows_are_added_by_their_indices(string reduction, float[] expected)
    {
        Output accumulator = Sparse(reduction, Shape.Of(4, 2));
        Operation first = ApplySparse(accumulator, [0, 2], new float[,] { { 1, 2 }, { 4, 6 } }), second = ApplySparse(accumulator, [2, 3], new float[,] { { 10, 10 }, { 20, 30 } });
        Operation taken = TakeSparse(accumulator, 2);
        using Session session = new(graph);
        for (int round = 0; round < 2; round++)
        {
            session.Run(first);
            session.Run(second);
            Tensor[] results = session.Run(null, [taken[0], taken[1], taken[2]], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal([0L, 2, 3], results[0].ToArray<long>());
            Assert.Equal(expected, results[1].ToArray<float>());
            Assert.Equal([4L, 2], results[2].ToArray<long>());
        }
    }

    [Theory]
    [InlineData(new long[] { 4 }, 1, 2, new long[] { 4, 2 }, "Shape mismatch: index of slice 0 exceeded limits of shape; index is 4 exceeded 4")]
    [InlineData(new long[] { 0, 1 }, 1, 2, new long[] { 4, 2 }, "Expected 2 non-empty input values, got 1")]
    [InlineData(new long[] { 0 }, 1, 3, new long[] { 4, 2 }, "Shape mismatch: expected values dim 1 to be 2, got 3")]
    [InlineData(new long[] { 0 }, 1, 2, new long[] { 4 }, "Shape mismatch: expected shape rank at least 2, got 1")]
    [InlineData(new long[] { 0 }, 1, 2, new long[] { 5, 2 }, "Shape mismatch: expected shape dim 0 to be 4, got 5")]
    public void Rows_that_do_not_fit_are_refused(long[] indices, int rows, int columns, long[] whole, string message)
    {
        Output accumulator = Sparse("MEAN", Shape.Of(4, 2));
        Operation apply = graph.AddOperation("SparseAccumulatorApplyGradient",
            [accumulator, graph.Constant(Tensor.Scalar(0L)), graph.Constant(Tensor.From(indices)), graph.Constant(Tensor.From(new float[rows, columns])), graph.Constant(Tensor.From(whole))],
            new Dictionary<string, object> { ["has_known_shape"] = true });
        using Session session = new(graph);
        AssertRefused(session, apply, message);
    }

    private static void AssertRefused(Session session, Operation operation, string message)
    {
        TfException error = Assert.Throws<TfException>(() => session.Run(operation));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static float Scalar(Tensor[] results) => results[0].ToArray<float>()[0];

    private static int Count(Session session, Output count)
    {
        using Tensor value = session.Run(count);
        return value.ToArray<int>()[0];
    }

    private void Dense(string prefix, string reduction, Shape shape, out Output accumulator, DType dtype = DType.Float32) =>
        accumulator = graph.AddOperation($"{prefix}ConditionalAccumulator", attributes: Attributes(reduction, shape, dtype))[0];

    private Output Sparse(string reduction, Shape shape) => graph.AddOperation("SparseConditionalAccumulator", attributes: Attributes(reduction, shape, DType.Float32))[0];

    private static Dictionary<string, object> Attributes(string reduction, Shape shape, DType dtype) => new() { ["dtype"] = dtype, ["shape"] = shape, ["reduction_type"] = reduction };

    private Operation Apply(string prefix, Output accumulator, long step, Tensor gradient) =>
        graph.AddOperation($"{prefix}AccumulatorApplyGradient", [accumulator, graph.Constant(Tensor.Scalar(step)), graph.Constant(gradient)]);

    private Operation ApplySparse(Output accumulator, long[] indices, float[,] values) => graph.AddOperation("SparseAccumulatorApplyGradient",
        [accumulator, graph.Constant(Tensor.Scalar(long.MaxValue)), graph.Constant(Tensor.From(indices)), graph.Constant(Tensor.From(values)), graph.Constant(Tensor.From(Array.Empty<long>()))],
        new Dictionary<string, object> { ["has_known_shape"] = false });

    private Output Take(string prefix, Output accumulator, int required) =>
        graph.AddOperation($"{prefix}AccumulatorTakeGradient", [accumulator, graph.Constant(Tensor.Scalar(required))], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0];

    private Operation TakeSparse(Output accumulator, int required) =>
        graph.AddOperation("SparseAccumulatorTakeGradient", [accumulator, graph.Constant(Tensor.Scalar(required))], new Dictionary<string, object> { ["dtype"] = DType.Float32 });
}
