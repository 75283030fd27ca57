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

    /// <summary>A variable that is taken away and assigned again has its whole value or none.</summary>
    [Fact]
    public void A_variable_that_comes_and_goes_is_whole_or_not_there()
    {
        Graph graph = new();
        Output handle = graph.VariableHandle("v"), value = graph.Placeholder("value");
        Operation assign = graph.AssignTo(handle, value), destroy = graph.AddOperation("DestroyResourceOp", [handle]), add = graph.AddOperation("AssignAddVariableOp", [handle, value]);
        using Session session = new(graph);
        Callable assigning = session.MakeCallable([value], [], [assign]), destroying = session.MakeCallable([], [], [destroy]);
        Callable adding = session.MakeCallable([value], [], [add]), reading = session.MakeCallable([], [graph.Read(handle)]);
        using Tensor ones = Tensor.Create<float>([Size], span => span.Fill(1));
        Parallel.For(0, 5, new ParallelOptions { MaxDegreeOfParallelism = 5 }, worker =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                if (worker == 0) assigning.Run([ones], []);
                else if (worker == 1) destroying.Run([], []);
                else if (worker == 2) IfThere(StatusCode.NotFound, () => adding.Run([ones], []));
                else IfThere(StatusCode.FailedPrecondition, () => Assert.Single(reading.Floats().Distinct()));
            }
        });
    }

    /// <summary>A checkpoint that is written while others assign holds values of one moment each.</summary>
    [Fact]
    public async Task What_is_saved_while_others_assign_is_whole()
    {
        string folder = Directory.CreateTempSubdirectory("weir-race-").FullName;
        try
        {
            Graph graph = new();
            Variable v = graph.Variable("v", Initializers.Ones, shape: [Size], options: new VariableOptions { UseResource = true });
            Output value = graph.Placeholder("value");
            Operation assign = graph.AssignTo(v.Operation[0], value), add = graph.AddOperation("AssignAddVariableOp", [v.Operation[0], value]);
            Saver saver = new(graph);
            using Session session = new(graph);
            session.Run(graph.GlobalVariablesInitializer());
            Callable assigning = session.MakeCallable([value], [], [assign]), adding = session.MakeCallable([value], [], [add]);
            using Tensor ones = Tensor.Create<float>([Size], span => span.Fill(1));
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            Task[] writers = [.. new[] { assigning, adding, adding }.Select(change => Task.Run(() =>
            {
                while (!end.IsCancellationRequested) change.Run([ones], []);
            }, TestContext.Current.CancellationToken))];
            for (int step = 0; step < 20; step++)
            {
                using CheckpointReader reader = CheckpointReader.Open(saver.Save(session, $"{folder}/m{step}")!);
                using Tensor saved = reader.Read("v");
                Assert.Single(saved.ToArray<float>().Distinct());
            }

            await end.CancelAsync();
            await Task.WhenAll(writers);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void IfThere(StatusCode otherwise, Action action)
    {
        try
        {
            action();
        }
        catch (TfException e) when (e.Code == otherwise)
        {
            // Taken away a moment before.
        }
    }
}
