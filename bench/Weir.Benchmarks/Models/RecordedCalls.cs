using System.IO.Compression;
using System.Text.Json;
using Weir.Protos;

namespace Weir.Benchmarks.Models;

/// <summary>TensorFlow's answers, which a model has to give before it is timed.</summary>
internal static class RecordedCalls
{
    /// <summary>Makes the recorded calls of the signature.</summary>
    /// <returns>The first difference; null: there is none.</returns>
    public static string? Difference(BenchModel bench)
    {
        using SavedModel model = SavedModel.Load(bench.SavedModel);
        using StreamReader lines = new(new GZipStream(File.OpenRead(bench.Calls), CompressionMode.Decompress));
        int calls = 0;
        while (lines.ReadLine() is { } line)
        {
            using JsonDocument call = JsonDocument.Parse(line);
            if (call.RootElement.GetProperty("signature").GetString() != bench.SignatureName) continue;
            calls++;
            if (Difference(model.Signature(bench.SignatureName), call.RootElement) is { } difference) return difference;
        }

        return calls == 0 ? "there is no recorded call" : null;
    }

    private static string? Difference(Signature signature, JsonElement call)
    {
        double relative = call.GetProperty("rtol").GetDouble(), absolute = call.GetProperty("atol").GetDouble();
        Dictionary<string, Tensor> inputs = call.GetProperty("inputs").EnumerateObject().ToDictionary(input => input.Name, input => Decode(input.Value));
        using NamedTensors outputs = signature.Run(inputs);
        foreach (JsonProperty expected in call.GetProperty("outputs").EnumerateObject())
        {
            float[] want = Decode(expected.Value).ToArray<float>(), got = outputs[expected.Name].ToArray<float>();
            if (want.Length != got.Length) return $"{expected.Name} has {got.Length} elements, expected {want.Length}";
            for (int i = 0; i < want.Length; i++)
            {
                if (!(Math.Abs(want[i] - got[i]) <= absolute + (relative * Math.Abs(want[i])))) return $"{expected.Name}[{i}] is {got[i]}, expected {want[i]}";
            }
        }

        return null;
    }

    private static Tensor Decode(JsonElement base64) => TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(base64.GetBytesFromBase64()));
}
