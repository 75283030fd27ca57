using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>Gradients through ragged tensors that are packed into variants: of all rows, of some, and of what is packed whole.</summary>
public sealed class RaggedVariantGradientTests
{
    private readonly Graph graph = new();

    [Fact]
    public void Rows_that_nothing_reads_get_zeros()
    {
        Output values = graph.Placeholder("values", Shape.Of([5]));
        Output rows = RowsOf(Encode(batched: true, values, [0, 2, 2, 5]));
        Output y = graph.Square(Values(Row(rows, 2))) + (Values(Row(rows, 2)) * 10.0);
        Assert.Equal([0f, 0f, 16f, 18f, 20f], Slope(y, values, 1, 2, 3, 4, 5));
    }

    [Fact]
    public void Rows_of_rows_are_as_long_as_what_is_in_them()
    {
        Output values = graph.Placeholder("values", Shape.Of([6]));
        Output rows = RowsOf(Encode(batched: true, values, [0, 1, 3], [0, 2, 3, 6]));
        Output y = graph.Square(Values(Row(rows, 1), splits: 1));
        Assert.Equal([0f, 0f, 6f, 8f, 10f, 12f], Slope(y, values, 1, 2, 3, 4, 5, 6));
    }

    [Fact]
    public void Values_without_splits_are_rows_each()
    {
        Output values = graph.Placeholder("values", Shape.Of([2, 2]));
        Output rows = RowsOf(Encode(batched: true, values));
        Output y = graph.Square(Values(Row(rows, 1)));
        using Tensor fed = Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } });
        Assert.Equal([0f, 0f, 6f, 8f], new Session(graph).Floats(Gradients.Of([y], [values])[0]!.Value, (values, fed)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_packed_and_unpacked_twice_gets_both_gradients(bool batched)
    {
        Output values = graph.Placeholder("values", Shape.Of([3]));
        Output encoded = Encode(batched, values, [0, 1, 3]);
        Output y = graph.Square(Values(encoded, splits: 1)) + (Values(encoded, splits: 1) * 100.0);
        Assert.Equal([102f, 104f, 106f], Slope(y, values, 1, 2, 3));
    }

    [Fact]
    public void Gradients_that_do_not_fit_the_values_are_refused()
    {
        Output encoded = Encode(batched: true, graph.Placeholder("values", Shape.Of([3])), [0, 1, 3]);
        Output joined = RaggedTensorToVariantGradient.Build(encoded, graph.Const(Tensor.From([0L, 1L, 3L])), graph.Constant(Tensor.From(1f, 2f)));
        using Session session = new(graph);
        using Tensor fed = Tensor.From(1f, 2f, 3f);
        TfException error = Assert.Throws<TfException>(() => session.Floats(joined, (encoded.Operation.InputEdges[1], fed)));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
    }

    /// <summary>Rows without a variant are as many as the splits say, which a model may say of any number.</summary>
    [Theory]
    [InlineData(new[] { 2, 4 }, (1L << 62) - 1)]
    [InlineData(new int[0], 1L)]
    public void Rows_of_any_number_stay_within_the_values(int[] shape, long rows)
    {
        Output twelve = Encode(batched: false, graph.Constant(Tensor.Create<float>([12], span => span.Fill(1))), [0, 12]);
        Output list = graph.AddOperation("EmptyTensorList", [graph.Constant(Tensor.Scalar(-1)), graph.Constant(Tensor.Scalar(-1))], new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })[0];
        Output variants = graph.AddOperation("Pack", [list, twelve])[0];
        Output joined = graph.AddOperation(
            "RaggedTensorToVariantGradient", [variants, graph.Const(Tensor.From([0L, rows, rows])), graph.Constant(Tensor.From<int>(shape, [shape.Length]))], new Dictionary<string, object> { ["Tvalues"] = DType.Float32 })[0];
        using Session session = new(graph);
        TfException error = Assert.Throws<TfException>(() => session.Floats(joined));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
    }

    private Output Encode(bool batched, Output values, params long[][] splits) => RaggedTensorToVariant.Build([.. splits.Select(level => graph.Constant(Tensor.From(level)))], values, batched);

    private Output RowsOf(Output encoded) => graph.AddOperation("TensorListFromTensor", [encoded, graph.Constant(Tensor.From<int>([], [0]))])[0];

    private Output Row(Output rows, int index) => TensorListGetItem.Build(rows, graph.Constant(Tensor.Scalar(index)), graph.Constant(Tensor.From<int>([], [0])), DType.Variant);

    private Output Values(Output encoded, int splits = 0) => graph.AddOperation("RaggedTensorFromVariant", [encoded], new Dictionary<string, object>
    {
        ["input_ragged_rank"] = -1, ["output_ragged_rank"] = splits, ["Tvalues"] = DType.Float32,
    })[splits];

    private float[] Slope(Output y, Output x, params float[] at)
    {
        using Tensor fed = Tensor.From(at);
        using Session session = new(graph);
        return session.Floats(Gradients.Of([y], [x])[0]!.Value, (x, fed));
    }
}
