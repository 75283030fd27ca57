using Weir.Graphs;

namespace Weir.Runtime.Tests;

/// <summary>Calls to a device by name: the CPU of this process is the only one.</summary>
public sealed class RemoteCallTests
{
    private readonly Graph graph = new();

    [Theory]
    [InlineData("/job:localhost/replica:0/task:0/device:CPU:0")]
    [InlineData("/device:CPU:0")]
    [InlineData("/cpu:0")]
    [InlineData("CPU:0")]
    [InlineData("")]
    public void The_cpu_of_this_process_has_many_names(string target)
    {
        Output y = Call();
        using Session session = new(graph);
        using Tensor name = Tensor.Scalar(target);
        Assert.Equal([4f], session.Floats(y, (graph.GetOutput("target:0"), name)));
    }

    [Theory]
    [InlineData("/device:GPU:0", StatusCode.Internal, "Currently don't support instantiating functions on device: /device:GPU:0")]
    [InlineData("/job:worker/task:1", StatusCode.Internal, "/job:worker/task:1")]
    [InlineData("the moon", StatusCode.InvalidArgument, "Could not parse the moon into a device specification.")]
    [InlineData("/device:CPU:one", StatusCode.InvalidArgument, "/device:CPU:one")]
    public void Others_are_refused_before_the_function_does_anything(string target, StatusCode code, string message)
    {
        List<string> printed = [];
        Output y = Call();
        using Session session = new(graph, new SessionOptions { Print = printed.Add });
        using Tensor name = Tensor.Scalar(target);
        TfException error = Assert.Throws<TfException>(() => session.Floats(y, (graph.GetOutput("target:0"), name)));
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(printed);
    }

    [Fact]
    public void Effects_happen_whether_or_not_a_result_is_read()
    {
        List<string> printed = [];
        Operation call = Call().Operation;
        using Session session = new(graph, new SessionOptions { Print = printed.Add });
        using Tensor name = Tensor.Scalar("/cpu:0");
        session.Run(new Dictionary<Output, Tensor> { [graph.GetOutput("target:0")] = name }, [], [call], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["called\n"], printed);
    }

    /// <summary>2 + 2, and a word.</summary>
    private Output Call()
    {
        Output target = graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = DType.String }, name: "target")[0];
        Output two = graph.Constant(Tensor.Scalar(2f));
        FunctionGraph body = new(graph, [two], seen =>
        {
            seen[0].Graph.AddOperation("PrintV2", [seen[0].Graph.Constant(Tensor.Scalar("called"))]);
            return [seen[0] + seen[0]];
        });
        return graph.AddOperation("RemoteCall", [target, two], new Dictionary<string, object> { ["f"] = body.Make("twice").Reference, ["Tout"] = new[] { DType.Float32 } })[0];
    }
}
