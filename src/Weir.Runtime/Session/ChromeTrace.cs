using System.Globalization;
using System.Text.Json;

namespace Weir.Sessions;

/// <summary>A trace in the Trace Event Format: a complete event for each step, its thread as the row.</summary>
/// <remarks>Source: timeline.py.</remarks>
internal static class ChromeTrace
{
    public static void Write(RunTrace trace, Stream stream)
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteStartArray("traceEvents");
        WriteProcess(json);
        foreach (RunTrace.Entry entry in trace.Entries) WriteStep(json, entry);
        json.WriteEndArray();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteEndObject();
    }

    private static void WriteProcess(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("ph", "M");
        json.WriteString("name", "process_name");
        json.WriteNumber("pid", 0);
        json.WriteStartObject("args");
        json.WriteString("name", StepStatsOf.Device + " Compute");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, RunTrace.Entry entry)
    {
        json.WriteStartObject();
        json.WriteString("ph", "X");
        json.WriteString("cat", entry.IsPrologue ? "Prologue" : "Op");
        json.WriteString("name", entry.Op);
        json.WriteNumber("pid", 0);
        json.WriteNumber("tid", entry.Thread);
        json.WriteNumber("ts", entry.Start.TotalMicroseconds);
        json.WriteNumber("dur", entry.Duration.TotalMicroseconds);
        json.WriteStartObject("args");
        json.WriteString("name", entry.Node);
        json.WriteString("op", entry.Op);
        for (int i = 0; i < entry.Outputs.Count; i++)
        {
            RunTrace.TensorInfo made = entry.Outputs[i];
            json.WriteString(string.Create(CultureInfo.InvariantCulture, $"output{i}"), string.Create(CultureInfo.InvariantCulture, $"{made.DType.TfName()}{made.Shape}, {made.Bytes} bytes"));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
