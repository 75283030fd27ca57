using Weir.Protos;
using static Weir.Runtime.Tests.FunctionDefs;

namespace Weir.Runtime.Tests;

/// <summary>Functions that call themselves until a condition says no more: called while they run, as TensorFlow does.</summary>
public sealed class RecursionTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(20, 6765)]
    public void Fibonacci(int n, int expected)
    {
        using Session session = new(Import(s_fibonacci, Placeholder("n"), Call("call", "fib", "n")));
        for (int run = 0; run < 3; run++) Assert.Equal(expected, Run(session, n));
    }

    /// <summary>A helper's stack is small: how deep a run gets must not depend on who runs it.</summary>
    [Fact]
    public void Branches_that_call_stay_on_the_thread_of_the_run()
    {
        Graph graph = Import(s_fibonacci, Placeholder("n"), Call("a", "fib", "n"), Call("b", "fib", "n"));
        Output x = graph.Placeholder("x", [64, 64]), a = graph.GetOutput("a:0"), b = graph.GetOutput("b:0");
        Output left = graph.Cast(a, DType.Float32) * graph.MatMul(x, x), right = graph.Cast(b, DType.Float32) * graph.MatMul(x + 1f, x);
        using Session session = new(graph);
        Assert.DoesNotContain("_WeirStrands", session.MakeCallable([x, graph.GetOutput("n:0")], [graph.Concat([left, right], axis: 0)]).DescribePlan());
    }

    [Theory]
    [InlineData(2, 3, 9)]
    [InlineData(3, 3, 61)]
    public void Ackermann(int m, int n, int expected)
    {
        FunctionDef[] functions =
        [
            Function("ack", ["m", "n"], "if:output:0", Constant("zero", 0), Apply("equal", "Equal", "m", "zero:output:0"), If("if", "equal:z:0", "next", "deeper", "m", "n")),
            Function("next", ["m", "n"], "sum:z:0", Constant("one", 1), Apply("sum", "AddV2", "n", "one:output:0")),
            Function("deeper", ["m", "n"], "if:output:0", Constant("zero", 0), Apply("equal", "Equal", "n", "zero:output:0"), If("if", "equal:z:0", "first", "both", "m", "n")),
            Function("first", ["m", "n"], "call:output:0", Constant("one", 1), Apply("less", "Sub", "m", "one:output:0"), Call("call", "ack", "less:z:0", "one:output:0")),
            Function("both", ["m", "n"], "call:output:0", Constant("one", 1), Apply("m1", "Sub", "m", "one:output:0"), Apply("n1", "Sub", "n", "one:output:0"),
                Call("inner", "ack", "m", "n1:z:0"), Call("call", "ack", "m1:z:0", "inner:output:0")),
        ];
        using Session session = new(Import(functions, Placeholder("m"), Placeholder("n"), Call("call", "ack", "m", "n")));
        Assert.Equal(expected, Run(session, n, m));
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(11, 0)]
    [InlineData(0, 1)]
    public void Functions_that_call_each_other(int n, int expected)
    {
        using Session session = new(Import([.. Parity("even", "odd", 1), .. Parity("odd", "even", 0)], Placeholder("n"), Call("call", "even", "n")));
        Assert.Equal(expected, Run(session, n));

        static FunctionDef[] Parity(string name, string other, int ofZero) =>
        [
            Function(name, ["n"], "if:output:0", Constant("zero", 0), Apply("equal", "Equal", "n", "zero:output:0"), If("if", "equal:z:0", name + "_end", name + "_on", "n")),
            Function(name + "_end", ["n"], "c:output:0", Constant("c", ofZero)),
            Function(name + "_on", ["n"], "call:output:0", Constant("one", 1), Apply("less", "Sub", "n", "one:output:0"), Call("call", other, "less:z:0")),
        ];
    }

    [Fact]
    public void Attributes_of_the_call_hold_all_the_way_down()
    {
        // As TensorFlow 1 writes it: the function's name is the op, and its dtype comes with each call.
        FunctionDef fib = s_fibonacci[0].Clone(), on = s_fibonacci[2].Clone();
        AttrValue type = new() { Placeholder = "T" };
        AttrValue.Types.ListValue types = new();
        fib.Signature.InputArg[0] = new OpDef.Types.ArgDef { Name = "n", TypeAttr = "T" };
        fib.Signature.Attr.Add(new OpDef.Types.AttrDef { Name = "T", Type = "type" });
        fib.NodeDef[^1].Attr["else_branch"] = new AttrValue { Func = new NameAttrList { Name = "fib_on", Attr = { ["T"] = type } } };
        on.Signature.InputArg[0] = new OpDef.Types.ArgDef { Name = "n", TypeAttr = "T" };
        on.Signature.Attr.Add(new OpDef.Types.AttrDef { Name = "T", Type = "type" });
        foreach (NodeDef call in on.NodeDef.Where(node => node.Op == "StatefulPartitionedCall"))
        {
            call.Op = "fib";
            call.Attr.Clear();
            call.Attr["T"] = type;
        }

        foreach (NodeDef node in on.NodeDef)
        {
            for (int i = 0; i < node.Input.Count; i++) node.Input[i] = node.Input[i].Replace(":output:", node.Input[i].StartsWith('f') ? ":y:" : ":output:", StringComparison.Ordinal);
        }

        NodeDef first = new() { Name = "call", Op = "fib", Input = { "n" } };
        first.Attr["T"] = new AttrValue { Type = DataType.DtInt32 };
        using Session session = new(Import([fib, s_fibonacci[1], on], Placeholder("n"), first));
        Assert.Equal(55, Run(session, 10));
    }

    [Fact]
    public void What_a_call_writes_the_next_one_and_the_caller_read()
    {
        // down(n) = n == 0 ? v : (v += n, down(n - 1)); the graph reads v before it and after it.
        FunctionDef[] functions =
        [
            Function("down", ["handle", "n"], "if:output:0", Constant("zero", 0), Apply("equal", "Equal", "n", "zero:output:0"), If("if", "equal:z:0", "end", "on", "handle", "n")),
            Function("end", ["handle", "n"], "read:value:0", Apply("read", "ReadVariableOp", "handle")),
            Function("on", ["handle", "n"], "call:output:0", Constant("one", 1), Apply("add", "AssignAddVariableOp", "handle", "n"),
                Apply("less", "Sub", "n", "one:output:0"), Call("call", "down", "handle", "less:z:0", "^add")),
        ];
        using Session session = new(Import(functions, Placeholder("n"), Handle("handle"), Apply("assign", "AssignVariableOp", "handle", "n"),
            Apply("before", "ReadVariableOp", "handle"), Call("call", "down", "handle", "n", "^before"), Apply("after", "ReadVariableOp", "handle", "^call")));
        Graph graph = session.Graph;
        using Tensor zero = Tensor.Scalar(0), four = Tensor.Scalar(4);
        session.Run(Feed(graph, zero), [], [Assign(session.Graph)], cancellationToken: TestContext.Current.CancellationToken);
        for (int run = 0; run < 3; run++)
        {
            Tensor[] values = session.Run(Feed(graph, four), [graph.GetOutput("before:0"), graph.GetOutput("call:0"), graph.GetOutput("after:0")], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal([10 * run, 10 * (run + 1), 10 * (run + 1)], values.Select(value => value.ToArray<int>()[0]));
        }
    }

    [Fact]
    public void A_variable_of_the_function_itself_is_read_as_it_is_when_the_call_begins()
    {
        // Two functions, each other's callers: one reads a variable that it never writes, the other writes it. Neither may keep what it read.
        FunctionDef[] functions =
        [
            Function("reads", ["n"], "sum:z:0", Handle("handle"), Apply("value", "ReadVariableOp", "handle:resource:0"), Constant("zero", 0),
                Apply("equal", "Equal", "n", "zero:output:0"), If("if", "equal:z:0", "end", "writes", "n"), Apply("sum", "AddV2", "value:value:0", "if:output:0")),
            Function("end", ["n"], "n"),
            Function("writes", ["n"], "call:output:0", Handle("handle"), Constant("one", 1), Apply("add", "AssignAddVariableOp", "handle:resource:0", "one:output:0"),
                Apply("less", "Sub", "n", "one:output:0"), Call("call", "reads", "less:z:0", "^add")),
        ];
        functions[0].NodeDef[^2].Input.Add("^value");
        using Session session = new(Import(functions, Placeholder("n"), Handle("handle"), Apply("assign", "AssignVariableOp", "handle", "n"), Call("call", "reads", "n")));
        using Tensor hundred = Tensor.Scalar(100);
        session.Run(Feed(session.Graph, hundred), [], [Assign(session.Graph)], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(100 + 101 + 102 + 103, Run(session, 3));
        Assert.Equal(103 + 104, Run(session, 1));
    }

    [Fact]
    public void A_function_without_end_is_refused_at_the_limit()
    {
        FunctionDef[] functions = [Function("f", ["n"], "call:output:0", Call("call", "f", "n"))];
        using Session session = new(Import(functions, Placeholder("n"), Call("call", "f", "n")), new SessionOptions { Limits = ModelLimits.Default with { MaxRecursionDepth = 40 } });
        TfException error = Assert.Throws<TfException>(() => Run(session, 1));
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
        Assert.StartsWith("Function 'f' calls itself 40 deep", error.Message, StringComparison.Ordinal);
        Assert.Contains("{{node call}}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(256)]
    public void The_default_depth_fits_on_a_thread_s_stack(int kilobytes)
    {
        using Session session = new(Import(s_sum, Placeholder("n"), Call("call", "total", "n")));
        Assert.Equal(15, Run(session, 5));
        (int total, TfException? error) = (0, null);
        Thread thread = new(() =>
        {
            try
            {
                total = Run(session, 990);
            }
            catch (TfException e)
            {
                error = e;
            }
        }, kilobytes << 10);
        thread.Start();
        thread.Join();
        if (kilobytes > 1000) Assert.Equal(990 * 991 / 2, total);
        else Assert.Equal(StatusCode.ResourceExhausted, error?.Code);
        Assert.Equal(15, Run(session, 5));
    }

    [Fact]
    public void Calls_end_with_the_run()
    {
        using Session session = new(Import(s_fibonacci, Placeholder("n"), Call("call", "fib", "n")));
        using Tensor n = Tensor.Scalar(60);
        RunOptions options = new() { Timeout = TimeSpan.FromMilliseconds(50) };
        TfException error = Assert.Throws<TfException>(() => session.Run(Feed(session.Graph, n), [session.Graph.GetOutput("call:0")], null, options, TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, error.Code);
        Assert.Equal(55, Run(session, 10));
    }

    [Fact]
    public void What_calls_hold_counts_as_the_run_s()
    {
        // widen(x, n) = n == 0 ? x : widen(x ++ x, n - 1): each call holds its argument and the double of it.
        NodeDef concat = new() { Name = "wide", Op = "ConcatV2", Input = { "x", "x", "zero:output:0" } };
        concat.Attr["N"] = new AttrValue { I = 2 };
        concat.Attr["T"] = new AttrValue { Type = DataType.DtInt32 };
        FunctionDef[] functions =
        [
            Function("widen", ["x", "n"], "if:output:0", Constant("zero", 0), Apply("equal", "Equal", "n", "zero:output:0"), If("if", "equal:z:0", "end", "on", "x", "n")),
            Function("end", ["x", "n"], "x"),
            Function("on", ["x", "n"], "call:output:0", Constant("zero", 0), Constant("one", 1), concat, Apply("less", "Sub", "n", "one:output:0"), Call("call", "widen", "wide:output:0", "less:z:0")),
        ];
        using Session session = new(Import(functions, Placeholder("m"), Placeholder("n"), Call("call", "widen", "m", "n")), new SessionOptions { Limits = ModelLimits.Default with { MaxRunBytes = 1 << 20 } });
        using Tensor x = Tensor.From(new int[256]), five = Tensor.Scalar(5), twelve = Tensor.Scalar(12);
        Dictionary<Output, Tensor> feeds = new() { [session.Graph.GetOutput("m:0")] = x, [session.Graph.GetOutput("n:0")] = five };
        for (int run = 0; run < 200; run++)
        {
            using Tensor wide = session.Run(session.Graph.GetOutput("call:0"), feeds);
            Assert.Equal(256 << 5, wide.ElementCount);
        }

        feeds[session.Graph.GetOutput("n:0")] = twelve;
        TfException error = Assert.Throws<TfException>(() => session.Run(session.Graph.GetOutput("call:0"), feeds));
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
        Assert.Contains("over its limit of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_deep_inside_names_its_node()
    {
        FunctionDef[] functions = [.. s_sum];
        functions[1] = Function("total_end", ["n"], "bad:z:0", Constant("zero", 0), Apply("bad", "FloorDiv", "n", "zero:output:0"));
        using Session session = new(Import(functions, Placeholder("n"), Call("call", "total", "n")));
        TfException error = Assert.Throws<TfException>(() => Run(session, 7));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Contains("{{node bad}}", error.Message, StringComparison.Ordinal);
        Assert.Single(error.Message.Split("{{node ")[1..]);
    }

    [Fact]
    public async Task Threads_call_at_the_same_time()
    {
        using Session session = new(Import(s_fibonacci, Placeholder("n"), Call("call", "fib", "n")));
        int[] results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Run(session, 10 + (i % 3)))));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => new[] { 55, 89, 144 }[i % 3]), results);
    }

    [Fact]
    public async Task A_call_waits_for_what_other_runs_do()
    {
        // drain(n) = n == 0 ? 0 : next element + drain(n - 1)
        AttrValue types = new() { List = new AttrValue.Types.ListValue { Type = { DataType.DtInt32 } } };
        NodeDef queue = new() { Name = "handle", Op = "FIFOQueueV2" }, next = new() { Name = "next", Op = "QueueDequeueV2", Input = { "handle" } };
        queue.Attr["component_types"] = types;
        next.Attr["component_types"] = types;
        FunctionDef[] functions =
        [
            Function("drain", ["handle", "n"], "if:output:0", Constant("zero", 0), Apply("equal", "Equal", "n", "zero:output:0"), If("if", "equal:z:0", "end", "on", "handle", "n")),
            Function("end", ["handle", "n"], "n"),
            Function("on", ["handle", "n"], "sum:z:0", next, Constant("one", 1), Apply("less", "Sub", "n", "one:output:0"), Call("call", "drain", "handle", "less:z:0"),
                Apply("sum", "AddV2", "next:components:0", "call:output:0")),
        ];
        using Session session = new(Import(functions, Placeholder("n"), queue, Call("call", "drain", "handle", "n")));
        Operation[] enqueues = [.. Enumerable.Range(1, 3).Select(i => session.Graph.AddOperation("QueueEnqueueV2", [session.Graph.GetOutput("handle:0"), session.Graph.Constant(Tensor.Scalar(i))]))];
        Task<int> waiting = Task.Run(() => Run(session, 3), TestContext.Current.CancellationToken);
        foreach (Operation enqueue in enqueues) session.Run(enqueue);
        Assert.Equal(6, await waiting);

        using Tensor n = Tensor.Scalar(1);
        RunOptions options = new() { Timeout = TimeSpan.FromMilliseconds(50) };
        TfException error = Assert.Throws<TfException>(() => session.Run(Feed(session.Graph, n), [session.Graph.GetOutput("call:0")], null, options, TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, error.Code);
    }

    [Fact]
    public void A_trace_has_the_steps_of_calls()
    {
        using Session session = new(Import(s_sum, Placeholder("n"), Call("call", "total", "n")));
        RunTrace trace = new();
        using Tensor n = Tensor.Scalar(6);
        session.Run(Feed(session.Graph, n), [session.Graph.GetOutput("call:0")], null, new RunOptions { Trace = trace }, TestContext.Current.CancellationToken)[0].Dispose();
        Assert.Equal(6, trace.Entries.Count(entry => entry.Op == "AddV2"));
        Callable callable = session.MakeCallable([session.Graph.GetOutput("n:0")], [session.Graph.GetOutput("call:0")]);
        Assert.Contains("calls total", callable.DescribePlan(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_gradient_is_refused()
    {
        FunctionDef function = Function("f", ["n"], "call:output:0", Call("call", "f", "n"));
        foreach (OpDef.Types.ArgDef argument in function.Signature.InputArg.Concat(function.Signature.OutputArg)) argument.Type = DataType.DtFloat;
        NodeDef x = Placeholder("n"), call = Call("call", "f", "n");
        x.Attr["dtype"] = new AttrValue { Type = DataType.DtFloat };
        foreach (NodeDef node in new[] { call, function.NodeDef[0] })
        {
            node.Attr["Tin"].List.Type[0] = DataType.DtFloat;
            node.Attr["Tout"].List.Type[0] = DataType.DtFloat;
        }

        Graph graph = Import([function], x, call);
        TfException error = Assert.Throws<TfException>(() => Gradients.Of([graph.GetOutput("call:0")], [graph.GetOutput("n:0")]));
        Assert.Equal(StatusCode.Unimplemented, error.Code);
        Assert.Contains("'f' calls itself", error.Message, StringComparison.Ordinal);
    }

    private static readonly FunctionDef[] s_fibonacci =
    [
        Function("fib", ["n"], "if:output:0", Constant("two", 2), Apply("less", "Less", "n", "two:output:0"), If("if", "less:z:0", "fib_end", "fib_on", "n")),
        Function("fib_end", ["n"], "n"),
        Function("fib_on", ["n"], "sum:z:0", Constant("one", 1), Constant("two", 2), Apply("n1", "Sub", "n", "one:output:0"), Apply("n2", "Sub", "n", "two:output:0"),
            Call("f1", "fib", "n1:z:0"), Call("f2", "fib", "n2:z:0"), Apply("sum", "AddV2", "f1:output:0", "f2:output:0")),
    ];

    private static readonly FunctionDef[] s_sum =
    [
        Function("total", ["n"], "if:output:0", Constant("zero", 0), Apply("equal", "Equal", "n", "zero:output:0"), If("if", "equal:z:0", "total_end", "total_on", "n")),
        Function("total_end", ["n"], "n"),
        Function("total_on", ["n"], "sum:z:0", Constant("one", 1), Apply("less", "Sub", "n", "one:output:0"), Call("call", "total", "less:z:0"), Apply("sum", "AddV2", "n", "call:output:0")),
    ];

    private static Dictionary<Output, Tensor> Feed(Graph graph, Tensor n) => new() { [graph.GetOutput("n:0")] = n };

    private static Operation Assign(Graph graph) => graph.Operations.Single(operation => operation.Name == "assign");

    private static int Run(Session session, int n, int? m = null)
    {
        using Tensor fed = Tensor.Scalar(n), other = Tensor.Scalar(m ?? 0);
        Dictionary<Output, Tensor> feeds = Feed(session.Graph, fed);
        if (m is not null) feeds.Add(session.Graph.GetOutput("m:0"), other);
        using Tensor result = session.Run(session.Graph.GetOutput("call:0"), feeds);
        return result.ToArray<int>()[0];
    }
}
