using Weir.Sessions;

namespace Weir.Runtime.Tests;

/// <summary>What to fetch can be a client's choice: plans are bounded, and one that is dropped does no harm to the runs that use it.</summary>
public sealed class PlanCacheTests
{
    [Fact]
    public void Only_the_plans_used_last_are_kept()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output[] outputs = [.. Enumerable.Range(0, 10).Select(_ => graph.Apply("Relu", x))];
        using Session session = new(graph);
        using PlanCache cache = new(capacity: 3);
        int built = 0;
        Plans.Plan Get(int i) => cache.GetOrBuild(new RunSignature([x], [outputs[i]], []), key =>
        {
            built++;
            return Plans.PlanBuilder.Build(graph, key, session.Environment);
        });

        Plans.Plan first = Get(0);
        Get(1);
        Assert.Same(first, Get(0));
        Get(2);
        Get(3); // drops 1
        Assert.Equal((3, 4), (cache.Count, built));
        Assert.Same(first, Get(0));
        Get(1);
        Assert.Equal((3, 5), (cache.Count, built));
    }

    [Fact]
    public void Runs_from_many_threads_survive_plans_that_come_and_go()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output weights = graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = Tensor.Create<float>([8, 8], span => span.Fill(1)), ["dtype"] = DType.Float32 })[0];
        Output[] outputs = [.. Enumerable.Range(0, 12).Select(_ => graph.Apply("MatMul", x, weights))];
        using Session session = new(graph, new SessionOptions { MaxCachedPlans = 2 });
        using Tensor fed = Tensor.Create<float>([2, 8], span => span.Fill(2));
        Parallel.For(0, 600, i => Assert.All(session.Floats(outputs[i % outputs.Length], (x, fed)), element => Assert.Equal(16f, element)));
    }
}
