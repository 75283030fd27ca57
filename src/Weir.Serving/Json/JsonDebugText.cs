using System.Buffers;
using System.Globalization;
using System.Text;

namespace Weir.Json;

/// <summary>A value as messages quote it: on one line where it is a list, cut short.</summary>
/// <remarks>Source: json_tensor.cc. Cutting is between values, so a text can be longer than the limit and is no JSON any more.</remarks>
internal static class JsonDebugText
{
    private const int MaxBytes = 256;

    public static string Of(JsonCursor value)
    {
        ArrayBufferWriter<byte> output = new();
        JsonWriter writer = new(output) { SingleLineLists = true };
        Write(ref value, writer, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The name of a value's kind.</summary>
    public static string KindOf(JsonCursor value) => value.Kind.ToString();

    /// <returns>Whether there is room for more.</returns>
    private static bool Write(ref JsonCursor value, JsonWriter writer, ArrayBufferWriter<byte> output)
    {
        if (output.WrittenCount >= MaxBytes) return false;
        switch (value.Kind)
        {
            case JsonKind.Null:
                writer.Null();
                value.Skip();
                return true;
            case JsonKind.False or JsonKind.True:
                writer.Bool(value.ReadBool());
                return true;
            case JsonKind.String:
                writer.String(value.ReadString());
                return true;
            case JsonKind.Array:
                writer.StartList();
                value.Enter();
                while (value.Next())
                {
                    if (!Write(ref value, writer, output)) return false;
                }

                if (output.WrittenCount >= MaxBytes) return false;
                writer.EndList();
                return true;
            case JsonKind.Object:
                writer.StartObject();
                value.Enter();
                while (value.NextMember(out string name))
                {
                    if (output.WrittenCount >= MaxBytes) return false;
                    writer.Name(name);
                    if (!Write(ref value, writer, output)) return false;
                }

                if (output.WrittenCount >= MaxBytes) return false;
                writer.EndObject();
                return true;
            default:
                return Number(ref value, writer);
        }
    }

    private static bool Number(ref JsonCursor value, JsonWriter writer)
    {
        if (value.TryReadInt64(out long integer)) writer.Number(integer);
        else if (value.TryReadUInt64(out ulong unsigned)) writer.Number(unsigned);
        else
        {
            double number = value.ReadDouble();
            if (!double.IsFinite(number)) return false;
            string text = number.ToString("R", CultureInfo.InvariantCulture);
            bool isMarked = text.AsSpan().ContainsAny('.', 'E');
            writer.Token(Encoding.ASCII.GetBytes(isMarked ? text.Replace("E+", "e").Replace('E', 'e') : text + ".0"));
        }

        return true;
    }
}
