namespace Weir.Runtime.Tests;

/// <summary>Ops that only graphs of old producers may have. TensorFlow's recorded cases have none of them.</summary>
public sealed class DeprecatedOpTests
{
    [Fact]
    public void An_old_graph_takes_the_band_of_a_matrix_and_a_new_one_may_not()
    {
        Graph graph = Band(producer: 13);
        using Session session = new(graph);
        Assert.Equal([1f, 2f, 0f, 4f, 5f, 6f, 0f, 8f, 9f], session.Floats(graph.GetOutput("band:0")));
        Assert.Throws<TfException>(() => Band(producer: 14));
    }

    private static Graph Band(int producer) => TestGraphs.Parse($$"""
        node {
          name: "x" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } }
          attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: 3 } dim { size: 3 } }
            float_val: [1, 2, 3, 4, 5, 6, 7, 8, 9] } } }
        }
        node {
          name: "one" op: "Const" attr { key: "dtype" value { type: DT_INT64 } }
          attr { key: "value" value { tensor { dtype: DT_INT64 tensor_shape { } int64_val: 1 } } }
        }
        node { name: "band" op: "BatchMatrixBandPart" input: "x" input: "one" input: "one" attr { key: "T" value { type: DT_FLOAT } } }
        versions { producer: {{producer}} }
        """);
}
