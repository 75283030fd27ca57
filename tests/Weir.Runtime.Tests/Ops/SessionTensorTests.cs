namespace Weir.Runtime.Tests;

/// <summary>Tensors that stay in the session between runs, and stacks with TensorFlow 1's references.</summary>
public sealed class SessionTensorTests
{
    [Fact]
    public void A_tensor_is_read_by_its_handle_until_it_is_deleted()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), handle = graph.AddOperation("GetSessionHandle", [x], name: "keep")[0];
        Output given = graph.Placeholder(DType.String, Shape.Scalar);
        Output value = Read(graph, given, DType.Float32), wrong = Read(graph, given, DType.Int32);
        Operation delete = graph.AddOperation("DeleteSessionTensor", [given]);
        using Session session = new(graph);
        using Tensor fed = Tensor.From(1f, 2f);
        using Tensor first = session.Run(handle, new Dictionary<Output, Tensor> { [x] = fed }), second = session.Run(handle, new Dictionary<Output, Tensor> { [x] = fed });
        Assert.StartsWith("keep;", first.ToArray<string>()[0], StringComparison.Ordinal);
        Assert.NotEqual(first.ToArray<string>()[0], second.ToArray<string>()[0]);
        Assert.Equal([1f, 2f], session.Floats(value, (given, first)));
        Assert.Equal(StatusCode.Internal, Assert.Throws<TfException>(() => session.Floats(wrong, (given, first))).Code);

        Dictionary<Output, Tensor> feeds = new() { [given] = first };
        session.Run(feeds, [], [delete], cancellationToken: TestContext.Current.CancellationToken);
        TfException error = Assert.Throws<TfException>(() => session.Floats(value, (given, first)));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Contains("is not in the session store.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<TfException>(() => session.Run(feeds, [], [delete], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Contains("Failed to delete a tensor with handle", error.Message, StringComparison.Ordinal);
        Assert.Equal([1f, 2f], session.Floats(value, (given, second)));
    }

    [Fact]
    public void A_session_keeps_as_many_as_it_may()
    {
        Graph graph = new();
        Output handle = graph.Apply("GetSessionHandle", graph.Constant(Tensor.Scalar(1f)));
        using Session session = new(graph, new SessionOptions { Limits = ModelLimits.Default with { MaxListElements = 2 } });
        for (int run = 0; run < 2; run++) session.Run(handle).Dispose();
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => session.Run(handle)).Code);
    }

    [Fact]
    public void A_stack_with_a_reference_gives_what_came_last_first()
    {
        Graph graph = new();
        Output stack = graph.AddOperation("Stack", attributes: new Dictionary<string, object> { ["elem_type"] = DType.Float32 })[0];
        Operation one = graph.AddOperation("StackPush", [stack, graph.Constant(Tensor.Scalar(1f))]);
        Operation two = graph.AddOperation("StackPush", [stack, graph.Constant(Tensor.Scalar(2f))], controlInputs: [one]);
        Operation last = Pop(two), first = Pop(last), none = Pop(first);
        Operation closed = graph.AddOperation("StackClose", [stack], controlInputs: [first]), late = Pop(closed);
        using Session session = new(graph);
        for (int run = 0; run < 2; run++)
        {
            Tensor[] popped = session.Run(null, [last[0], first[0], one[0]], [closed], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal([2f, 1f, 1f], popped.Select(value => value.ToArray<float>()[0]));
        }

        Assert.Contains("is empty when calling Pop().", Assert.Throws<TfException>(() => session.Run(none[0])).Message, StringComparison.Ordinal);
        Assert.Contains("has already been closed.", Assert.Throws<TfException>(() => session.Run(late[0])).Message, StringComparison.Ordinal);

        Operation Pop(Operation after) => graph.AddOperation("StackPop", [stack], new Dictionary<string, object> { ["elem_type"] = DType.Float32 }, controlInputs: [after]);
    }

    private static Output Read(Graph graph, Output handle, DType dtype) => graph.AddOperation("GetSessionTensor", [handle], new Dictionary<string, object> { ["dtype"] = dtype })[0];
}
