using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Weir.Protos.Tests.Text;

/// <summary>facts/pbtxt and the server's configuration files; where the two parsers of protobuf differ, C++ decides.</summary>
public sealed class PbtxtCorpusTests
{
    /// <summary>Texts that C++ reads and Weir refuses: the string field would hold bytes that no .NET string can.</summary>
    private static readonly HashSet<string> NotUtf8 = ["bad_invalid_utf8_string"];

    public static TheoryData<string> Cases => [.. Corpus.Json("facts/pbtxt/index.json").EnumerateArray().Select(item => item.Text("name"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case(string name)
    {
        JsonElement item = Corpus.Json("facts/pbtxt/index.json").EnumerateArray().Single(item => item.Text("name") == name);
        MessageDescriptor type = Corpus.Message(item.Text("message"));
        byte[] text = Corpus.Bytes("facts/pbtxt/" + item.Text("text"));
        if (item.Text("kind") == "printed")
            CheckPrinted(item, type, text);
        else
            CheckVerdict(name, item.Text("cpp_parser"), text, type, () => CheckAccepted(item, type, text));
    }

    [Fact]
    public void Tokens()
    {
        MessageDescriptor type = TensorProto.Descriptor;
        int count = 0;
        foreach (JsonElement token in Corpus.Json("facts/pbtxt/tokens.json").EnumerateArray())
        {
            count++;
            byte[] text = Encoding.UTF8.GetBytes(token.Text("text"));
            CheckVerdict(token.Text("text"), token.Text("cpp_parser"), text, type, () =>
            {
                IMessage message = TextFormat.Parse(text, type);
                // The recorded value is the Python parser's: absent where it refuses, and different for some escapes.
                if (token.OptionalText("binary") is { } binary && !IsReadDifferentlyInPython(token.Text("text")))
                {
                    Assert.Equal(type.Parser.ParseFrom(Convert.FromBase64String(binary)), message);
                    Assert.Equal(token.Text("printed"), TextFormat.Print(message));
                }
            });
        }
        Assert.Equal(137, count);
    }

    [Theory]
    [InlineData("\"\\777\\400\"", "FF-00")]
    [InlineData("\"\\u00e9\"", "C3-A9")]
    [InlineData("\"\\U0001F600\"", "F0-9F-98-80")]
    [InlineData("\"\\ud83d\\ude00\"", "F0-9F-98-80")]
    [InlineData("\"\\ud83d\"", "ED-A0-BD")]
    [InlineData("\"\\ud83d\\u0041\"", "ED-A0-BD-41")]
    [InlineData("\"\\U00110000\"", "5C-55-30-30-31-31-30-30-30-30")]
    [InlineData("\"\\?\"", "3F")]
    public void Escapes_as_Cpp_reads_them(string literal, string bytes)
    {
        TensorProto tensor = TextFormat.Parse<TensorProto>(Encoding.UTF8.GetBytes("string_val: " + literal));
        Assert.Equal(bytes, BitConverter.ToString(Assert.Single(tensor.StringVal).ToByteArray()));
    }

    [Fact]
    public void Serving_configurations()
    {
        int count = 0;
        foreach (JsonElement config in Corpus.JsonLines("serving/configs.jsonl.gz"))
        {
            count++;
            MessageDescriptor type = Corpus.Message(config.Text("type"));
            byte[] text = Encoding.UTF8.GetBytes(config.Text("text"));
            if (config.OptionalText("error") is not null)
                Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => TextFormat.Parse(text, type)).Code);
            else
                Assert.Equal(type.Parser.ParseFrom(config.GetProperty("bytes").GetBytesFromBase64()), TextFormat.Parse(text, type));
        }
        Assert.Equal(17, count);
    }

    private static void CheckPrinted(JsonElement item, MessageDescriptor type, byte[] text)
    {
        IMessage message = type.Parser.ParseFrom(Corpus.Bytes("facts/pbtxt/" + item.Text("binary")));
        Assert.Equal(Encoding.UTF8.GetString(text), TextFormat.Print(message));
        if (item.OptionalText("one_line") is { } line)
            Assert.Equal(line, TextFormat.Print(message, new TextFormatOptions { SingleLine = true }));
        if (item.Flag("round_trips"))
            Assert.Equal(message, TextFormat.Parse(text, type));
    }

    private static void CheckAccepted(JsonElement item, MessageDescriptor type, byte[] text)
    {
        IMessage message = TextFormat.Parse(text, type);
        if (item.OptionalText("binary") is not { } binary || item.Text("name") is "odd_strings" or "bad_surrogate_escape")
            return;
        Assert.Equal(type.Parser.ParseFrom(Corpus.Bytes("facts/pbtxt/" + binary)), message);
        Assert.Equal(item.Text("printed_again"), TextFormat.Print(message));
    }

    private static void CheckVerdict(string name, string verdict, byte[] text, MessageDescriptor type, Action checkAccepted)
    {
        if (verdict == "accepts" && !NotUtf8.Contains(name))
        {
            checkAccepted();
            return;
        }
        TfException error = Assert.Throws<TfException>(() => TextFormat.Parse(text, type));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        if (verdict != "accepts")
            Assert.Equal(verdict, "refuses: " + error.Message);
    }

    private static bool IsReadDifferentlyInPython(string text) =>
        text.Contains("\\u", StringComparison.OrdinalIgnoreCase) || text.Contains("\\?", StringComparison.Ordinal)
        || text.Contains("\\777", StringComparison.Ordinal) || text.Contains("\\400", StringComparison.Ordinal);
}
