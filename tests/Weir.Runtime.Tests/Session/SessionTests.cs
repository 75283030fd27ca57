using Weir.Ops;

namespace Weir.Runtime.Tests;

public sealed class SessionTests
{
    [Fact]
    public void The_prologue_follows_assignments_between_runs()
    {
        Graph graph = new();
        Output handle = graph.VariableHandle("v");
        Output value = graph.Placeholder("value");
        Operation assign = graph.AddOperation("AssignVariableOp", [handle, value]);
        Output read = graph.Read(handle);
        Output doubled = graph.AddOperation("AddV2", [read, read])[0];
        using Session session = new(graph);
        Callable callable = session.MakeCallable([], [doubled]);
        Assert.Equal(StatusCode.FailedPrecondition, Assert.Throws<TfException>(() => session.Run(doubled)).Code);
        foreach (float number in new[] { 1f, 2f, 3f })
        {
            using Tensor fed = Tensor.Scalar(number);
            session.Run(new Dictionary<Output, Tensor> { [value] = fed }, [], [assign], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal([2 * number], session.Run(doubled).ToArray<float>());
            Tensor[] fetched = new Tensor[1];
            callable.Run([], fetched, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal([2 * number], fetched[0].ToArray<float>());
        }
    }

    [Fact]
    public void Returned_tensors_keep_their_values_through_later_runs_of_other_shapes()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output y = graph.AddOperation("Mul", [graph.AddOperation("AddV2", [x, x])[0], x])[0];
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [y]);
        List<(float[] Fed, Tensor Got)> results = [];
        for (int n = 0; n < 40; n++)
        {
            float[] values = [.. Enumerable.Range(0, (n * 37) % 100).Select(i => i + (n / 8f))];
            using Tensor fed = Tensor.From<float>(values);
            Tensor[] fetched = new Tensor[1];
            callable.Run([fed], fetched, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(values, fed.ToArray<float>());
            results.Add((values, fetched[0]));
        }

        foreach ((float[] fed, Tensor got) in results) Assert.Equal(fed.Select(v => 2 * v * v), got.ToArray<float>());
    }

    [Fact]
    public void The_two_doors_differ_as_TensorFlows_do()
    {
        Graph graph = new();
        Output x = graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = DType.Float32, ["shape"] = Shape.Create(null, 1) })[0];
        Output y = graph.AddOperation("AddV2", [x, x])[0];
        using Session session = new(graph);
        using Tensor vector = Tensor.From(1f, 2f);
        TfException refused = Assert.Throws<TfException>(() => session.Run(y, new Dictionary<Output, Tensor> { [x] = vector }));
        Assert.Contains("Cannot feed value of shape", refused.Message, StringComparison.Ordinal);
        Tensor[] fetched = new Tensor[1];
        session.MakeCallable([x], [y]).Run([vector], fetched, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([2f, 4f], fetched[0].ToArray<float>());

        using Tensor column = Tensor.From<float>([1f, 2f], [2, 1]);
        Assert.Equal([1f, 2f], session.Run(x, new Dictionary<Output, Tensor> { [x] = column }).ToArray<float>());
        Assert.Contains("both fed and fetched", Assert.Throws<TfException>(() => session.MakeCallable([x], [x])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_stop_for_tokens_timeouts_and_budgets()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output y = graph.AddOperation("AddV2", [x, x])[0];
        using Session session = new(graph, new SessionOptions { Limits = ModelLimits.Default with { MaxRunBytes = 1 << 16 } });
        using Tensor small = Tensor.From(1f);
        Dictionary<Output, Tensor> feeds = new() { [x] = small };
        Assert.Throws<OperationCanceledException>(() => session.Run(feeds, [y], cancellationToken: new CancellationToken(canceled: true)));
        TfException late = Assert.Throws<TfException>(
            () => session.Run(feeds, [y], options: new RunOptions { Timeout = TimeSpan.Zero }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, late.Code);
        using Tensor large = Tensor.Create<float>([1 << 16], span => span.Clear());
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => session.Run(y, new Dictionary<Output, Tensor> { [x] = large })).Code);
    }

    [Fact]
    public void Misplaced_operations_fail_every_run_and_unknown_ops_the_import()
    {
        Protos.GraphDef graphDef = new();
        graphDef.Node.Add(new Protos.NodeDef { Name = "far", Op = "NoOp", Device = "/device:GPU:0" });
        graphDef.Node.Add(new Protos.NodeDef { Name = "near", Op = "NoOp" });
        Graph graph = new();
        graph.Import(graphDef);
        graph.TryGetOperation("near", out Operation? near);
        using Session session = new(graph);
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => session.Run(near!)).Code);
        using Session soft = new(graph, new SessionOptions { AllowSoftPlacement = true });
        soft.Run(near!);

        graphDef.Node.Add(new Protos.NodeDef { Name = "odd", Op = "NobodyKnowsThis" });
        TfException unknown = Assert.Throws<TfException>(() => new Graph().Import(graphDef));
        Assert.Contains("NobodyKnowsThis", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_model_prints_is_heard_by_its_host_alone()
    {
        Graph graph = new();
        Operation print = graph.AddOperation("PrintV2", [graph.Const(Tensor.Scalar("hello"))]);
        List<string> heard = [];
        using (Session session = new(graph, new SessionOptions { Print = heard.Add })) session.Run(print);
        using (Session session = new(graph)) session.Run(print);
        Assert.Equal(["hello\n"], heard);
    }
}
