using Weir.Ops;

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

    /// <summary>Frames keep their prologue between runs: but not one that has been replaced.</summary>
    [Fact]
    public void Replaced_weights_are_let_go_by_the_first_run_that_sees_others()
    {
        Graph graph = new();
        (Output x, Output product, Output value, Operation assign) = Product(graph);
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [product]);
        using Tensor row = Ones(1);
        for (int version = 1; version <= 20; version++)
        {
            using Tensor matrix = Filled(version);
            session.MakeCallable([value], [], [assign]).Run([matrix], [], cancellationToken: TestContext.Current.CancellationToken);
            callable.Floats(row);
            Assert.Equal(1, session.Environment.Preparations.Count);
            Parallel.For(0, 8, _ => callable.Floats(row));
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

    /// <summary>Arrays are written, but by this run alone: nothing that a prologue keeps can come from them.</summary>
    [Fact]
    public void Beside_an_array_of_the_run_weights_are_packed_once()
    {
        Graph graph = new();
        (Output x, Output product, Output value, Operation assign) = Product(graph);
        Dictionary<string, object> type = new() { ["dtype"] = DType.Float32 };
        Operation made = graph.AddOperation("TensorArrayV3", [graph.Constant(Tensor.Scalar(1))], type);
        Output flow = graph.Apply("TensorArrayWriteV3", made[0], graph.Constant(Tensor.Scalar(0)), product, made[1]);
        Output read = graph.AddOperation("TensorArrayReadV3", [made[0], graph.Constant(Tensor.Scalar(0)), flow], type)[0];
        using Session session = new(graph);
        using Tensor row = Ones(1), matrix = Filled(3), other = Filled(4);
        Callable callable = session.MakeCallable([x], [read]);
        Assert.Contains("packed", callable.DescribePlan());
        foreach ((Tensor weights, float expected) in new[] { (matrix, 3f), (other, 4f) })
        {
            session.Run(new Dictionary<Output, Tensor> { [value] = weights }, [], [assign], cancellationToken: TestContext.Current.CancellationToken);
            for (int i = 0; i < 2; i++) Assert.All(callable.Floats(row), element => Assert.Equal(expected * Size, element));
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

    /// <summary>The body reads a variable that has no value: that matters in the first round, if there is one.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_loop_without_rounds_reads_nothing(bool framed)
    {
        (Output x, Output handle, Output end) = framed ? LoopOfFrames() : LoopOfFunctions();
        Graph graph = end.Graph;
        using Session session = new(graph);
        Dictionary<Output, Tensor> Fed(float value) => new() { [x] = Tensor.Scalar(value) };
        Assert.Equal([5f], session.Run(end, Fed(5)).ToArray<float>());
        TfException error = Assert.Throws<TfException>(() => session.Run(end, Fed(0)));
        Assert.Equal(StatusCode.FailedPrecondition, error.Code);
        Assert.Contains("node", error.Message, StringComparison.Ordinal);
        session.Run(graph.AssignTo(handle, graph.Const(2, DType.Float32)));
        Assert.Equal([4f], session.Run(end, Fed(0)).ToArray<float>());
        Assert.Equal([5f], session.Run(end, Fed(5)).ToArray<float>());
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

    /// <summary>While x is below 3: x + v, as TensorFlow 1 writes it.</summary>
    private static (Output X, Output Handle, Output End) LoopOfFrames()
    {
        Graph graph = TestGraphs.Parse(Frames);
        return (graph.GetOutput("x:0"), graph.GetOutput("v:0"), graph.GetOutput("end:0"));
    }

    /// <summary>The same as TensorFlow 2 writes it.</summary>
    private static (Output X, Output Handle, Output End) LoopOfFunctions()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x", Shape.Scalar), handle = graph.VariableHandle("v");
        return (x, handle, graph.While(v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(3f))), v => [v[0] + v[0].Graph.Read(v[1]), v[1]], [x, handle], [Shape.Unknown, Shape.Unknown])[0]);
    }

    private const string Frames = """
        node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
        node { name: "v" op: "VarHandleOp" attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "shape" value { shape { } } } attr { key: "shared_name" value { s: "v" } } }
        node { name: "enter" op: "Enter" input: "x" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "loop" } } }
        node {
          name: "handle" op: "Enter" input: "v"
          attr { key: "T" value { type: DT_RESOURCE } } attr { key: "frame_name" value { s: "loop" } } attr { key: "is_constant" value { b: true } }
        }
        node { name: "merge" op: "Merge" input: "enter" input: "next" attr { key: "N" value { i: 2 } } attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "three" op: "Const" input: "^merge" attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { } float_val: 3 } } } }
        node { name: "less" op: "Less" input: "merge" input: "three" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "go" op: "LoopCond" input: "less" }
        node { name: "switch" op: "Switch" input: "merge" input: "go" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "end" op: "Exit" input: "switch" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "read" op: "ReadVariableOp" input: "handle" attr { key: "dtype" value { type: DT_FLOAT } } }
        node { name: "sum" op: "AddV2" input: "switch:1" input: "read" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "next" op: "NextIteration" input: "sum" attr { key: "T" value { type: DT_FLOAT } } }
        """;
}
