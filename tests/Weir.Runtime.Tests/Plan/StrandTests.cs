using Weir.Plans;

namespace Weir.Runtime.Tests;

/// <summary>Branches that do not need each other: which ones a plan finds, and that running them side by side changes nothing but the time.</summary>
[Collection(Alone.Name)]
public sealed class StrandTests
{
    /// <summary>So many runs take both ways: the first ones show what each takes.</summary>
    private const int Runs = 10;

    private const int Width = 128;

    private readonly Graph graph = new();
    private readonly Output x;

    public StrandTests() => x = graph.Placeholder("x", [Width, Width]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Two_towers_are_strands_and_what_meets_them_is_not()
    {
        Assert.Equal(["_WeirStrands: MatMul MatMul | MatMul MatMul", "ConcatV2"], Steps(Met(Tower(x, 2, 1), Tower(x, 2, 2))));
    }

    [Fact]
    public void A_chain_has_none()
    {
        Assert.Equal(["MatMul", "MatMul", "MatMul"], Steps(Tower(x, 3, 1)));
    }

    [Fact]
    public void What_both_need_comes_before()
    {
        Output trunk = Tower(x, 2, 1);
        Assert.Equal(["MatMul", "MatMul", "_WeirStrands: MatMul | MatMul Max", "ConcatV2"], Steps(Met(Tower(trunk, 1, 2), Largest(Tower(trunk, 1, 3)))));
    }

    [Fact]
    public void A_shortcut_beside_a_tower_is_no_strand()
    {
        Output trunk = Tower(x, 1, 1);
        Assert.DoesNotContain("_WeirStrands", string.Join(' ', Steps(Met(Tower(trunk, 2, 2), Largest(trunk)))));
    }

    [Fact]
    public void Of_branches_in_branches_the_longer_ones_are_strands()
    {
        Output Forked(int seed) => Tower(Met(Tower(x, 1, seed), Tower(x, 1, seed + 1)), 2, seed + 2);
        Assert.Equal(["_WeirStrands: MatMul MatMul ConcatV2 MatMul MatMul | MatMul MatMul ConcatV2 MatMul MatMul", "ConcatV2"], Steps(Met(Forked(1), Forked(5))));
    }

    [Fact]
    public void Branches_that_end_in_different_fetches_are_strands()
    {
        Output trunk = Tower(x, 1, 1);
        Assert.Equal(["MatMul", "_WeirStrands: MatMul | MatMul"], Steps(Tower(trunk, 1, 2), Tower(trunk, 1, 3)));
    }

    [Fact]
    public void With_one_thread_for_branches_there_are_none()
    {
        using Session session = new(graph, new SessionOptions { InterOpThreads = 1 });
        Assert.DoesNotContain("_WeirStrands", session.MakeCallable([x], [Tower(x, 2, 1) + Tower(x, 2, 2)]).DescribePlan());
    }

    /// <summary>What leads to them may run side by side, writes themselves follow each other.</summary>
    [Fact]
    public void Effects_keep_their_order()
    {
        Output handle = graph.VariableHandle("v");
        Operation first = graph.AssignTo(handle, Tower(x, 2, 1)), second = graph.AddOperation("AssignSubVariableOp", [handle, Tower(x, 2, 3)]);
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [], [first, second]), read = session.MakeCallable([], [graph.Read(handle)]);
        List<string> steps = Steps(callable);
        Assert.Contains("_WeirStrands: MatMul MatMul | MatMul MatMul AssignVariableOp", steps);
        Assert.Equal("AssignSubVariableOp", steps[^1]);
        using Tensor fed = Filled(0.01f);
        HashSet<float> seen = [];
        for (int run = 0; run < Runs; run++)
        {
            callable.Run([fed], [], cancellationToken: Token);
            seen.Add(read.Floats()[0]);
        }

        Assert.Single(seen);
    }

    /// <summary>Graphs of products, element-wise nodes, loops and conditionals that fork and meet anywhere.</summary>
    [Fact]
    public void Random_graphs_give_the_same_bits_both_ways()
    {
        int withStrands = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            (Graph random, Output fed, Output[] fetches) = RandomBranches(seed);
            using Session inTurn = new(random, new SessionOptions { InterOpThreads = 1 }), sideBySide = new(random);
            Callable one = inTurn.MakeCallable([fed], fetches), other = sideBySide.MakeCallable([fed], fetches);
            if (other.DescribePlan().Contains("_WeirStrands", StringComparison.Ordinal)) withStrands++;
            int[][] expected = Bits(one, fetches.Length);
            for (int run = 0; run < Runs; run++) Assert.Equal(expected, Bits(other, fetches.Length));
        }

