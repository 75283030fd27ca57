using System.Buffers;
using System.Text;
using Weir.Protos.Serving;

namespace Weir.Json;

/// <summary>The whitespace of answers, to the byte.</summary>
public sealed class TensorJsonTests
{
    [Fact]
    public void One_output_in_rows() => Assert.Equal(
        "{\n    \"predictions\": [3.5, 4.0, 5.5\n    ]\n}", Rows(("y", Tensor.From(3.5f, 4f, 5.5f))));

    [Fact]
    public void Lists_in_rows() => Assert.Equal(
        "{\n    \"predictions\": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]\n    ]\n}", Rows(("y", Tensor.From<int>([1, 2, 3, 4, 5, 6, 7, 8], Shape.Of(2, 2, 2)))));

    [Fact]
    public void Several_outputs_in_rows() => Assert.Equal(
        """
        {
            "predictions": [
                {
                    "a": [1, 2],
                    "b": "x"
                },
                {
                    "a": [3, 4],
                    "b": "y\"\u0001\n"
                }
            ]
        }
        """.ReplaceLineEndings("\n"),
        Rows(("a", Tensor.From<long>([1, 2, 3, 4], Shape.Of(2, 2))), ("b", Tensor.From("x", "y\"\u0001\n"))));

    [Fact]
    public void Bytes_in_rows() => Assert.Equal(
        "{\n    \"predictions\": [{\n            \"b64\": \"AP8=\"\n        }\n    ]\n}", Rows(("y_bytes", Tensor.From<byte[]>([0, 255]))));

    [Fact]
    public void One_output_as_a_column() => Assert.Equal(
        "{\n    \"outputs\": [\n        [\n            1.0\n        ],\n        [\n            2.0\n        ]\n    ]\n}",
        Columns(("y", Tensor.From<double>([1, 2], Shape.Of(2, 1)))));

    [Fact]
    public void Several_columns() => Assert.Equal(
        "{\n    \"outputs\": {\n        \"a\": true,\n        \"b\": []\n    }\n}",
        Columns(("a", Tensor.Scalar(true)), ("b", Tensor.From<byte>([], Shape.Of(0)))));

    [Fact]
    public void No_rows() => Assert.Equal("{\n    \"predictions\": []\n}", Rows(("y", Tensor.From<int>([], Shape.Of(0, 2)))));

    [Fact]
    public void What_JSON_can_not_carry()
    {
        Assert.Equal("Cannot convert empty tensor map to JSON", Assert.Throws<TfException>(() => { Rows(); }).Message);
        Assert.Equal("Tensor name: y has no shape information ", Assert.Throws<TfException>(() => { Rows(("y", Tensor.Scalar(1f))); }).Message);
        Assert.Equal("Tensor name: z has inconsistent batch size: 1 expecting: 2", Assert.Throws<TfException>(
            () => { Rows(("y", Tensor.From(1f, 2f)), ("z", Tensor.From(1f))); }).Message);
        TfException e = Assert.Throws<TfException>(() => { Rows(("y", Tensor.From(new Complex64(1, 2)))); });
        Assert.Equal((StatusCode.InvalidArgument, "Failed to write JSON value for tensor type: complex64"), (e.Code, e.Message));
    }

    [Fact]
    public void Regressions_and_classes()
    {
        RegressionResult regression = new() { Regressions = { new Regression { Value = 3.5f }, new Regression { Value = 4 } } };
        Assert.Equal("{\n    \"results\": [3.5, 4.0]\n}", Text(body => ResultJson.Write(regression, body)));
        Classifications row = new() { Classes = { new Class { Label = "a", Score = 0.5f }, new Class { Label = "b", Score = 1 } } };
        ClassificationResult classes = new() { Classifications = { row, row } };
        Assert.Equal("{\n    \"results\": [[[\"a\", 0.5], [\"b\", 1.0]], [[\"a\", 0.5], [\"b\", 1.0]]\n    ]\n}", Text(body => ResultJson.Write(classes, body)));
    }

    private static string Rows(params (string Alias, Tensor Tensor)[] outputs) => Text(body => TensorJson.WriteRows(Named(outputs), body));

    private static string Columns(params (string Alias, Tensor Tensor)[] outputs) => Text(body => TensorJson.WriteColumns(Named(outputs), body));

    private static NamedTensors Named((string Alias, Tensor Tensor)[] outputs) => new([.. outputs.Select(o => o.Alias)], [.. outputs.Select(o => o.Tensor)]);

    private static string Text(Action<IBufferWriter<byte>> write)
    {
        ArrayBufferWriter<byte> body = new();
        write(body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }
}
