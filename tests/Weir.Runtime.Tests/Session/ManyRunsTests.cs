namespace Weir.Runtime.Tests;

/// <summary>What a process holds after many runs of one session is what it held after the first. Measured while no other test uses the process's memory.</summary>
[Collection(Alone.Name)]
public sealed class ManyRunsTests
{
    private const int Runs = 20_000;

    /// <summary>A loop over a list, a variable that is added to, a table and strings, in each run.</summary>
    [Fact]
    public void Memory_is_flat_over_runs_with_lists_variables_tables_and_strings()
    {
        Dictionary<string, object> floats = new() { ["element_dtype"] = DType.Float32 };
        Graph graph = new();
        Output x = graph.Placeholder("x", [10, 64]), words = graph.Placeholder(DType.String, [4]), any = graph.Constant(Tensor.Scalar(-1)), ten = graph.Constant(Tensor.Scalar(10));
        Output rows = graph.AddOperation("TensorListFromTensor", [x, any])[0], made = graph.AddOperation("TensorListReserve", [any, ten], floats)[0];
        Output filled = graph.While(
            v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(10))),
            v => [v[0] + 1, v[1], v[0].Graph.AddOperation("TensorListSetItem", [v[2], v[0], -v[0].Graph.AddOperation("TensorListGetItem", [v[1], v[0], v[0].Graph.Constant(Tensor.Scalar(-1))], floats)[0]])[0]],
            [graph.Constant(Tensor.Scalar(0)), rows, made])[2];
        Output handle = graph.VariableHandle("v");
        Operation add = graph.AddOperation("AssignAddVariableOp", [handle, graph.AddOperation("TensorListStack", [filled, any], floats)[0]]);
        Output total = graph.Read(handle, add);
        Output table = graph.AddOperation("HashTableV2", attributes: new Dictionary<string, object> { ["key_dtype"] = DType.String, ["value_dtype"] = DType.Int64 })[0];
        Operation fill = graph.AddOperation("InitializeTableV2", [table, graph.Constant(Tensor.From("a", "b")), graph.Constant(Tensor.From(1L, 2L))]);
        Output joined = graph.AddOperation("ReduceJoin", [graph.AddOperation("StringLower", [words])[0], graph.Constant(Tensor.Scalar(0))])[0];
        Output found = graph.AddOperation("LookupTableFindV2", [table, words, graph.Constant(Tensor.Scalar(-1L))])[0];
        using Session session = new(graph);
        session.Run(graph.AssignTo(handle, graph.Constant(Tensor.Create<float>([10, 64], span => span.Clear()))), fill);
        Callable callable = session.MakeCallable([x, words], [total, found, joined]);
        using Tensor ones = Tensor.Create<float>([10, 64], span => span.Fill(1)), text = Tensor.From("a", "B", "b", "c");
        Run(Runs / 10);
        (long before, long managed) = InUse();
        long leastGrown = long.MaxValue, leastGrownManaged = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            Run(Runs);
            (long after, long managedAfter) = InUse();
            (leastGrown, leastGrownManaged) = (Math.Min(leastGrown, after - before), Math.Min(leastGrownManaged, managedAfter - managed));
            (before, managed) = (after, managedAfter);
        }

        // The collector and the allocator keep memory once and give it back when they like; what is lost is lost in every round.
        Assert.True(leastGrownManaged < 100 << 10, $"{leastGrownManaged} bytes more on the managed heap after each {Runs} runs");
        Assert.True(leastGrown < 2 << 20, $"{leastGrown >> 10} KiB more after each {Runs} runs");

        void Run(int times)
        {
            Tensor[] feeds = [ones, text], results = new Tensor[3];
            for (int i = 0; i < times; i++)
            {
                callable.Run(feeds, results);
                if (i == 0) Assert.Equal([1L, -1L, 2L, -1L], results[1].ToArray<long>());
                foreach (Tensor result in results) result.Dispose();
            }
        }
    }

    private static (long Process, long Managed) InUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long managed = GC.GetTotalMemory(forceFullCollection: true);
        return (Environment.WorkingSet, managed);
    }
}
