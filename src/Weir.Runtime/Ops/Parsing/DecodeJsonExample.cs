using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Ops;

/// <summary>Serialized tf.Examples of their form in JSON: fields in either spelling, numbers also as strings, bytes in base64.</summary>
/// <remarks>Lists are written value by value, not packed, as TensorFlow's converter does. Source: decode_json_example in example_parsing ops.</remarks>
internal static class DecodeJsonExample
{
    public static readonly Op Op = new StringMapOp("DecodeJSONExample(json_examples: string) -> binary_examples: string", _ => new StringFunctionKernel(Convert));

    private static byte[] Convert(byte[] json)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw Invalid(": Root element must be a message.");
            byte[] example = Message(ref reader, Example);
            if (reader.Read()) throw Invalid("Expected end of string.");
            return example;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Error while parsing JSON: {e.Message}", e);
        }
    }

    private delegate void Field(string name, ref Utf8JsonReader reader, List<byte> output);

    /// <summary>Reads an object, field by field; a null is no field.</summary>
    private static byte[] Message(ref Utf8JsonReader reader, Field field)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Invalid("invalid value for a message");
        List<byte> output = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null) field(name, ref reader, output);
        }

        return [.. output];
    }

    private static void Example(string name, ref Utf8JsonReader reader, List<byte> output)
    {
        if (name != "features") throw Unknown(name);
        AddDelimited(output, 1, Message(ref reader, Features));
    }

    private static void Features(string name, ref Utf8JsonReader reader, List<byte> output)
    {
        if (name != "feature") throw Unknown(name);
        output.AddRange(Message(ref reader, Entry));
    }

    private static void Entry(string key, ref Utf8JsonReader reader, List<byte> output)
    {
        List<byte> entry = [];
        AddDelimited(entry, 1, Encoding.UTF8.GetBytes(key));
        AddDelimited(entry, 2, Message(ref reader, Feature));
        AddDelimited(output, 1, [.. entry]);
    }

    private static void Feature(string name, ref Utf8JsonReader reader, List<byte> output)
    {
        (int number, Field values) = name switch
        {
            "bytesList" or "bytes_list" => (1, (Field)BytesList),
            "floatList" or "float_list" => (2, FloatList),
            "int64List" or "int64_list" => (3, Int64List),
            _ => throw Unknown(name),
        };
        if (output.Count > 0) throw Invalid($"({name}): oneof field 'kind' is already set.");
        AddDelimited(output, number, Message(ref reader, values));
    }

    private static void BytesList(string name, ref Utf8JsonReader reader, List<byte> output) => List(name, ref reader, output, static (ref Utf8JsonReader value, List<byte> list) =>
    {
        string text = value.TokenType == JsonTokenType.String ? value.GetString()! : throw WrongValue(ref value, "TYPE_BYTES");
        string padded = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        byte[] bytes = new byte[(padded.Length * 3 / 4) + 2];
        if (!System.Convert.TryFromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='), bytes, out int count))
        {
            throw WrongValue(ref value, "TYPE_BYTES");
        }

        AddDelimited(list, 1, bytes[..count]);
    });

    private static void FloatList(string name, ref Utf8JsonReader reader, List<byte> output) => List(name, ref reader, output, static (ref Utf8JsonReader value, List<byte> list) =>
    {
        string text = Text(ref value, "TYPE_FLOAT");
        float number = text switch
        {
            "NaN" => float.NaN,
            "Infinity" => float.PositiveInfinity,
            "-Infinity" => float.NegativeInfinity,
            _ => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float parsed) && float.IsFinite(parsed) ? parsed : throw WrongValue(ref value, "TYPE_FLOAT"),
        };
        list.Add(WireCursor.Fixed32(1));
        uint bits = float.IsNaN(number) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(number);
        for (int i = 0; i < sizeof(uint); i++) list.Add((byte)(bits >> (8 * i)));
    });

    private static void Int64List(string name, ref Utf8JsonReader reader, List<byte> output) => List(name, ref reader, output, static (ref Utf8JsonReader value, List<byte> list) =>
    {
        string text = Text(ref value, "TYPE_INT64");
        bool isWhole = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue;
        if (!isWhole) throw WrongValue(ref value, "TYPE_INT64");
        list.Add(WireCursor.Varint(1));
        AddVarint(list, (ulong)(long)number);
    });

    private delegate void Element(ref Utf8JsonReader value, List<byte> list);

    private static void List(string name, ref Utf8JsonReader reader, List<byte> output, Element element)
    {
        if (name != "value") throw Unknown(name);
        if (reader.TokenType != JsonTokenType.StartArray) throw Invalid("(value): invalid value, expected a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) element(ref reader, output);
    }

    private static string Text(ref Utf8JsonReader value, string type) => value.TokenType switch
    {
        JsonTokenType.String => value.GetString()!,
        JsonTokenType.Number => Encoding.ASCII.GetString(value.ValueSpan),
        _ => throw WrongValue(ref value, type),
    };

    private static void AddDelimited(List<byte> output, int field, byte[] bytes)
    {
        output.Add(WireCursor.Delimited(field));
        AddVarint(output, (ulong)bytes.Length);
        output.AddRange(bytes);
    }

    private static void AddVarint(List<byte> output, ulong value)
    {
        for (; value >= 0x80; value >>= 7) output.Add((byte)(value | 0x80));
        output.Add((byte)value);
    }

    private static TfException Unknown(string name) => Invalid($"{name}: Cannot find field.");

    private static TfException WrongValue(ref Utf8JsonReader value, string type) => Invalid($"invalid value {Encoding.UTF8.GetString(value.ValueSpan)} for type {type}");

    private static TfException Invalid(string what) => new(StatusCode.InvalidArgument, $"Error while parsing JSON: {what}");
}
