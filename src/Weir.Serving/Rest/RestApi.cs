using System.Buffers;
using System.Diagnostics;
using Weir.Json;
using Weir.Predictions;
using Weir.Protos.Serving;
using Weir.Servables;

namespace Weir.Rest;

/// <summary>TensorFlow Serving's REST interface, from method, target and body to status and body. Safe for concurrent use.</summary>
/// <remarks>Source: http_rest_api_handler.cc (TensorFlow Serving).</remarks>
internal sealed class RestApi(ModelServer server)
{
    private readonly RunOptions runOptions = new() { Timeout = server.Options.RestTimeout };

    /// <summary>Answers a request; errors are answers too.</summary>
    /// <param name="method">GET, POST and so on.</param>
    /// <param name="target">The raw target, with its query.</param>
    /// <param name="body">The inflated body.</param>
    /// <param name="cancellation">Set when the client has gone.</param>
    public async Task<RestAnswer> AnswerAsync(string method, string target, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        RestRoute? route = null;
        RestAnswer answer;
        try
        {
            route = RestRoute.Read(method, target) ?? throw new TfException(StatusCode.InvalidArgument, $"Malformed request: {method} {target}");
            ArrayBufferWriter<byte> output = new();
            await AnswerAsync(route, body, output, cancellation).ConfigureAwait(false);
            answer = new RestAnswer(StatusCode.Ok, output.WrittenMemory);
        }
        catch (TfException e)
        {
            answer = RestAnswer.Error(e.Code, e.Message);
        }
        catch (FormatException)
        {
            answer = new RestAnswer(StatusCode.InvalidArgument, ReadOnlyMemory<byte>.Empty);
        }
        catch (OperationCanceledException)
        {
            answer = RestAnswer.Error(StatusCode.Cancelled, "The request was cancelled.");
        }

        string model = route?.Spec.Name ?? "";
        server.Metrics.Request(server.Serves(model) ? model : "", route?.Verb ?? "", "REST", start, answer.Status);
        return answer;
    }

    private async Task AnswerAsync(RestRoute route, ReadOnlyMemory<byte> body, IBufferWriter<byte> output, CancellationToken cancellation)
    {
        switch (route.Verb)
        {
            case "predict":
                await PredictAsync(route.Spec, body, output, cancellation).ConfigureAwait(false);
                break;
            case "classify":
                (route.Spec.SignatureName, Input toClassify) = ExampleBody.Read(body.Span);
                ClassificationRequest classify = new() { ModelSpec = route.Spec, Input = toClassify };
                ResultJson.Write((await server.ClassifyAsync(classify, runOptions, cancellation).ConfigureAwait(false)).Result, output);
                break;
            case "regress":
                (route.Spec.SignatureName, Input toRegress) = ExampleBody.Read(body.Span);
                RegressionRequest regress = new() { ModelSpec = route.Spec, Input = toRegress };
                ResultJson.Write((await server.RegressAsync(regress, runOptions, cancellation).ConfigureAwait(false)).Result, output);
                break;
            case RestRoute.Metadata:
                RequireName(route.Spec);
                using (ServableHandle<SavedModelServable> handle = server.GetHandle(route.Spec))
                {
                    ModelInfoJson.Write(handle.Id, ModelInfo.Signatures(handle.Value), output);
                }

                break;
            default:
                RequireName(route.Spec);
                ModelInfoJson.Write(server.GetModelStatus(new GetModelStatusRequest { ModelSpec = route.Spec }), output);
                break;
        }
    }

    private async Task PredictAsync(ModelSpec spec, ReadOnlyMemory<byte> json, IBufferWriter<byte> output, CancellationToken cancellation)
    {
        (ServableHandle<SavedModelServable> handle, PredictInputs inputs) = Open(spec, json.Span);
        try
        {
            using NamedTensors outputs = await server.Predictor.RunAsync(handle, inputs.Signature, inputs.Tensors, runOptions, cancellation).ConfigureAwait(false);
            if (inputs.IsRowForm) TensorJson.WriteRows(outputs, output);
            else TensorJson.WriteColumns(outputs, output);
        }
        finally
        {
            inputs.Dispose();
            handle.Dispose();
        }
    }

    /// <summary>Reads the body, then looks for the model: where both are wrong the body is what the client hears of.</summary>
    private (ServableHandle<SavedModelServable> Handle, PredictInputs Inputs) Open(ModelSpec spec, ReadOnlySpan<byte> json)
    {
        PredictBody body = new(json);
        ServableHandle<SavedModelServable> handle = server.GetHandle(spec);
        try
        {
            Signature signature = FindSignature(handle.Value, body.SignatureName);
            return (handle, new PredictInputs(signature, body.ReadTensors(signature.Inputs), body.IsRowForm));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private Signature FindSignature(SavedModelServable servable, string name)
    {
        if (servable.Find(name) is null)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Serving signature name: \"{SavedModelServable.OrDefault(name)}\" not found in signature def");
        }

        Signature signature = PredictSignature.Find(servable, name, server.Options.CheckMethodNames);
        if (signature.Inputs.Count > 0) return signature;
        throw new TfException(StatusCode.InvalidArgument, $"Failed to get input map for signature: {(name.Length == 0 ? "DEFAULT" : name)}");
    }

    private static void RequireName(ModelSpec spec)
    {
        if (spec.Name.Length == 0) throw new TfException(StatusCode.InvalidArgument, "Missing model name in request.");
    }
}