        Assert.InRange(withStrands, 15, 40);
    }

    [Fact]
    public void Loops_of_both_kinds_run_side_by_side()
    {
        Graph loops = TestGraphs.Parse($$"""
            node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "shape" value { shape { dim { size: {{Width}} } dim { size: {{Width}} } } } } }
            node { name: "end" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { } float_val: 1e6 } } } }
            node { name: "axes" op: "Const" attr { key: "dtype" value { type: DT_INT32 } } attr { key: "value" value { tensor { dtype: DT_INT32 tensor_shape { dim { size: 2 } } int_val: 0 int_val: 1 } } } }
            {{Frame("a")}}
            {{Frame("b")}}
            """);
        Output fed = loops.GetOutput("x:0");
        Output list = loops.While(
            v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(30))),
            v => [v[0] + 1, v[0].Graph.Tanh(v[0].Graph.MatMul(v[1], v[1]))],
            [loops.Constant(Tensor.Scalar(0)), fed])[1];
        Output[] fetches = [loops.GetOutput("exit_a:0"), loops.GetOutput("exit_b:0"), list];
        using Session inTurn = new(loops, new SessionOptions { InterOpThreads = 1 }), sideBySide = new(loops);
        Callable one = inTurn.MakeCallable([fed], fetches), other = sideBySide.MakeCallable([fed], fetches);
        Assert.Contains("strand 2", other.DescribePlan());
        int[][] expected = Bits(one, fetches.Length);
        for (int run = 0; run < Runs; run++) Assert.Equal(expected, Bits(other, fetches.Length));
    }

    /// <summary>Each fills an array of its own, which the step after it gathers.</summary>
    [Fact]
    public void Loops_over_arrays_run_side_by_side()
    {
        Output[] fetches = [Gathered(1), Gathered(2)];
        using Session inTurn = new(graph, new SessionOptions { InterOpThreads = 1 }), sideBySide = new(graph);
        Callable one = inTurn.MakeCallable([x], fetches), other = sideBySide.MakeCallable([x], fetches);
        Assert.Contains("strand 1", other.DescribePlan());
        int[][] expected = Bits(one, fetches.Length);
        for (int run = 0; run < Runs; run++) Assert.Equal(expected, Bits(other, fetches.Length));

        Output Gathered(int seed)
        {
            Dictionary<string, object> type = new() { ["dtype"] = DType.Float32 };
            Operation made = graph.AddOperation("TensorArrayV3", [graph.Constant(Tensor.Scalar(10))], type);
            Output flow = graph.While(
                v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(10))),
                v => [v[0] + 1, Tower(v[1], 1, seed), v[2], v[0].Graph.AddOperation("TensorArrayWriteV3", [v[2], v[0], v[1], v[3]])[0]],
                [graph.Constant(Tensor.Scalar(0)), x, made[0], made[1]])[3];
            return graph.AddOperation("TensorArrayGatherV3", [made[0], graph.Constant(Tensor.From<int>([.. Enumerable.Range(0, 10)])), flow], type)[0];
        }
    }

    [Fact]
    public void An_error_in_a_strand_names_its_node_once()
    {
        Output y = graph.AddOperation("CheckNumerics", [Tower(x, 2, 1)], new Dictionary<string, object> { ["message"] = "not now" }, name: "check")[0];
        Output sum = y + Tower(x, 2, 2);
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [sum]);
        Assert.Contains("_WeirStrands", callable.DescribePlan());
        using Tensor good = Filled(0.01f), bad = Filled(float.NaN);
        float[] expected = callable.Floats(good);
        HashSet<string> messages = [];
        for (int run = 0; run < Runs; run++)
        {
            TfException error = Assert.Throws<TfException>(() => callable.Run([bad], new Tensor[1], cancellationToken: Token));
            Assert.Equal(StatusCode.InvalidArgument, error.Code);
            messages.Add(error.Message);
            Assert.Equal(expected, callable.Floats(good));
        }

        string message = Assert.Single(messages);
        Assert.Equal(message.IndexOf("{{node", StringComparison.Ordinal), message.LastIndexOf("{{node", StringComparison.Ordinal));
        Assert.Contains("{{node check}}", message);
    }

    [Fact]
    public void A_timeout_ends_every_strand_and_the_session_goes_on()
    {
        Output Loop(Output rounds, int seed) => graph.While(v => v[0].LessThan(v[2]), v => [v[0] + 1, Tower(v[1], 1, seed), v[2]], [graph.Constant(Tensor.Scalar(0)), x, rounds])[1];
        Output rounds = graph.Placeholder(DType.Int32, []);
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x, rounds], [Loop(rounds, 1) + Loop(rounds, 2)]);
        Assert.Contains("_WeirStrands", callable.DescribePlan());
        using Tensor fed = Filled(0.01f), few = Tensor.Scalar(10), endless = Tensor.Scalar(int.MaxValue);
        float[] expected = callable.Floats(fed, few);
        for (int run = 0; run < Runs; run++)
        {
            TfException late = Assert.Throws<TfException>(() => callable.Run([fed, endless], new Tensor[1], options: new RunOptions { Timeout = TimeSpan.FromMilliseconds(30) }, cancellationToken: Token));
            Assert.Equal(StatusCode.DeadlineExceeded, late.Code);
            Assert.Equal(expected, callable.Floats(fed, few));
        }
    }

    /// <summary>What strands hold together is what the run may hold.</summary>
    [Fact]
    public void The_limit_on_memory_holds_for_all_strands_together()
    {
        Output Many(int seed)
        {
            Output[] all = [.. Enumerable.Range(0, 8).Select(i => Tower(x, 1, seed + i))];
            return graph.AddOperation("AddN", all)[0];
        }

        Output sum = Many(1) + Many(20);
        const long Square = Width * Width * sizeof(float);
        using Session narrow = new(graph, new SessionOptions { Limits = ModelLimits.Default with { MaxRunBytes = 6 * Square } }), wide = new(graph, new SessionOptions { Limits = ModelLimits.Default with { MaxRunBytes = 40 * Square } });
        using Tensor fed = Filled(0.01f);
        Callable refused = narrow.MakeCallable([x], [sum]), done = wide.MakeCallable([x], [sum]);
        float[] expected = done.Floats(fed);
        for (int run = 0; run < Runs; run++)
        {
            Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => refused.Run([fed], new Tensor[1], cancellationToken: Token)).Code);
            Assert.Equal(expected, done.Floats(fed));
        }
    }

    [Fact]
    public void A_trace_has_the_steps_of_all_strands()
    {
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [Tower(x, 3, 1) + Tower(x, 3, 2)]);
        using Tensor fed = Filled(0.01f);
        for (int run = 0; run < Runs; run++)
        {
            RunTrace trace = new();
            Tensor[] fetched = new Tensor[1];
            callable.Run([fed], fetched, options: new RunOptions { Trace = trace }, cancellationToken: Token);
            fetched[0].Dispose();
            Assert.Equal(6, trace.ToRunMetadata().StepStats.DevStats[0].NodeStats.Count(step => step.NodeName.StartsWith("MatMul", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void The_way_that_takes_less_time_is_taken_and_the_other_tried_now_and_then()
    {
        FasterWay way = new();
        const long Long = 10_000_000_000;
        int sideBySide = Count(1000, inTurn: Long, beside: Long / 2);
        Assert.InRange(sideBySide, 950, 995);
        sideBySide = Count(10_000, inTurn: Long / 4, beside: Long / 2);
        Assert.InRange(sideBySide, 50, 500);

        int Count(int runs, long inTurn, long beside)
        {
            int count = 0;
            for (int i = 0; i < runs; i++)
            {
                bool isWatched = way.Choose(out bool isBeside);
                Assert.True(isWatched);
                way.Took(isBeside, isBeside ? beside : inTurn);
                if (isBeside) count++;
            }

            return count;
        }
    }

    [Fact]
    public void What_is_short_is_never_tried_side_by_side()
    {
        FasterWay way = new();
        int watched = 0;
        for (int i = 0; i < 1000; i++)
        {
            bool isWatched = way.Choose(out bool isBeside);
            Assert.False(isBeside);
            if (!isWatched) continue;
            way.Took(false, 1);
            watched++;
        }

        Assert.InRange(watched, 3, 20);
    }

    private static string Frame(string name) => $$"""
        node { name: "enter_{{name}}" op: "Enter" input: "x" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "{{name}}" } } }
        node { name: "end_{{name}}" op: "Enter" input: "end" attr { key: "T" value { type: DT_FLOAT } } attr { key: "frame_name" value { s: "{{name}}" } } attr { key: "is_constant" value { b: true } } }
        node { name: "axes_{{name}}" op: "Enter" input: "axes" attr { key: "T" value { type: DT_INT32 } } attr { key: "frame_name" value { s: "{{name}}" } } attr { key: "is_constant" value { b: true } } }
        node { name: "merge_{{name}}" op: "Merge" input: "enter_{{name}}" input: "next_{{name}}" attr { key: "N" value { i: 2 } } attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "sum_{{name}}" op: "Sum" input: "merge_{{name}}" input: "axes_{{name}}" attr { key: "T" value { type: DT_FLOAT } } attr { key: "Tidx" value { type: DT_INT32 } } }
        node { name: "less_{{name}}" op: "Less" input: "sum_{{name}}" input: "end_{{name}}" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "go_{{name}}" op: "LoopCond" input: "less_{{name}}" }
        node { name: "switch_{{name}}" op: "Switch" input: "merge_{{name}}" input: "go_{{name}}" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "exit_{{name}}" op: "Exit" input: "switch_{{name}}" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "twice_{{name}}" op: "AddV2" input: "switch_{{name}}:1" input: "switch_{{name}}:1" attr { key: "T" value { type: DT_FLOAT } } }
        node { name: "next_{{name}}" op: "NextIteration" input: "twice_{{name}}" attr { key: "T" value { type: DT_FLOAT } } }
        """;

    private static (Graph Graph, Output Fed, Output[] Fetches) RandomBranches(int seed)
    {
        Random random = new(seed);
        Graph graph = new();
        Output fed = graph.Placeholder("x", [Width, Width]);
        List<Output> values = [fed];
        for (int i = random.Next(4, 14); i > 0; i--) values.Add(Node());
        return (graph, fed, [.. values.TakeLast(random.Next(1, 3))]);

        Output Any() => values[random.Next(Math.Max(0, values.Count - 5), values.Count)];

        Output Node() => random.Next(9) switch
        {
            < 4 => graph.MatMul(Any(), graph.Constant(Weights(random.Next(4)))),
            4 => graph.Relu(Any()),
            5 => Any() + Any(),
            6 => Any() * 0.5f,
            7 => graph.While(v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(4))), v => [v[0] + 1, v[0].Graph.Tanh(v[0].Graph.MatMul(v[1], v[1]))], [graph.Constant(Tensor.Scalar(0)), Any()])[1],
            _ => graph.Cond(graph.AddOperation("Sum", [Any(), graph.Constant(Tensor.From(0, 1))])[0].GreaterThan(graph.Constant(Tensor.Scalar(0f))), v => [v[0].Graph.MatMul(v[0], v[0])], v => [v[0] * 2f], [Any()])[0],
        };
    }

    private static int[][] Bits(Callable callable, int fetches)
    {
        using Tensor fed = Filled(0.01f);
        Tensor[] fetched = new Tensor[fetches];
        callable.Run([fed], fetched, cancellationToken: Token);
        int[][] bits = [.. fetched.Select(tensor => tensor.ToArray<float>().Select(BitConverter.SingleToInt32Bits).ToArray())];
        foreach (Tensor tensor in fetched) tensor.Dispose();
        return bits;
    }

    /// <summary>The names of a plan's steps; of strands those inside, too.</summary>
    private List<string> Steps(params Output[] fetches)
    {
        using Session session = new(graph);
        return Steps(session.MakeCallable([x], fetches));
    }

    private static List<string> Steps(Callable callable)
    {
        List<string> names = [];
        foreach (string line in callable.DescribePlan().Split('\n').SkipWhile(line => !line.StartsWith("Steps", StringComparison.Ordinal)).Skip(1).TakeWhile(line => !line.StartsWith("Fetches", StringComparison.Ordinal)))
        {
            if (line.TrimStart().StartsWith("strand ", StringComparison.Ordinal)) names[^1] += names[^1].Contains(':', StringComparison.Ordinal) ? " |" : ":";
            else if (line.StartsWith("      ", StringComparison.Ordinal)) names[^1] += " " + OpOf(line);
            else names.Add(OpOf(line));
        }

        return names;

        static string OpOf(string line) => line[..line.IndexOf('(', StringComparison.Ordinal)].Split("= ")[^1].Trim();
    }

    private static Output Met(Output a, Output b) => a.Graph.Concat([a, b], axis: 0);

    private static Output Largest(Output of) => of.Graph.AddOperation("Max", [of, of.Graph.Constant(Tensor.From(0))], new Dictionary<string, object> { ["keep_dims"] = true })[0];

    private static Output Tower(Output x, int layers, int seed)
    {
        Graph graph = x.Graph;
        for (int i = 0; i < layers; i++) x = graph.MatMul(x, graph.Constant(Weights(seed + i)));
        return x;
    }

    private static Tensor Filled(float value) => Tensor.Create<float>([Width, Width], span => span.Fill(value));

    private static Tensor Weights(int seed)
    {
        Random random = new(seed);
        return Tensor.Create<float>([Width, Width], span =>
        {
            foreach (ref float weight in span) weight = (random.NextSingle() - 0.5f) / 8;
        });
    }
}
