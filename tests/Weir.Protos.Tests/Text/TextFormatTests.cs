using System.Text;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Weir.Protos.Serving;

namespace Weir.Protos.Tests.Text;

public sealed class TextFormatTests
{
    [Fact]
    public void A_text_SavedModel_holds_what_the_binary_one_holds()
    {
        SavedModel fromText = TextFormat.Parse<SavedModel>(Corpus.Bytes("saved_models/half_plus_two_pbtxt/model/saved_model.pbtxt"));
        SavedModel fromBinary = SavedModel.Parser.ParseFrom(Corpus.Bytes("saved_models/half_plus_two/model/saved_model.pb"));
        MetaGraphDef text = Assert.Single(fromText.MetaGraphs);
        MetaGraphDef binary = Assert.Single(fromBinary.MetaGraphs);
        Assert.Equal(binary.SignatureDef, text.SignatureDef);
        Assert.Equal(binary.MetaInfoDef.Tags, text.MetaInfoDef.Tags);
        Assert.Equal(binary.GraphDef.Node.Select(node => (node.Name, node.Op)), text.GraphDef.Node.Select(node => (node.Name, node.Op)));
    }

    [Theory]
    [InlineData("saved_models/half_plus_two_pbtxt/model/saved_model.pbtxt", TextStyle.Str)]
    [InlineData("estimators/custom_heads/export_text_extra/model/saved_model.pbtxt", TextStyle.Str)]
    [InlineData("saved_models/pb_and_pbtxt/model/saved_model.pbtxt", TextStyle.MessageToString)]
    public void A_text_SavedModel_is_printed_byte_for_byte(string path, TextStyle style)
    {
        byte[] text = Corpus.Bytes(path);
        SavedModel model = TextFormat.Parse<SavedModel>(text);
        Assert.NotEmpty(model.MetaGraphs[0].GraphDef.Node);
        string printed = TextFormat.Print(model, new TextFormatOptions { Style = style });
        Assert.Equal("", printed == Encoding.UTF8.GetString(text) ? "" : SampleRoundTripTests.FirstDifference(Encoding.UTF8.GetString(text), printed));
    }

