namespace Weir.Runtime.Tests;

/// <summary>What depends on unwritten variables is computed once, and anew when a variable changes: between runs and during them.</summary>
public sealed class PrologueTests
{
    /// <summary>A product with a variable matrix: packed by the prologue. Every element of row i is 10 times the version that the run saw.</summary>
    private const int Size = 40;

    [Fact]
    public void Weights_are_packed_again_after_an_assignment_between_runs()
    {
        Graph graph = new();
        (Output x, Output product, Output value, Operation assign) = Product(graph);
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [product]);
        using Tensor row = Ones(1);
        for (int version = 1; version <= 5; version++)
        {
            using Tensor matrix = Filled(version);
            session.Run(new Dictionary<Output, Tensor> { [value] = matrix }, [], [assign], cancellationToken: TestContext.Current.CancellationToken);
            Assert.All(callable.Floats(row), element => Assert.Equal(version * (float)Size, element));
            Assert.All(session.Floats(product, (x, row)), element => Assert.Equal(version * (float)Size, element));
        }
    }

    [Fact]
    public void A_run_sees_one_version_whole_while_others_assign()
    {
        Graph graph = new();
        (Output x, Output product, Output value, Operation assign) = Product(graph);
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [product]);
        Callable assignment = session.MakeCallable([value], [], [assign]);
        using (Tensor first = Filled(1)) assignment.Run([first], [], cancellationToken: TestContext.Current.CancellationToken);
        using Tensor row = Ones(1);
        bool reading = true;
        int assigned = 1;
        Thread writer = new(() =>
        {
            while (Volatile.Read(ref reading))
            {
                using Tensor matrix = Filled(++assigned);
                assignment.Run([matrix], []);
            }
        });
        writer.Start();
        Parallel.For(0, 2, _ =>
        {
            float last = 0;
            for (int run = 0; run < 1000; run++)
            {
                float[] seen = callable.Floats(row);
                Assert.All(seen, element => Assert.Equal(seen[0], element));
                Assert.True(seen[0] >= last, "a later run saw an older version");
                last = seen[0];
            }
        });
        Volatile.Write(ref reading, false);
        writer.Join();
        Assert.True(assigned > 10);
        Assert.Equal(assigned * (float)Size, callable.Floats(row)[0]);
    }

    [Fact]
    public void A_plan_that_writes_the_variable_reads_it_in_every_run()
    {
        Graph graph = new();
        Output handle = graph.VariableHandle("v");
        Output x = graph.Placeholder("x");
        Operation assign = graph.AssignTo(handle, x);
        Output after = graph.Apply("AddV2", graph.Read(handle, assign), x);
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [after]);
        foreach (float number in new[] { 1f, 2f, 3f })
        {
            using Tensor fed = Tensor.Scalar(number);
            Assert.Equal([2 * number], callable.Floats(fed));
        }
    }

    [Fact]
    public void A_value_read_before_an_assignment_keeps_its_elements()
    {
        Graph graph = new();
        Output handle = graph.VariableHandle("v");
        Output x = graph.Placeholder("x");
        Operation assign = graph.AssignTo(handle, x);
        Output read = graph.Read(handle);
        using Session session = new(graph);
        using Tensor one = Tensor.From(1f, 1f);
        using Tensor two = Tensor.From(2f, 2f);
        session.Run(new Dictionary<Output, Tensor> { [x] = one }, [], [assign], cancellationToken: TestContext.Current.CancellationToken);
        using Tensor before = session.Run(read);
        session.Run(new Dictionary<Output, Tensor> { [x] = two }, [], [assign], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1f, 1f], before.ToArray<float>());
        Assert.Equal([2f, 2f], session.Floats(read));
    }

    [Fact]
    public void Whether_a_variable_has_a_value_is_asked_in_every_run()
    {
        Graph graph = new();
        Output handle = graph.VariableHandle("v");
        Output x = graph.Placeholder("x");
        Operation assign = graph.AssignTo(handle, x);
        Output initialized = graph.Apply("VarIsInitializedOp", handle);
        using Session session = new(graph);
        Assert.Equal([false], session.Run(initialized).ToArray<bool>());
        using Tensor one = Tensor.Scalar(1f);
        session.Run(new Dictionary<Output, Tensor> { [x] = one }, [], [assign], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([true], session.Run(initialized).ToArray<bool>());
    }

    private static (Output X, Output Product, Output Value, Operation Assign) Product(Graph graph)
    {
        Output handle = graph.VariableHandle("weights");
        Output value = graph.Placeholder("value");
        Output x = graph.Placeholder("x");
        return (x, graph.Apply("MatMul", x, graph.Read(handle)), value, graph.AssignTo(handle, value));
    }

    private static Tensor Filled(float value) => Tensor.Create<float>([Size, Size], span => span.Fill(value));

    private static Tensor Ones(int rows) => Tensor.Create<float>([rows, Size], span => span.Fill(1));
}
