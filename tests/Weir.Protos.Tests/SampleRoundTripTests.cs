using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Weir.Protos.Tests;

/// <summary>What protobuf's own implementation encoded, read and written again: binary, JSON and text.</summary>
public sealed class SampleRoundTripTests
{
    private static readonly JsonFormatter CamelJson = new(JsonFormatter.Settings.Default.WithTypeRegistry(TextFormat.KnownMessages));
    private static readonly JsonFormatter ProtoNamesJson = new(
        JsonFormatter.Settings.Default.WithTypeRegistry(TextFormat.KnownMessages).WithPreserveProtoFieldNames(true));
    private static readonly JsonParser JsonReader = new(JsonParser.Settings.Default.WithTypeRegistry(TextFormat.KnownMessages));

    [Fact]
    public void Proto_samples()
    {
        List<string> failures = [];
        int count = 0;
        foreach (JsonElement sample in Corpus.JsonLines("facts/proto_samples.jsonl.gz"))
        {
            if (Corpus.FindMessage(sample.Text("message")) is not { } type)
                continue;
            count++;
            Check(sample, type, "binary", $"{type.FullName} {sample.GetProperty("seed")}", CamelJson, failures);
        }
        Assert.True(count >= 300, $"Only {count} samples.");
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
    }

    [Fact]
    public void Serving_messages()
    {
        List<string> failures = [];
        int count = 0;
        foreach (JsonElement sample in Corpus.JsonLines("serving/messages.jsonl.gz"))
        {
            count++;
            Check(sample, Corpus.Message(sample.Text("type")), "bytes", sample.Text("name"), ProtoNamesJson, failures);
        }
        Assert.Equal(39, count);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
    }

    private static void Check(
        JsonElement sample, MessageDescriptor type, string binary, string name, JsonFormatter formatter, List<string> failures)
    {
        byte[] bytes = sample.GetProperty(binary).GetBytesFromBase64();
        IMessage message = type.Parser.ParseFrom(bytes);
        if (!message.ToByteArray().AsSpan().SequenceEqual(bytes))
            failures.Add($"{name}: binary differs");
        string printed = TextFormat.Print(message);
        if (printed != sample.Text("text"))
            failures.Add($"{name}: text differs: {FirstDifference(sample.Text("text"), printed)}");
        if (!TextFormat.Parse(System.Text.Encoding.UTF8.GetBytes(printed), type).Equals(message))
            failures.Add($"{name}: text reads back as something else");
        if (!sample.TryGetProperty("json", out JsonElement json))
            return;
        if (!JsonReader.Parse(json.GetRawText(), type).Equals(message))
            failures.Add($"{name}: JSON reads as something else");
        if (!Same(JsonNode.Parse(json.GetRawText()), JsonNode.Parse(formatter.Format(message))))
            failures.Add($"{name}: JSON differs: {json.GetRawText()} | {formatter.Format(message)}");
    }

    internal static string FirstDifference(string expected, string actual)
    {
        int at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"at {at}: expected {Around(expected, at)}, found {Around(actual, at)}";
    }

    private static string Around(string text, int at) => $"<{text[Math.Max(0, at - 30)..Math.Min(text.Length, at + 30)]}>".Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Numbers are the same if they are the same float or double: there are several shortest forms of a float.</summary>
    private static bool Same(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(pair => b.ContainsKey(pair.Key) && Same(pair.Value, b[pair.Key])),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number =>
            a.GetValue<double>().Equals(b.GetValue<double>()) || ((float)a.GetValue<double>()).Equals((float)b.GetValue<double>()),
        _ => JsonNode.DeepEquals(left, right),
    };
}
