namespace Weir.Runtime.Tests;

/// <summary>Memory stays where it is over many sessions and runs. Measured while no other test uses the process's memory.</summary>
[Collection(Alone.Name)]
public sealed class LeakTests
{
    private const int Sessions = 200;

    /// <summary>About a megabyte each: weights, their packed form, values of runs. With errors and cancelled runs among them.</summary>
    [Fact]
    public void Sessions_and_runs_leave_nothing_behind()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), handle = graph.VariableHandle("v"), value = graph.Placeholder("value");
        Operation assign = graph.AssignTo(handle, value);
        Output y = graph.Apply("Relu", graph.Apply("MatMul", x, graph.Read(handle)));
        using Tensor square = Tensor.Create<float>([300, 300], span => span.Fill(0.1f));
        using Tensor wrong = Tensor.Create<float>([3, 3], span => span.Fill(0.1f));
        for (int i = 0; i < 20; i++) Use();
        long before = MemoryInUse();
        for (int i = 0; i < Sessions; i++) Use();
        long grown = MemoryInUse() - before;
        Assert.True(grown < 50 << 20, $"{grown >> 20} MB more after {Sessions} sessions");

        void Use()
        {
            using Session session = new(graph);
            session.MakeCallable([value], [], [assign]).Run([Copy(square)], [], cancellationToken: TestContext.Current.CancellationToken);
            Callable callable = session.MakeCallable([x], [y]);
            for (int i = 0; i < 3; i++) callable.Floats(square);
            Assert.Throws<TfException>(() => callable.Floats(wrong));
            Assert.ThrowsAny<OperationCanceledException>(() => callable.Run([square], new Tensor[1], cancellationToken: new CancellationToken(canceled: true)));
        }
    }

    /// <summary>
    /// Nobody disposes the results, four gigabytes of them in blocks that are small to the collector: it must hear of them all the same. How much it lets
    /// gather depends on what it has seen before: 70 to 550 MB here, and nearly all of it when it was not told.
    /// </summary>
    [Fact]
    public void Forgotten_results_are_collected_in_time()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [graph.Apply("Neg", x)]);
        using Tensor fed = Tensor.Create<float>([10_000], span => span.Fill(1));
        Tensor[] feeds = [fed];
        Tensor[] result = new Tensor[1];
        long before = MemoryInUse(), most = 0;
        for (int i = 0; i < 100_000; i++)
        {
            callable.Run(feeds, result, cancellationToken: TestContext.Current.CancellationToken);
            if (i % 1000 == 0) most = Math.Max(most, Environment.WorkingSet - before);
        }

        Assert.True(most < 2L << 30, $"{most >> 20} MB more at the most");
    }

    private static Tensor Copy(Tensor tensor) => Tensor.From<float>(tensor.AsSpan<float>(), tensor.Shape);

    private static long MemoryInUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}

/// <summary>Tests that run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
