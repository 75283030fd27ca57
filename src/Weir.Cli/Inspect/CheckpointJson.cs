using System.Text;
using System.Text.Json;
using Weir.Checkpoints;

namespace Weir.Cli.Inspect;

/// <summary>What was found, for programs: one JSON object. Numbers that are not finite are null.</summary>
internal static class CheckpointJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(InspectedCheckpoint checkpoint) => Write(json =>
    {
        json.WriteString("checkpoint", checkpoint.Prefix);
        json.WriteString("format", checkpoint.Format[..2]);
        json.WriteNumber("file_bytes", checkpoint.FileBytes);
        json.WriteNumber("elements", checkpoint.Elements);
        json.WriteNumber("bytes", checkpoint.Bytes);
        json.WriteStartArray("tensors");
        foreach (InspectedTensor tensor in checkpoint.Tensors)
        {
            json.WriteStartObject();
            WriteEntry(json, tensor.Entry);
            if (tensor.Statistics is { } statistics) WriteStatistics(json, statistics);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static string Of(CheckpointDiff diff) => Write(json =>
    {
        json.WriteString("left", diff.Left);
        json.WriteString("right", diff.Right);
        json.WriteNumber("same", diff.Same);
        WriteEntries(json, "removed", diff.Removed);
        WriteEntries(json, "added", diff.Added);
        json.WriteStartArray("changed");
        foreach (ChangedTensor changed in diff.Changed)
        {
            json.WriteStartObject();
            WriteEntry(json, changed.Left);
            if (changed.Values is { } values)
            {
                json.WriteNumber("elements_that_differ", values.Elements);
                WriteNumber(json, "max_absolute_difference", values.MaxAbsolute);
            }
            else
            {
                json.WriteStartObject("becomes");
                WriteEntry(json, changed.Right);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Write(Action<Utf8JsonWriter> content)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteEntries(Utf8JsonWriter json, string name, IEnumerable<CheckpointEntry> entries)
    {
        json.WriteStartArray(name);
        foreach (CheckpointEntry entry in entries)
        {
            json.WriteStartObject();
            WriteEntry(json, entry);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, CheckpointEntry entry)
    {
        json.WriteString("name", entry.Name);
        json.WriteString("dtype", NumpyNames.Of(entry.DType));
        WriteList(json, "shape", entry.Shape.Dimensions.ToArray());
        json.WriteNumber("elements", entry.Shape.ElementCount);
        if (entry.DType.IsPlain()) json.WriteNumber("bytes", Sizes.BytesOf(entry));
    }

    private static void WriteStatistics(Utf8JsonWriter json, TensorStatistics statistics)
    {
        json.WriteStartObject("statistics");
        WriteNumber(json, "min", statistics.Min);
        WriteNumber(json, "max", statistics.Max);
        WriteNumber(json, "mean", statistics.Mean);
        WriteNumber(json, "std", statistics.StandardDeviation);
        json.WriteNumber("nan", statistics.NaNs);
        json.WriteNumber("inf", statistics.Infinities);
        WriteList(json, "histogram", statistics.Bins);
        json.WriteEndObject();
    }

    /// <summary>On one line, which the writer would not do.</summary>
    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", values)}]", skipInputValidation: true);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
