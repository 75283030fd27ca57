using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Weir.Json;

public sealed class JsonCursorTests
{
    [Fact]
    public void Values_are_read_as_another_parser_reads_them() => JsonSyntaxTests.AnyJson.Sample(node =>
    {
        byte[] text = Encoding.UTF8.GetBytes(node?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null");
        JsonSyntax.Check(text);
        JsonCursor cursor = new(text);
        Compare(node, ref cursor);
        Assert.Equal(0, cursor.Remaining);
    });

    [Theory]
    [InlineData("9223372036854775807", true, true)]
    [InlineData("9223372036854775808", false, true)]
    [InlineData("18446744073709551616", false, false)]
    [InlineData("-1", true, false)]
    [InlineData("1.0", false, false)]
    [InlineData("1e2", false, false)]
    [InlineData("-0", true, true)]
    public void Integers_are_numbers_without_point_that_fit(string text, bool isInt64, bool isUInt64)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(isInt64, new JsonCursor(bytes).TryReadInt64(out _));
        Assert.Equal(isUInt64, new JsonCursor(bytes).TryReadUInt64(out _));
    }

    [Theory]
    [InlineData("NaN", double.NaN)]
    [InlineData("Inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("1e-3", 1e-3)]
    public void Numbers_have_names_too(string text, double value) => Assert.Equal(value, new JsonCursor(Encoding.ASCII.GetBytes(text)).ReadDouble());

    [Fact]
    public void Escapes_are_resolved() => Assert.Equal(
        "a\"\\/\b\f\n\r\té😀", Encoding.UTF8.GetString(new JsonCursor("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\""u8).ReadString()));

    private static void Compare(JsonNode? node, ref JsonCursor cursor)
    {
        switch (node)
        {
            case null:
                Assert.Equal(JsonKind.Null, cursor.Kind);
                cursor.Skip();
                break;
            case JsonArray list:
                Assert.Equal(list.Count, cursor.Count());
                cursor.Enter();
                foreach (JsonNode? item in list)
                {
                    Assert.True(cursor.Next());
                    Compare(item, ref cursor);
                }

                Assert.False(cursor.Next());
                break;
            case JsonObject members:
                Assert.Equal(members.Count, cursor.Count());
                cursor.Enter();
                foreach ((string name, JsonNode? value) in members)
                {
                    Assert.True(cursor.NextMember(out string found));
                    Assert.Equal(name, found);
                    Compare(value, ref cursor);
                }

                Assert.False(cursor.NextMember(out _));
                break;
            default:
                CompareScalar(node, ref cursor);
                break;
        }
    }

    private static void CompareScalar(JsonNode node, ref JsonCursor cursor)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.String:
                Assert.Equal(node.GetValue<string>(), Encoding.UTF8.GetString(cursor.ReadString()));
                break;
            case JsonValueKind.Number:
                Assert.Equal(double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture), cursor.ReadDouble());
                break;
            default:
                Assert.Equal(node.GetValue<bool>(), cursor.ReadBool());
                break;
        }
    }
}
