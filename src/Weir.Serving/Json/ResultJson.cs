using System.Buffers;
using Weir.Protos.Serving;

namespace Weir.Json;

/// <summary>Writes the answers to Classify and Regress, and errors.</summary>
/// <remarks>Source: json_tensor.cc.</remarks>
internal static class ResultJson
{
    private const string ResultsKey = "results";

    public static void Write(ClassificationResult result, IBufferWriter<byte> body)
    {
        JsonWriter writer = new(body);
        writer.StartObject();
        writer.Name(ResultsKey);
        writer.StartList();
        foreach (Classifications row in result.Classifications)
        {
            writer.SingleLineLists = true;
            writer.StartList();
            foreach (Class one in row.Classes)
            {
                writer.StartList();
                writer.String(one.Label);
                writer.Number(one.Score);
                writer.EndList();
            }

            writer.EndList();
            writer.SingleLineLists = false;
        }

        writer.EndList();
        writer.EndObject();
    }

    public static void Write(RegressionResult result, IBufferWriter<byte> body)
    {
        JsonWriter writer = new(body);
        writer.StartObject();
        writer.Name(ResultsKey);
        writer.SingleLineLists = true;
        writer.StartList();
        foreach (Regression one in result.Regressions) writer.Number(one.Value);
        writer.EndList();
        writer.EndObject();
    }

    public static void WriteError(string message, IBufferWriter<byte> body)
    {
        JsonWriter writer = new(body);
        writer.StartObject();
        writer.Name("error");
        writer.String(message);
        writer.EndObject();
    }
}
