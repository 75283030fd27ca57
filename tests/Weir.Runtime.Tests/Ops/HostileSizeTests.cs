namespace Weir.Runtime.Tests;

/// <summary>Sizes that a model or a request makes up are refused before anything of that size is made.</summary>
public sealed class HostileSizeTests
{
    private const long Huge = 1L << 40;

    [Fact]
    public void A_random_tensor_of_a_huge_shape() => Refused((graph, constant) => graph.AddOperation(
        "StatelessRandomUniform", [constant(Tensor.From(Huge, Huge >> 10)), constant(Tensor.From(1L, 2L))], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0]);

    [Fact]
    public void A_dense_tensor_of_a_huge_sparse_one() => Refused((graph, constant) => graph.Apply(
        "SparseToDense", constant(Tensor.From([0L, 0L], [1, 2])), constant(Tensor.From(Huge, 1L << 20)), constant(Tensor.From(1f)), constant(Tensor.Scalar(0f))));

    [Fact]
    public void Rows_to_fill_beyond_memory() => Refused((graph, constant) => graph.AddOperation(
        "SparseFillEmptyRows", [constant(Tensor.From([0L, 0L], [1, 2])), constant(Tensor.From(1f)), constant(Tensor.From(Huge, 2L)), constant(Tensor.Scalar(0f))])[1]);

    [Fact]
    public void Ragged_rows_that_a_number_alone_tells_of() => Refused((graph, constant) => graph.AddOperation(
        "RaggedTensorToTensor",
        [constant(Tensor.From(-1L, -1L)), constant(Tensor.From(1f)), constant(Tensor.Scalar(0f)), constant(Tensor.Scalar(Huge)), constant(Tensor.From(0L))],
        new Dictionary<string, object> { ["row_partition_types"] = new[] { "FIRST_DIM_SIZE", "VALUE_ROWIDS" } })[0]);

    [Fact]
    public void Ragged_rows_that_end_far_behind_the_values() => Refused((graph, constant) => graph.AddOperation(
        "RaggedTensorToTensor",
        [constant(Tensor.From(1L, 1L, 1L)), constant(Tensor.From(1f)), constant(Tensor.Scalar(0f)), constant(Tensor.From(0L, Huge)), constant(Tensor.From(0L, 1L))],
        new Dictionary<string, object> { ["row_partition_types"] = new[] { "ROW_SPLITS", "ROW_SPLITS" } })[0]);

    [Fact]
    public void A_range_without_end() => Refused((graph, constant) => graph.AddOperation(
        "RaggedRange", [constant(Tensor.From(0L)), constant(Tensor.From(Huge)), constant(Tensor.From(1L))])[1]);

    [Fact]
    public void Bins_beyond_memory() => Refused((graph, constant) => graph.AddOperation(
        "RaggedBincount", [constant(Tensor.From(0L, 1L)), constant(Tensor.From(0L)), constant(Tensor.Scalar(Huge)), constant(Tensor.From<float>([], [0]))])[0]);

    [Fact]
    public void An_index_to_shuffle_that_is_not_in_range() => Refused((graph, constant) => graph.AddOperation(
        "RandomIndexShuffle", [constant(Tensor.Scalar(70_000L)), constant(Tensor.From(1L, 2L, 3L)), constant(Tensor.Scalar(9L))])[0]);

    private static void Refused(Func<Graph, Func<Tensor, Output>, Output> build)
    {
        Graph graph = new();
        TfException refused = Assert.Throws<TfException>(() =>
        {
            Dictionary<Output, Tensor> feeds = [];
            Output fetch = build(graph, tensor =>
            {
                Output placeholder = graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = tensor.DType })[0];
                feeds[placeholder] = tensor;
                return placeholder;
            });
            using Session session = new(graph, new SessionOptions { Limits = new ModelLimits { MaxTensorBytes = 1 << 30 } });
            session.Run(fetch, feeds).Dispose();
        });
        Assert.True(refused.Code is StatusCode.ResourceExhausted or StatusCode.InvalidArgument, refused.Message);
        Assert.DoesNotContain("unexpectedly", refused.Message, StringComparison.Ordinal);
    }
}
