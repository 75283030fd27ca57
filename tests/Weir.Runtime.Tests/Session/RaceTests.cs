using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>Many threads on one session: a value that is read is one that somebody wrote, whole.</summary>
public sealed class RaceTests
{
    private const int Size = 1000;
    private const int Rounds = 300;

    /// <summary>Writers assign vectors of equal elements or add to all of them in place, readers look: never half of a change.</summary>
    [Theory]
    [InlineData("AssignVariableOp")]
    [InlineData("AssignAddVariableOp")]
    [InlineData("ResourceScatterAdd")]
    public void A_reader_never_sees_half_of_a_change(string op)
    {
        Graph graph = new();
        Output handle = graph.VariableHandle("v"), value = graph.Placeholder("value");
        Operation assign = graph.AssignTo(handle, value);
        Operation change = op == "ResourceScatterAdd"
            ? graph.AddOperation(op, [handle, graph.Const(Tensor.From<int>([.. Enumerable.Range(0, Size)])), value], new Dictionary<string, object> { ["dtype"] = DType.Float32 })
            : graph.AddOperation(op, [handle, value]);
        Output read = graph.Read(handle);
        using Session session = new(graph);
        Callable changing = session.MakeCallable([value], [], [change]), reading = session.MakeCallable([], [read]);
        using Tensor ones = Tensor.Create<float>([Size], span => span.Fill(1)), twos = Tensor.Create<float>([Size], span => span.Fill(2));
        session.MakeCallable([value], [], [assign]).Run([ones], [], cancellationToken: TestContext.Current.CancellationToken);
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                if (worker < 2) changing.Run([worker == 0 ? ones : twos], [], cancellationToken: TestContext.Current.CancellationToken);
                else Assert.Single(reading.Floats().Distinct());
            }
        });
        float end = reading.Floats()[0];
        if (op == "AssignVariableOp") Assert.True(end is 1 or 2);
        else Assert.Equal(1 + (Rounds * 3), end);
    }
}
