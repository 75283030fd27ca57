using Weir.Protos;
using static Weir.Runtime.Tests.FunctionDefs;

namespace Weir.Runtime.Tests;

/// <summary>The graph that a run was of.</summary>
public sealed class PartitionGraphTests
{
    [Fact]
    public void It_has_what_the_run_needs_between_arguments_and_results()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), y = graph.Apply("Neg", x), z = graph.Apply("Exp", y);
        graph.Apply("Log", z);
        using Session session = new(graph);
        GraphDef partition = Assert.Single(PartitionGraphs(session, new() { [y] = Tensor.Scalar(1f) }, z));
        Assert.Equal(["_arg_Neg_0_0 = _Arg()", "Exp = Exp(_arg_Neg_0_0)", "_retval_Exp_0_0 = _Retval(Exp)"], partition.Node.Select(Line));
        Assert.All(partition.Node, node => Assert.Equal("/job:localhost/replica:0/task:0/device:CPU:0", node.Device));
        Assert.Equal((DataType.DtFloat, 0L), (partition.Node[0].Attr["T"].Type, partition.Node[0].Attr["index"].I));
    }

    [Fact]
    public void Functions_are_taken_in_under_names_of_their_own()
    {
        FunctionDef[] functions = [Function("less", ["n"], "less:z:0", Constant("one", 1), Apply("less", "Sub", "n", "one:output:0"))];
        using Session session = new(Import(functions, Placeholder("n"), Call("first", "less", "n"), Call("second", "less", "first")));
        GraphDef partition = Assert.Single(PartitionGraphs(session, new() { [session.Graph.GetOutput("n:0")] = Tensor.Scalar(5) }, session.Graph.GetOutput("second:0")));
        Assert.Equal(
            ["_arg_n_0_0 = _Arg()", "one = Const()", "less = Sub(_arg_n_0_0, one)", "less_1 = Sub(less, one)", "_retval_second_0_0 = _Retval(less_1)"],
            partition.Node.Select(Line));
    }

    [Fact]
    public void It_computes_what_the_run_computes()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, Shape.Scalar);
        Output y = graph.Cond(x.GreaterThan(graph.Constant(Tensor.Scalar(0f))), v => [v[0] * v[0]], v => [-v[0]], [x])[0];
        using Session session = new(graph);
        using Tensor three = Tensor.Scalar(3f);
        GraphDef partition = Assert.Single(PartitionGraphs(session, new() { [x] = three }, y));

        NodeDef argument = partition.Node.Single(node => node.Op == "_Arg"), result = partition.Node.Single(node => node.Op == "_Retval");
        argument.Op = "Placeholder";
        argument.Attr["dtype"] = argument.Attr["T"];
        argument.Attr.Remove("T");
        argument.Attr.Remove("index");
        partition.Node.Remove(result);
        foreach (NodeDef node in partition.Node)
        {
            // A user's names do not begin with an underscore.
            node.Name = node.Name.TrimStart('_');
            for (int i = 0; i < node.Input.Count; i++) node.Input[i] = node.Input[i].TrimStart('_');
        }

        Graph copy = new();
        copy.Import(partition);
        using Session other = new(copy);
        Assert.Equal(9f, Assert.Single(other.Floats(copy.GetOutput(result.Input[0] + ":0"), (copy.GetOutput(argument.Name + ":0"), three))));
    }

    [Fact]
    public void A_loop_of_TensorFlow_1_comes_round()
    {
        Graph graph = TestGraphs.Parse("""
            node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_INT32 } } }
            node { name: "one" op: "Const" attr { key: "dtype" value { type: DT_INT32 } } attr { key: "value" value { tensor { dtype: DT_INT32 tensor_shape {} int_val: 1 } } } }
            node { name: "limit" op: "Enter" input: "x" attr { key: "T" value { type: DT_INT32 } } attr { key: "frame_name" value { s: "f" } } attr { key: "is_constant" value { b: true } } }
            node { name: "step" op: "Enter" input: "one" attr { key: "T" value { type: DT_INT32 } } attr { key: "frame_name" value { s: "f" } } attr { key: "is_constant" value { b: true } } }
            node { name: "enter" op: "Enter" input: "one" attr { key: "T" value { type: DT_INT32 } } attr { key: "frame_name" value { s: "f" } } }
            node { name: "merge" op: "Merge" input: "enter" input: "next" attr { key: "T" value { type: DT_INT32 } } attr { key: "N" value { i: 2 } } }
            node { name: "less" op: "Less" input: "merge" input: "limit" attr { key: "T" value { type: DT_INT32 } } }
            node { name: "cond" op: "LoopCond" input: "less" }
            node { name: "switch" op: "Switch" input: "merge" input: "cond" attr { key: "T" value { type: DT_INT32 } } }
            node { name: "exit" op: "Exit" input: "switch" attr { key: "T" value { type: DT_INT32 } } }
            node { name: "add" op: "AddV2" input: "switch:1" input: "step" attr { key: "T" value { type: DT_INT32 } } }
            node { name: "next" op: "NextIteration" input: "add" attr { key: "T" value { type: DT_INT32 } } }
            """);
        using Session session = new(graph);
        GraphDef partition = Assert.Single(PartitionGraphs(session, new() { [graph.GetOutput("x:0")] = Tensor.Scalar(5) }, graph.GetOutput("exit:0")));
        Assert.Contains("merge = Merge(enter, next)", partition.Node.Select(Line));
        Assert.Contains("add = AddV2(switch:1, step)", partition.Node.Select(Line));
    }

    [Fact]
    public void It_is_made_for_those_who_ask()
    {
        using Session session = new(new Graph());
        RunTrace trace = new();
        session.Run(null, [session.Graph.Constant(Tensor.Scalar(1f))], null, new RunOptions { Trace = trace }, TestContext.Current.CancellationToken)[0].Dispose();
        Assert.Empty(trace.PartitionGraphs);
        Assert.Empty(trace.ToRunMetadata().PartitionGraphs);
    }

    private static IReadOnlyList<GraphDef> PartitionGraphs(Session session, Dictionary<Output, Tensor> feeds, Output fetch)
    {
        RunTrace trace = new() { OutputPartitionGraphs = true };
        session.Run(feeds, [fetch], null, new RunOptions { Trace = trace }, TestContext.Current.CancellationToken)[0].Dispose();
        Assert.Equal(trace.PartitionGraphs, trace.ToRunMetadata().PartitionGraphs);
        return trace.PartitionGraphs;
    }

    private static string Line(NodeDef node) => $"{node.Name} = {node.Op}({string.Join(", ", node.Input)})";
}
