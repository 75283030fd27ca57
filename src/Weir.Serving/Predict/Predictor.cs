using System.Diagnostics;
using Google.Protobuf.Collections;
using Weir.Monitoring;
using Weir.Protos;
using Weir.Protos.Serving;
using Weir.SavedModels;
using Weir.Servables;

namespace Weir.Predictions;

/// <summary>Predict: any signature, tensors in and tensors out.</summary>
/// <param name="checkMethodName">Whether the signature's method_name must be a known one.</param>
/// <param name="encoding">Where answers carry their elements.</param>
/// <param name="metrics">Hears how long runs take.</param>
internal sealed class Predictor(bool checkMethodName, TensorProtoEncoding encoding, ServingMetrics metrics)
{
    /// <summary>More than a message can hold: a small message that claims a large shape by repeating its last value is refused before it is filled.</summary>
    private const long MaxInputBytes = int.MaxValue;

    /// <summary>Answers a request.</summary>
    /// <exception cref="TfException">The request does not fit the signature, or the graph fails.</exception>
    public async Task<PredictResponse> PredictAsync(
        ServableHandle<SavedModelServable> handle, PredictRequest request, RunOptions? options, CancellationToken cancellation)
    {
        Signature signature = PredictSignature.Find(handle.Value, request.ModelSpec.SignatureName, checkMethodName);
        SignatureCall call = PredictSignature.Plan(signature, request.Inputs, request.OutputFilter);
        Tensor[] feeds = Decode(call, request.Inputs, signature.Defaults);
        try
        {
            Tensor[] fetched = await RunAsync(handle.Id, call, feeds, options, cancellation).ConfigureAwait(false);
            using NamedTensors outputs = new(call.OutputKeys, fetched);
            PredictResponse response = new() { ModelSpec = ModelSpecs.Answer(handle.Id, signature.Name) };
            for (int i = 0; i < fetched.Length; i++) response.Outputs.Add(call.OutputKeys[i], TensorProtoCodec.Encode(fetched[i], encoding));
            return response;
        }
        finally
        {
            foreach (Tensor feed in feeds) feed.Dispose();
        }
    }

    /// <summary>Runs a signature on tensors that are there already.</summary>
    /// <param name="handle">The model.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="inputs">By alias; they stay the caller's.</param>
    /// <param name="options">Timeout.</param>
    /// <param name="cancellation">Ends the run early.</param>
    /// <returns>All outputs; the caller disposes them.</returns>
    public async Task<NamedTensors> RunAsync(
        ServableHandle<SavedModelServable> handle, Signature signature, IDictionary<string, Tensor> inputs, RunOptions? options, CancellationToken cancellation)
    {
        SignatureCall call = PredictSignature.Plan(signature, inputs, []);
        Tensor[] feeds = [.. call.InputKeys.Select(key => inputs.TryGetValue(key, out Tensor? given) ? given : signature.Defaults[key])];
        return new NamedTensors(call.OutputKeys, await RunAsync(handle.Id, call, feeds, options, cancellation).ConfigureAwait(false));
    }

    private async ValueTask<Tensor[]> RunAsync(ServableId id, SignatureCall call, Tensor[] feeds, RunOptions? options, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        Tensor[] fetched;
        if (call.Callable.Waits)
        {
            fetched = await call.Callable.RunAsync(feeds, options, cancellation).ConfigureAwait(false);
        }
        else
        {
            fetched = new Tensor[call.OutputKeys.Length];
            call.Callable.Run(feeds, fetched, options, cancellation);
        }

        metrics.RuntimeLatency.Add(new MetricLabels(id.Name, "Predict", "TF1"), Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        return fetched;
    }

    private static Tensor[] Decode(SignatureCall call, MapField<string, TensorProto> inputs, IReadOnlyDictionary<string, Tensor> defaults)
    {
        Tensor[] feeds = new Tensor[call.InputKeys.Length];
        int done = 0;
        try
        {
            for (; done < feeds.Length; done++)
            {
                string key = call.InputKeys[done];
                feeds[done] = inputs.TryGetValue(key, out TensorProto? proto) ? Decode(key, proto) : defaults[key].Share();
            }

            return feeds;
        }
        catch
        {
            foreach (Tensor feed in feeds.AsSpan(0, done)) feed.Dispose();
            throw;
        }
    }

    private static Tensor Decode(string alias, TensorProto proto)
    {
        try
        {
            return TensorProtoCodec.Decode(proto, MaxInputBytes);
        }
        catch (TfException e)
        {
            throw new TfException(StatusCode.InvalidArgument, $"tensor parsing error: {alias}: {e.Message}", e);
        }
    }
}
