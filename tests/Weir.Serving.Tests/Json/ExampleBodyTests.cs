using System.Text;
using Weir.Protos;
using Weir.Protos.Serving;

namespace Weir.Json;

public sealed class ExampleBodyTests
{
    [Fact]
    public void Features_have_the_kind_of_their_values()
    {
        (string signature, Input input) = Read("""{"signature_name": "s", "examples": [{"i": [1, true], "f": 2.5, "s": ["a", {"b64": "AP8="}]}, {}]}""");
        Assert.Equal(("s", 2), (signature, input.ExampleList.Examples.Count));
        Google.Protobuf.Collections.MapField<string, Feature> features = input.ExampleList.Examples[0].Features.Feature;
        Assert.Equal([1, 1], features["i"].Int64List.Value);
        Assert.Equal([2.5f], features["f"].FloatList.Value);
        Assert.Equal(["a"u8.ToArray(), [0, 255]], features["s"].BytesList.Value.Select(v => v.ToByteArray()));
    }

    [Fact]
    public void A_context_goes_with_the_examples()
    {
        Input input = Read("""{"context": {"c": 1}, "examples": [{"x": 2.0}]}""").Input;
        Assert.Equal([1], input.ExampleListWithContext.Context.Features.Feature["c"].Int64List.Value);
        Assert.Single(input.ExampleListWithContext.Examples);
    }

    [Theory]
    [InlineData("{}", "JSON Value: {} When method is classify, key 'examples' is expected and was not found")]
    [InlineData("""{"examples": 1}""", "JSON Value: {\n    \"examples\": 1\n} Expecting 'examples' value to be an list/array")]
    [InlineData("""{"examples": []}""", "JSON Value: {\n    \"examples\": []\n} 'examples' value is an empty array")]
    [InlineData("""{"examples": [1]}""", "Example must be JSON object but got JSON Number")]
    [InlineData("""{"examples": [{"x": null}]}""", "Feature: x has element with unexpected JSON type: Null")]
    [InlineData("""{"examples": [{"x": [[1]]}]}""", "Feature: x has element with unexpected JSON type: Array")]
    [InlineData("""{"examples": [{"x": {"y": 1}}]}""", "Feature: x has element with unexpected JSON type: Object")]
    [InlineData("""{"examples": [{"x": [1.5, 1]}]}""", "Unexpected element type in feature: x expecting type: float")]
    [InlineData("""{"examples": [{"x": [1, "a"]}]}""", "Unexpected element type in feature: x expecting type: int64")]
    [InlineData("""{"examples": [{"x": 18446744073709551615}]}""", "Feature: x has uint64_t element. Only int64_t is supported.")]
    public void Errors_are_those_of_TensorFlow_Serving(string json, string message) =>
        Assert.Equal(message, Assert.Throws<TfException>(() => { Read(json); }).Message);

    private static (string Signature, Input Input) Read(string json) => ExampleBody.Read(Encoding.UTF8.GetBytes(json));
}
