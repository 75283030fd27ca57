using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Weir.Json;

public sealed class JsonSyntaxTests
{
    /// <summary>Values of every kind, nested up to four levels.</summary>
    internal static readonly Gen<JsonNode?> AnyJson = Gen.Recursive<JsonNode?>((depth, inner) =>
    {
        Gen<JsonNode?> scalar = Gen.OneOf(
            Gen.Bool.Select(b => (JsonNode?)b), Gen.Long.Select(l => (JsonNode?)l), Gen.Double[-1e9, 1e9].Select(d => (JsonNode?)d),
            Gen.String.Select(s => (JsonNode?)s), Gen.Const((JsonNode?)null));
        return depth > 3 ? scalar : Gen.OneOf(
            scalar,
            inner.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 5].HashSet[0, 4], inner.Array[4])
                .Select((names, values) => (JsonNode?)new JsonObject(names.Select((name, i) => KeyValuePair.Create(name, values[i]?.DeepClone())))));
    });

    [Theory]
    [InlineData("", "The document is empty")]
    [InlineData("  ", "The document is empty. at offset: 2")]
    [InlineData("x", "Invalid value. at offset: 0")]
    [InlineData("nul", "Invalid value. at offset: 3")]
    [InlineData("+1", "Invalid value. at offset: 0")]
    [InlineData("{1:2}", "Missing a name for object member. at offset: 1")]
    [InlineData("{\"a\" 2}", "Missing a colon after a name of object member. at offset: 5")]
    [InlineData("{\"a\":2", "Missing a comma or } after an object member. at offset: 6")]
    [InlineData("[1 2]", "Missing a comma or ] after an array element. at offset: 3")]
    [InlineData("[01]", "Missing a comma or ] after an array element. at offset: 2")]
    [InlineData("[1,]", "Invalid value. at offset: 3")]
    [InlineData("[1.]", "Miss fraction part in number. at offset: 3")]
    [InlineData("[1e]", "Miss exponent in number. at offset: 3")]
    [InlineData("[1e999]", "Number too big to be stored in double. at offset: 1")]
    [InlineData("\"abc", "Missing a closing quotation mark in string. at offset: 4")]
    [InlineData("\"\\x\"", "Invalid escape character in string. at offset: 1")]
    [InlineData("\"\\u12x4\"", "Incorrect hex digit after \\u escape in string. at offset: 1")]
    [InlineData("\"\\ud800\"", "The surrogate pair in string is invalid. at offset: 1")]
    [InlineData("\"a\nb\"", "Invalid encoding in string. at offset: 2")]
    public void Errors_say_what_and_where(string text, string message)
    {
        TfException e = Assert.Throws<TfException>(() => JsonSyntax.Check(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((StatusCode.InvalidArgument, $"JSON Parse error: {message}"), (e.Code, e.Message));
    }

    [Theory]
    [InlineData("{} and more")]
    [InlineData("[NaN, Inf, -Inf, Infinity, -Infinity, -0, 0.5e-3]")]
    [InlineData(" [ ] ")]
    [InlineData("\"\\ud83d\\ude00\"")]
    public void More_than_JSON_is_taken_as_RapidJSON_does(string text) => JsonSyntax.Check(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData((byte)'[')]
    [InlineData((byte)'{')]
    public void A_million_brackets_are_refused(byte bracket)
    {
        byte[] text = new byte[1_000_000];
        Array.Fill(text, bracket);
        Assert.Throws<TfException>(() => JsonSyntax.Check(text));
    }

    [Fact]
    public void What_is_JSON_is_taken() => AnyJson.Sample(node => JsonSyntax.Check(Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null")));

    /// <summary>A text with some bytes changed is taken or refused, whatever it is; what is taken can be walked.</summary>
    [Fact]
    public void Damaged_text_is_taken_or_refused() =>
        Gen.Select(AnyJson, Gen.Byte.Array[1, 3], Gen.Int[0, int.MaxValue]).Sample((node, bytes, seed) =>
        {
            byte[] text = Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null");
            foreach (byte b in bytes) text[(seed = (seed * 31) & int.MaxValue) % text.Length] = b;
            int end;
            try
            {
                end = JsonSyntax.Check(text);
            }
            catch (TfException e)
            {
                Assert.Equal(StatusCode.InvalidArgument, e.Code);
                return;
            }

            JsonCursor value = new(text.AsSpan(0, end));
            JsonDebugText.Of(value);
            value.Skip();
            Assert.Equal(0, value.Remaining);
        });
}
