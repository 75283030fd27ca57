namespace Weir.Runtime.Tests;

/// <summary>What a run costs the managed heap once it is warm: the handles of what it returns.</summary>
public sealed class SteadyPathTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void Runs_allocate_nothing_for_their_steps(int nodes)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output handle = graph.VariableHandle("v");
        Output value = graph.Placeholder("value");
        Operation assign = graph.AssignTo(handle, value);
        Output end = graph.Apply("MatMul", x, graph.Read(handle));
        for (int i = 0; i < nodes; i++) end = graph.Apply(i % 2 == 0 ? "Relu" : "Tanh", end);
        using Session session = new(graph);
        using Tensor square = Tensor.Create<float>([16, 16], span => span.Fill(0.1f));
        session.Run(new Dictionary<Output, Tensor> { [value] = square }, [], [assign], cancellationToken: TestContext.Current.CancellationToken);
        Callable callable = session.MakeCallable([x], [end]);
        Tensor[] feeds = [square], fetches = new Tensor[1];
        Run(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(100);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.True(each < 400, $"{each} bytes a run");

        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                callable.Run(feeds, fetches);
                fetches[0].Dispose();
            }
        }
    }
}
