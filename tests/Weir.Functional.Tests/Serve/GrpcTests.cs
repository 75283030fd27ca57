using System.Text.Json;
using Grpc.Core;
using Weir.Protos;
using Weir.Protos.Serving;
using Weir.Tests;

namespace Weir.Cli.Serve;

/// <summary>The real server, asked by a gRPC client.</summary>
public sealed class GrpcTests(ServedModels models) : IClassFixture<ServedModels>
{
    private readonly ServerProcess server = models.Server;

    /// <summary>Every recorded call of signatures with the tag serve, answered over the wire as TensorFlow answered it.</summary>
    [Theory]
    [InlineData("saved_models/half_plus_two")]
    [InlineData("saved_models/half_plus_two_pbtxt")]
    [InlineData("saved_models/multi_tags")]
    [InlineData("tf2_models/k2_mlp")]
    [InlineData("tf2_models/hundred_signatures")]
    public async Task Recorded_calls_have_recorded_answers(string name)
    {
        int answered = 0;
        foreach (JsonElement row in Corpus.Rows($"{name}/cases.jsonl.gz"))
        {
            if (row.GetProperty("signature").GetString() is not { } signature || row.TryGetProperty("error", out _)) continue;
            if (!row.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).SequenceEqual(["serve"])) continue;
            PredictRequest request = Request(name.Split('/')[1], signature);
            foreach (JsonProperty input in row.GetProperty("inputs").EnumerateObject()) request.Inputs.Add(input.Name, Proto(input.Value));
            if (row.TryGetProperty("only", out JsonElement only)) request.OutputFilter.AddRange(only.EnumerateArray().Select(key => key.GetString()));
            PredictResponse response;
            try
            {
                response = await server.PredictAsync(request);
            }
            catch (RpcException e) when (e.StatusCode == Grpc.Core.StatusCode.Unimplemented)
            {
                continue; // An op that is not built yet.
            }

            answered++;
            Assert.Equal((123, signature), (response.ModelSpec.Version, response.ModelSpec.SignatureName));
            foreach (JsonProperty output in row.GetProperty("outputs").EnumerateObject())
            {
                Compare(Proto(output.Value), response.Outputs[output.Name], row.GetProperty("rtol").GetDouble(), row.GetProperty("atol").GetDouble());
            }
        }

        Assert.True(answered > 0);
    }

    /// <summary>The messages that clients send: those that must be refused are, the others that this model can answer are answered.</summary>
    [Fact]
    public async Task Recorded_messages_are_answered_or_refused()
    {
        int answered = 0, refused = 0;
        foreach (JsonElement row in Corpus.Rows("serving/messages.jsonl.gz"))
        {
            string name = row.GetProperty("name").GetString()!;
            bool isRefused = row.TryGetProperty("note", out JsonElement note) && note.GetString()!.StartsWith("to be refused", StringComparison.Ordinal);
            if (row.GetProperty("type").GetString() != "tensorflow.serving.PredictRequest") continue;
            PredictRequest request = PredictRequest.Parser.ParseFrom(row.GetProperty("bytes").GetBytesFromBase64());
            if (request.ModelSpec?.Name is { Length: > 0 } model && model != "half_plus_two") continue;
            if (isRefused)
            {
                refused++;
                RpcException e = await Assert.ThrowsAsync<RpcException>(() => server.PredictAsync(request));
                Assert.True(e.StatusCode == Grpc.Core.StatusCode.InvalidArgument, $"{name}: {e.Status}");
            }
            else
            {
                answered++;
                PredictResponse response = await server.PredictAsync(request);
                using Tensor x = TensorProtoCodec.Decode(request.Inputs["x"]);
                Assert.Equal(x.ToArray<float>().Select(v => (v / 2) + 2), response.Outputs["y"].FloatVal);
            }
        }

        Assert.True(answered >= 6 && refused >= 5, $"{answered} answered, {refused} refused");
    }

    /// <summary>Of ModelSpec, field 1 of each of these, the version is cut off.</summary>
    [Theory]
    [InlineData("PredictionService", "Classify", "0a021202")]
    [InlineData("PredictionService", "GetModelMetadata", "0a021202")]
    [InlineData("PredictionService", "MultiInference", "0a060a0412020880")]
    [InlineData("PredictionService", "Predict", "0a03120208")]
    [InlineData("PredictionService", "Predict", "ff")]
    [InlineData("PredictionService", "Regress", "0a021202")]
    [InlineData("ModelService", "GetModelStatus", "0a021202")]
    [InlineData("ModelService", "HandleReloadConfigRequest", "0a05")]
    public async Task Bytes_that_are_no_request_are_an_invalid_argument(string service, string method, string bytes)
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => server.SendAsync("tensorflow.serving." + service, method, Convert.FromHexString(bytes)));
        Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, error.StatusCode);
    }

    [Fact]
    public async Task Metadata_and_status_are_told()
    {
        GetModelMetadataResponse metadata = await server.MetadataAsync(
            new GetModelMetadataRequest { ModelSpec = new ModelSpec { Name = "hundred_signatures" }, MetadataField = { "signature_def" } });
        Assert.True(metadata.Metadata["signature_def"].Unpack<SignatureDefMap>().SignatureDef.Count >= 100);
        Assert.Equal(ModelVersionStatus.Types.State.Available, await server.StateAsync("k2_mlp", 123));
        RpcException e = await Assert.ThrowsAsync<RpcException>(() => server.StateAsync("nope", 1));
        Assert.Equal((Grpc.Core.StatusCode.NotFound, "Could not find any versions of model nope"), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task A_large_tensor_goes_there_and_back()
    {
        PredictRequest request = Request("half_plus_two", "");
        float[] values = new float[10_000_000];
        values[^1] = 6;
        using Tensor x = Tensor.From<float>(values);
        request.Inputs["x"] = TensorProtoCodec.Encode(x, TensorProtoEncoding.TensorContent);
        PredictResponse response = await server.PredictAsync(request);
        Assert.Equal((values.Length, 5f), (response.Outputs["y"].FloatVal.Count, response.Outputs["y"].FloatVal[^1]));
    }

    [Fact]
    public async Task A_deadline_in_the_past_is_heard_of()
    {
        RpcException e = await Assert.ThrowsAsync<RpcException>(
            () => server.PredictAsync(Request("half_plus_two", ""), deadline: DateTime.UnixEpoch));
        Assert.Equal(Grpc.Core.StatusCode.DeadlineExceeded, e.StatusCode);
    }

    private static PredictRequest Request(string model, string signature) => new() { ModelSpec = new ModelSpec { Name = model, SignatureName = signature } };

    private static TensorProto Proto(JsonElement base64) => TensorProto.Parser.ParseFrom(base64.GetBytesFromBase64());

    private static void Compare(TensorProto expected, TensorProto found, double rtol, double atol)
    {
        using Tensor a = TensorProtoCodec.Decode(expected), b = TensorProtoCodec.Decode(found);
        Assert.Equal((a.DType, a.Shape), (b.DType, b.Shape));
        if (a.DType != DType.Float32)
        {
            Assert.Equal(a.ToString(), b.ToString());
            return;
        }

        float[] wanted = a.ToArray<float>(), got = b.ToArray<float>();
        for (int i = 0; i < wanted.Length; i++) Assert.True(wanted[i].Equals(got[i]) || Math.Abs(wanted[i] - got[i]) <= atol + (rtol * Math.Abs(wanted[i])), $"{i}: {got[i]}, not {wanted[i]}");
    }
}
