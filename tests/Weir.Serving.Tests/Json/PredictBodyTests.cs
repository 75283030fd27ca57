using System.Text;

namespace Weir.Json;

/// <summary>What clients send as <c>instances</c> and <c>inputs</c>, and what they hear if it is wrong.</summary>
public sealed class PredictBodyTests
{
    private static readonly Dictionary<string, SignatureTensor> OneFloat = Signature(("x", DType.Float32));
    private static readonly Dictionary<string, SignatureTensor> Two = Signature(("a", DType.Int32), ("b", DType.String));

    [Theory]
    [InlineData("""{"instances": [1, 2.5, -3e1]}""", "3", "1,2.5,-30")]
    [InlineData("""{"instances": [[[1,2]],[[3,4]]]}""", "2,1,2", "1,2,3,4")]
    [InlineData("""{"instances": [{"x": [1,2]}, {"x": [3,4]}]}""", "2,2", "1,2,3,4")]
    [InlineData("""{"inputs": [1, 2]}""", "2", "1,2")]
    [InlineData("""{"inputs": 7}""", "", "7")]
    [InlineData("""{"inputs": {"x": [[5]], "more": 1}}""", "1,1", "5")]
    [InlineData("""{"instances": [[], []]}""", "2,0", "")]
    [InlineData("""{"instances": [[[1]], [[2]]] } trailing""", "2,1,1", "1,2")]
    [InlineData("""{"signature_name": "s", "instances": [NaN, Infinity, -Infinity]}""", "3", "NaN,Infinity,-Infinity")]
    public void Tensors_are_read(string json, string shape, string values)
    {
        using Tensor x = Read(json, OneFloat)["x"];
        Assert.Equal(shape, string.Join(',', x.Shape.Dimensions.ToArray()));
        Assert.Equal(values, string.Join(',', x.ToArray<float>().Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Objects_name_the_inputs_and_bytes_come_as_base64()
    {
        Dictionary<string, Tensor> tensors = Read("""{"instances": [{"b": "text", "a": 1}, {"a": 2, "b": {"b64": "AP8="}}]}""", Two);
        Assert.Equal([1, 2], tensors["a"].ToArray<int>());
        Assert.Equal([[(byte)'t', (byte)'e', (byte)'x', (byte)'t'], [0, 255]], tensors["b"].ToArray<byte[]>());
    }

    [Theory]
    [InlineData(DType.Int8, "[-1, 300]", "[-1 44]")]
    [InlineData(DType.Int16, "[5]", "[5]")]
    [InlineData(DType.UInt8, "[255]", "[255]")]
    [InlineData(DType.Int64, "[-9223372036854775808]", "[-9223372036854775808]")]
    [InlineData(DType.UInt32, "[4294967295]", "[4294967295]")]
    [InlineData(DType.UInt64, "[18446744073709551615]", "[18446744073709551615]")]
    [InlineData(DType.Bool, "[true, false]", "[ True False]")]
    [InlineData(DType.Float64, "[0.1]", "[0.1]")]
    public void Every_dtype_that_JSON_carries_is_read(DType dtype, string list, string printed)
    {
        using Tensor x = Read($$"""{"inputs": {{list}}}""", Signature(("x", dtype)))["x"];
        Assert.Equal((dtype, printed), (x.DType, x.ToString()));
    }

    [Theory]
    [InlineData("[]", "JSON Value: [] Is not object")]
    [InlineData("{}", "Missing 'inputs' or 'instances' key")]
    [InlineData("""{"signature_name": 1}""", "JSON Value: {\n    \"signature_name\": 1\n} not formatted correctly. 'signature_name' key must be a string value.")]
    [InlineData("""{"instances": 1}""", "JSON Value: {\n    \"instances\": 1\n} Expecting 'instances' to be an list/array")]
    [InlineData("""{"instances": []}""", "JSON Value: {\n    \"instances\": []\n} No values in 'instances' array")]
    [InlineData("""{"instances": [1], "inputs": 1}""", "JSON Value: {\n    \"instances\": [1],\n    \"inputs\": 1\n} Not formatted correctly expecting only one of 'inputs' or 'instances' keys to exist ")]
    [InlineData("""{"instances": [1, {"x": 2}]}""", "Expecting value/list but got object at item 1 of input list")]
    [InlineData("""{"instances": [{"x": 2}, 1]}""", "Expecting object but got list at item 1 of input list")]
    [InlineData("""{"instances": [{"y": 2}]}""", "Failed to process element: 0 key: y of 'instances' list. Error: INVALID_ARGUMENT: JSON object: does not have named input: y")]
    [InlineData("""{"instances": [{}]}""", "Failed to process element: 0 of 'instances' list. JSON object: {} keys must be equal to: x")]
    [InlineData("""{"instances": [1, "a"]}""", "Failed to process element: 1 of 'instances' list. Error: INVALID_ARGUMENT: JSON Value: \"a\" Type: String is not of expected type: float")]
    [InlineData("""{"instances": [[1, 2], [3]]}""", "Failed to process element: 1 of 'instances' list. Error: INVALID_ARGUMENT: Expecting tensor size: 2 but got: 1")]
    [InlineData("""{"instances": [[1, 2], [[3], [4]]]}""", "Failed to process element: 1 of 'instances' list. Error: INVALID_ARGUMENT: Expecting shape [2] but got: [2,1]")]
    [InlineData("""{"inputs": [[1, 2], [3]]}""", "Encountered list at unexpected size: 1 at level: 1 expected size: 2")]
    [InlineData("""{"inputs": [1, [2]]}""", "Encountered list at unexpected level: 1 expected < 1")]
    [InlineData("""{"inputs": [[1], 2]}""", "JSON Value: 2 found at incorrect level: 2 in the JSON DOM. Expected at level: 2")]
    [InlineData("""{"inputs": {"y": 1}}""", "Missing named input: x in 'inputs' object.")]
    [InlineData("""{"inputs": [null]}""", "JSON Value: null Type: Null is not of expected type: float")]
    public void Errors_are_those_of_TensorFlow_Serving(string json, string message)
    {
        TfException e = Assert.Throws<TfException>(() => { Read(json, OneFloat); });
        Assert.Equal((StatusCode.InvalidArgument, message), (e.Code, e.Message));
    }

    [Theory]
    [InlineData("""{"instances": [1]}""", "instances is a plain list, but expecting list of objects as multiple input tensors required as per tensorinfo_map")]
    [InlineData("""{"inputs": [1]}""", "inputs is a plain value/list, but expecting an object as multiple input tensors required as per tensorinfo_map")]
    [InlineData("""{"instances": [{"a": 1, "a": 1}]}""", "Failed to process element: 0 of 'instances' list. JSON object: {\n    \"a\": 1,\n    \"a\": 1\n} keys must be equal to: a,b")]
    [InlineData("""{"instances": [{"a": 1.0, "b": ""}]}""", "Failed to process element: 0 key: a of 'instances' list. Error: INVALID_ARGUMENT: JSON Value: 1.0 Type: Number is not of expected type: int32")]
    [InlineData("""{"instances": [{"a": 1, "b": {"b64": "*"}}]}""", "Failed to process element: 0 key: b of 'instances' list. Error: INVALID_ARGUMENT: Unable to base64 decode")]
    public void Errors_of_several_inputs_too(string json, string message) =>
        Assert.Equal(message, Assert.Throws<TfException>(() => { Read(json, Two); }).Message);

    [Fact]
    public void A_dtype_that_JSON_can_not_carry_is_told()
    {
        Dictionary<string, SignatureTensor> half = Signature(("x", DType.Float16));
        TfException columns = Assert.Throws<TfException>(() => { Read("""{"inputs": [1]}""", half); });
        Assert.Equal((StatusCode.Unimplemented, "Conversion of JSON Value: 1 to type: half"), (columns.Code, columns.Message));
        TfException rows = Assert.Throws<TfException>(() => { Read("""{"instances": [1]}""", half); });
        Assert.Equal(
            (StatusCode.InvalidArgument, "Failed to process element: 0 of 'instances' list. Error: UNIMPLEMENTED: Conversion of JSON Value: 1 to type: half"), (rows.Code, rows.Message));
    }

    /// <summary>The first row claims a shape that a million rows could not have in so few bytes: nothing is allocated for the claim.</summary>
    [Fact]
    public void A_shape_that_the_text_can_not_hold_is_not_allocated()
    {
        string json = $$"""{"instances": [[{{string.Join(',', Enumerable.Repeat("1", 100_000))}}]{{string.Concat(Enumerable.Repeat(",[1]", 100_000))}}]}""";
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<TfException>(() => { Read(json, Signature(("x", DType.String))); });
        Assert.Throws<TfException>(() => { Read(json, OneFloat); });
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100L << 20);
    }

    [Fact]
    public void Quoted_values_are_cut_short()
    {
        string json = $$"""{"instances": 1, "more": "{{new string('a', 300)}}", "rest": [1, 2, 3]}""";
        string message = Assert.Throws<TfException>(() => { Read(json, OneFloat); }).Message;
        Assert.Contains("aaa", message, StringComparison.Ordinal);
        Assert.DoesNotContain("rest", message, StringComparison.Ordinal);
    }

    private static Dictionary<string, Tensor> Read(string json, Dictionary<string, SignatureTensor> signature) =>
        new PredictBody(Encoding.UTF8.GetBytes(json)).ReadTensors(signature);

    private static Dictionary<string, SignatureTensor> Signature(params (string Key, DType DType)[] inputs) =>
        inputs.ToDictionary(input => input.Key, input => new SignatureTensor(input.Key, $"{input.Key}:0", input.DType, Shape.Unknown));
}