    [Theory]
    [InlineData(TextStyle.Str)]
    [InlineData(TextStyle.MessageToString)]
    public void A_text_SavedModel_is_the_same_after_printing_and_reading(TextStyle style)
    {
        SavedModel model = TextFormat.Parse<SavedModel>(Corpus.Bytes("saved_models/half_plus_two_pbtxt/model/saved_model.pbtxt"));
        foreach (bool singleLine in new[] { false, true })
            Assert.Equal(model, TextFormat.Parse<SavedModel>(TextFormat.PrintUtf8(model, new TextFormatOptions { Style = style, SingleLine = singleLine })));
    }

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(2f, "2")]
    [InlineData(-0f, "-0")]
    [InlineData(16777216f, "16777216")]
    [InlineData(1e6f, "1e+06")]
    [InlineData(123456f, "123456")]
    [InlineData(0.0001f, "0.0001")]
    [InlineData(0.00001f, "1e-05")]
    [InlineData(0.33333334f, "0.333333343")]
    [InlineData(float.NegativeInfinity, "-inf")]
    [InlineData(float.NaN, "nan")]
    public void The_other_style_prints_floats_as_C_does(float value, string text) => Assert.Equal(
        $"float_val: {text}",
        TextFormat.Print(new TensorProto { FloatVal = { value } }, new TextFormatOptions { Style = TextStyle.Str }).TrimEnd());

    [Theory]
    [InlineData(1.0 / 3, "0.33333333333333331")]
    [InlineData(1e15, "1e+15")]
    [InlineData(123456789012345, "123456789012345")]
    [InlineData(0.1, "0.1")]
    public void The_other_style_prints_doubles_as_C_does(double value, string text) => Assert.Equal(
        $"double_val: {text}\n", TextFormat.Print(new TensorProto { DoubleVal = { value } }, new TextFormatOptions { Style = TextStyle.Str }));

    [Fact]
    public void The_other_style_orders_fields_as_declared_and_keeps_letters()
    {
        SignatureDef signature = new() { MethodName = "caf\u00e9", Inputs = { ["ab"] = new TensorInfo(), ["abc"] = new TensorInfo(), ["b"] = new TensorInfo() } };
        Assert.Equal(
            "inputs { key: \"b\" value { } } inputs { key: \"ab\" value { } } inputs { key: \"abc\" value { } } method_name: \"caf\u00e9\"",
            TextFormat.Print(signature, new TextFormatOptions { Style = TextStyle.Str, SingleLine = true }));
        StepStats stats = new() { DevStats = { new DeviceStepStats { NodeStats = { new NodeExecStats { TimelineLabel = "t", Output = { new NodeOutput { Slot = 1 } } } } } } };
        Assert.Contains("output {", TextFormat.Print(stats, new TextFormatOptions { Style = TextStyle.Str }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Depth_is_limited_as_in_the_binary_format(int depth, bool isAccepted)
    {
        string text = Nest(depth);
        if (isAccepted)
            TextFormat.Parse<AttrValue>(Encoding.UTF8.GetBytes(text));
        else
            Assert.Contains("recursion limit of 100", Refusal<AttrValue>(text).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lower_depth_can_be_asked_for()
    {
        TextFormatOptions options = new() { MaxDepth = 3 };
        TextFormat.Parse<AttrValue>(Encoding.UTF8.GetBytes(Nest(3)), options);
        Assert.Throws<TfException>(() => TextFormat.Parse<AttrValue>(Encoding.UTF8.GetBytes(Nest(4)), options));
    }

    [Fact]
    public void Anys_inside_Anys_count_as_depth()
    {
        string text = string.Concat(Enumerable.Repeat("[type.googleapis.com/google.protobuf.Any] {", 5000));
        Assert.Contains("recursion limit of 100", Refusal<Any>(text).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Anys_nested_in_binary_are_printed_in_bounded_depth()
    {
        Any any = new();
        for (int i = 0; i < 3000; i++)
            any = Any.Pack(any);
        string text = TextFormat.Print(any);
        Assert.Equal(100, text.Split("[type.googleapis.com/google.protobuf.Any]").Length - 1);
    }

    [Fact]
    public void An_Any_with_broken_content_is_printed_as_it_is()
    {
        Any any = new() { TypeUrl = "type.googleapis.com/tensorflow.AssetFileDef", Value = Google.Protobuf.ByteString.CopyFrom(0x0A, 0x7F) };
        Assert.Equal("type_url: \"type.googleapis.com/tensorflow.AssetFileDef\"\nvalue: \"\\n\\177\"\n", TextFormat.Print(any));
    }

    [Fact]
    public void A_registry_decides_which_Anys_are_expanded()
    {
        Any any = Any.Pack(new AssetFileDef { Filename = "f" });
        Assert.Equal("[type.googleapis.com/tensorflow.AssetFileDef] {\n  filename: \"f\"\n}\n", TextFormat.Print(any));
        Assert.StartsWith("type_url: ", TextFormat.Print(any, new TextFormatOptions { AnyTypes = TypeRegistry.Empty }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_refused()
    {
        byte[] text = Encoding.UTF8.GetBytes("name: 'abc'");
        Assert.Throws<TfException>(() => TextFormat.Parse<NodeDef>(text, new TextFormatOptions { MaxBytes = text.Length - 1 }));
        Assert.Equal("abc", TextFormat.Parse<NodeDef>(text, new TextFormatOptions { MaxBytes = text.Length }).Name);
    }

    [Theory]
    [InlineData("skip_common_subexpression_elimination: true place_pruned_graph: true")]
    [InlineData("skip_common_subexpression_elimination: [1, 'a' \"b\", {x: <>}, -inf] place_pruned_graph: true")]
    [InlineData("skip_common_subexpression_elimination { a: 1; [b.c/d.e] { } f { g: [] } } place_pruned_graph: true")]
    public void A_reserved_name_is_skipped(string text) =>
        Assert.Equal(new GraphOptions { PlacePrunedGraph = true }, TextFormat.Parse<GraphOptions>(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("\t\tx: 1", "1:18: ")]
    [InlineData("node {\r\n\tname: 'a'\n  x: 1\n}", "3:4: ")]
    [InlineData("# caf\u00e9\n\u00e9", "2:1: Interpreting non ascii codepoint 195.")]
    [InlineData("versions { producer: 1 producer: 2 }", "1:32: Non-repeated field \"producer\" is specified multiple times.")]
    [InlineData("[a.b]: 1", "1:6: Extension \"a.b\" is not defined or is not an extension of \"tensorflow.GraphDef\".")]
    public void Errors_say_line_and_column(string text, string message) =>
        Assert.StartsWith(message, Refusal<GraphDef>(text).Message, StringComparison.Ordinal);

    [Fact]
    public void A_default_may_be_set_twice_where_it_leaves_no_trace() =>
        Assert.Equal(7, TextFormat.Parse<VersionDef>("producer: 0 producer: 7"u8).Producer);

    [Fact]
    public void Presence_is_kept()
    {
        PredictRequest request = TextFormat.Parse<PredictRequest>("client_id: '' predict_streamed_options {}"u8);
        Assert.True(request.HasClientId);
        Assert.Equal("predict_streamed_options {\n}\nclient_id: \"\"\n", TextFormat.Print(request));
    }

    [Theory]
    [InlineData("1e99999999999", double.PositiveInfinity)]
    [InlineData("-1e99999999999", double.NegativeInfinity)]
    [InlineData("1e-99999999999", 0.0)]
    [InlineData("0e99999999999", 0.0)]
    [InlineData("00000.5", null)]
    [InlineData("0.5e+0000000000000000001f", 5.0)]
    public void Exponents_may_be_absurd(string text, double? value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"double_val: {text}");
        if (value is null)
            Assert.Throws<TfException>(() => TextFormat.Parse<TensorProto>(bytes));
        else
            Assert.Equal(value, Assert.Single(TextFormat.Parse<TensorProto>(bytes).DoubleVal));
    }

    [Theory]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(-1.5e15, "-1500000000000000.0")]
    [InlineData(1234567890123456.8, "1234567890123456.8")]
    [InlineData(9999999999999998, "9999999999999998.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(-1.7976931348623157e308, "-1.7976931348623157e+308")]
    [InlineData(100, "100.0")]
    [InlineData(123456789012345, "123456789012345.0")]
    public void Doubles_print_as_in_Python(double value, string text) =>
        Assert.Equal($"double_val: {text}\n", TextFormat.Print(new TensorProto { DoubleVal = { value } }));

    private static string Nest(int depth) => string.Concat(Enumerable.Range(0, depth).Select(i => (i % 4) switch
    {
        0 => "list {",
        1 => "func {",
        2 => "attr {",
        _ => "value {",
    })) + new string('}', depth);

    private static TfException Refusal<T>(string text)
        where T : Google.Protobuf.IMessage<T>, new()
    {
        TfException error = Assert.Throws<TfException>(() => TextFormat.Parse<T>(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        return error;
    }
}
