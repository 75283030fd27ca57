namespace Weir.Runtime.Tests;

/// <summary>A kernel writes over its input only where nobody else will look: not over feeds, constants, variables, fetches or values with another reader.</summary>
public sealed class InPlaceTests
{
    [Fact]
    public void Feeds_constants_variables_and_fetches_keep_their_values()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output value = graph.Placeholder("value");
        Output constant = graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = Tensor.From(-1f, 2f), ["dtype"] = DType.Float32 })[0];
        Output handle = graph.VariableHandle("v");
        Operation assign = graph.AssignTo(handle, value);
        Output sum = graph.Apply("AddV2", x, constant);
        Output kept = graph.Apply("Relu", sum);
        Output twice = graph.Apply("AddV2", sum, kept);
        Output rectified = graph.Apply("Relu", graph.Read(handle));
        Output end = graph.Apply("Relu", graph.Apply("Mul", twice, rectified));
        using Session session = new(graph);
        using Tensor fed = Tensor.From(-3f, 4f);
        using Tensor variable = Tensor.From(-5f, 6f);
        session.Run(new Dictionary<Output, Tensor> { [value] = variable }, [], [assign], cancellationToken: TestContext.Current.CancellationToken);
        for (int run = 0; run < 3; run++)
        {
            Tensor[] fetched = session.Run(
                new Dictionary<Output, Tensor> { [x] = fed }, [sum, kept, twice, end, constant, graph.Read(handle), sum], cancellationToken: TestContext.Current.CancellationToken);
            float[][] want = [[-4, 6], [0, 6], [-4, 12], [0, 72], [-1, 2], [-5, 6], [-4, 6]];
            for (int i = 0; i < want.Length; i++) Assert.Equal(want[i], fetched[i].ToArray<float>());
            foreach (Tensor tensor in fetched) tensor.Dispose();
        }

        Assert.Equal([-3f, 4f], fed.ToArray<float>());
        Assert.Equal([-5f, 6f], variable.ToArray<float>());
    }

    [Fact]
    public void A_feed_that_is_disposed_while_it_is_used_does_no_harm()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output y = graph.Apply("Relu", graph.Apply("Relu", x));
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [y]);
        Parallel.For(0, 400, i =>
        {
            Tensor fed = Tensor.Create<float>([1000], span => span.Fill(i));
            Tensor[] results = new Tensor[1];
            Task dispose = Task.Run(fed.Dispose);
            try
            {
                callable.Run([fed], results);
                Assert.All(results[0].ToArray<float>(), element => Assert.Equal(i, element));
            }
            catch (ObjectDisposedException)
            {
                // It was gone before the run began.
            }

            dispose.GetAwaiter().GetResult();
        });
    }
}
