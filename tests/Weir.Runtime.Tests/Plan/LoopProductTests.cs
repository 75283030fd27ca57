using System.Text;
using Weir.Graphs;
using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>A loop that multiplies one element of a list a round, with the products taken out of it and without.</summary>
public sealed class LoopProductTests
{
    private const int Rounds = 5;

    /// <summary>From (i, sum, list, weights) to (i + 1, sum + list[i] * weights, list, weights).</summary>
    private const string Library = """
        library {
          function {
            signature {
              name: "go_on"
              input_arg { name: "i" type: DT_INT32 } input_arg { name: "sum" type: DT_FLOAT }
              input_arg { name: "list" type: DT_VARIANT } input_arg { name: "weights" type: DT_FLOAT } input_arg { name: "rounds" type: DT_INT32 }
              output_arg { name: "more" type: DT_BOOL }
            }
            node_def { name: "less" op: "Less" input: "i" input: "rounds" attr { key: "T" value { type: DT_INT32 } } }
            ret { key: "more" value: "less:z:0" }
          }
          function {
            signature {
              name: "add_product"
              input_arg { name: "i" type: DT_INT32 } input_arg { name: "sum" type: DT_FLOAT }
              input_arg { name: "list" type: DT_VARIANT } input_arg { name: "weights" type: DT_FLOAT } input_arg { name: "rounds" type: DT_INT32 }
              output_arg { name: "next" type: DT_INT32 } output_arg { name: "total" type: DT_FLOAT }
              output_arg { name: "same_list" type: DT_VARIANT } output_arg { name: "same_weights" type: DT_FLOAT } output_arg { name: "same_rounds" type: DT_INT32 }
            }
            node_def { name: "one" op: "Const" attr { key: "dtype" value { type: DT_INT32 } } attr { key: "value" value { tensor { dtype: DT_INT32 tensor_shape { } int_val: 1 } } } }
            node_def { name: "any" op: "Const" attr { key: "dtype" value { type: DT_INT32 } } attr { key: "value" value { tensor { dtype: DT_INT32 tensor_shape { } int_val: -1 } } } }
            node_def { name: "add" op: "AddV2" input: "i" input: "one:output:0" attr { key: "T" value { type: DT_INT32 } } }
            node_def { name: "item" op: "TensorListGetItem" input: "list" input: "i" input: "any:output:0" attr { key: "element_dtype" value { type: DT_FLOAT } } }
            node_def { name: "product" op: "MatMul" input: "item:item:0" input: "weights" attr { key: "T" value { type: DT_FLOAT } } }
            node_def { name: "sum_up" op: "AddV2" input: "sum" input: "product:product:0" attr { key: "T" value { type: DT_FLOAT } } }
            ret { key: "next" value: "add:z:0" } ret { key: "total" value: "sum_up:z:0" }
            ret { key: "same_list" value: "list" } ret { key: "same_weights" value: "weights" } ret { key: "same_rounds" value: "rounds" }
          }
        }
        versions { producer: 1645 }
        """;

    [Fact]
    public void Elements_that_lie_together_are_multiplied_before_the_loop()
    {
        (float[] plain, string[] plainSteps) = Run(Rows, fuses: false, Rounds);
        (float[] taken, string[] steps) = Run(Rows, fuses: true, Rounds);
        Assert.Equal(plain.Length, taken.Length);
        for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i], taken[i], 1e-5f);
        Assert.Equal(Rounds, plainSteps.Count(op => op == "MatMul"));
        Assert.DoesNotContain("MatMul", steps);
        Assert.Equal(Rounds, steps.Count(op => op == "TensorListGetItem+MatMul"));
    }

    [Fact]
    public void Elements_of_several_shapes_are_multiplied_one_by_one()
    {
        (float[] plain, _) = Run(Uneven, fuses: false, Rounds);
        (float[] taken, string[] steps) = Run(Uneven, fuses: true, Rounds);
        Assert.Equal(plain, taken);
        Assert.Equal(Rounds, steps.Count(op => op == "MatMul"));
    }

    [Fact]
    public void A_loop_that_runs_too_far_fails_as_before()
    {
        TfException plain = Assert.Throws<TfException>(() => Run(Rows, fuses: false, Rounds + 1));
        TfException taken = Assert.Throws<TfException>(() => Run(Rows, fuses: true, Rounds + 1));
        Assert.Equal(plain.Code, taken.Code);
        Assert.Equal(plain.Message, taken.Message);
    }

    [Fact]
    public void No_round_at_all_gives_what_was_there()
    {
        (float[] sum, _) = Run(Rows, fuses: true, rounds: 0);
        Assert.All(sum, value => Assert.Equal(1, value));
    }

    /// <summary>A list made from one tensor.</summary>
    private static Output Rows(Graph graph) => graph.AddOperation(
        "TensorListFromTensor", [Constant(graph, FusionTests.Filled(Rounds, 2, 3)), Constant(graph, Tensor.From(2, 3))])[0];

    /// <summary>A list with elements of one row and of two, which broadcast in the sum.</summary>
    private static Output Uneven(Graph graph)
    {
        Output list = graph.AddOperation("EmptyTensorList", [Constant(graph, Tensor.Scalar(-1)), Constant(graph, Tensor.Scalar(-1))], new Dictionary<string, object>
        {
            ["element_dtype"] = DType.Float32,
        })[0];
        for (int i = 0; i < Rounds; i++) list = graph.Apply("TensorListPushBack", list, Constant(graph, FusionTests.Filled(1 + (i % 2), 3)));
        return list;
    }

    private static (float[] Sum, string[] Steps) Run(Func<Graph, Output> list, bool fuses, int rounds)
    {
        Graph graph = new();
        graph.Import(TextFormat.Parse<GraphDef>(Encoding.UTF8.GetBytes(Library)));
        Output[] inputs =
        [
            Constant(graph, Tensor.Scalar(0)), Constant(graph, Tensor.Create<float>(Shape.Of(2, 4), span => span.Fill(1))), list(graph),
            Constant(graph, FusionTests.Filled(3, 4)), Constant(graph, Tensor.Scalar(rounds)),
        ];
        Operation loop = graph.AddOperation("StatelessWhile", inputs, new Dictionary<string, object>
        {
            ["cond"] = new FunctionReference("go_on", AttributeList.Empty), ["body"] = new FunctionReference("add_product", AttributeList.Empty),
        });
        using Session session = new(graph, new SessionOptions { Fuses = fuses });
        RunTrace trace = new();
        using Tensor sum = session.Run(new Dictionary<Output, Tensor>(), [loop[1]], options: new RunOptions { Trace = trace })[0];
        return (sum.ToArray<float>(), [.. trace.Entries.Select(entry => entry.Op)]);
    }

    private static Output Constant(Graph graph, Tensor value) =>
        graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = value, ["dtype"] = value.DType })[0];
}
