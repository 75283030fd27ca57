using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Weir.Monitoring;
using Weir.Predictions;
using Weir.Protos.Serving;
using Weir.Servables;

namespace Weir.WarmUps;

/// <summary>Replays the requests that a model brings along, so that plans are made and weights packed before the first client comes.</summary>
/// <remarks>Source: saved_model_warmup_util.cc (TensorFlow Serving). A request that fails fails the load.</remarks>
internal sealed class ModelWarmup(Predictor predictor, ExamplePredictor examples, int iterations, ServingMetrics metrics, ILogger log)
{
    private const string RequestsFile = "assets.extra/tf_serving_warmup_requests";
    private const int MaxRecords = 1000;
    private const int MaxFileBytes = 1 << 30;

    /// <exception cref="TfException">INVALID_ARGUMENT: too many records, or other things than logs. DATA_LOSS: a damaged file. Or a request's own error.</exception>
    public void Replay(ServableId id, SavedModelServable servable, IModelFileSystem files, CancellationToken cancellation)
    {
        if (!files.FileExists(RequestsFile)) return;
        string path = $"{files.Root}/{RequestsFile}";
        long start = Stopwatch.GetTimestamp();
        StatusCode ended = StatusCode.Unknown;
        try
        {
            ServableHandle<SavedModelServable> handle = new(new CountedServable<SavedModelServable>(id, servable));
            int records = 0;
            foreach (PredictionLog one in Read(files, path))
            {
                if (++records > MaxRecords)
                {
                    throw new TfException(StatusCode.InvalidArgument, $"Number of warmup records exceeds the maximum ({MaxRecords}) at {path}");
                }

                for (int i = 0; i < iterations; i++) ReplayAsync(handle, one, cancellation).GetAwaiter().GetResult();
            }

            ended = StatusCode.Ok;
            ServingLog.WarmedUp(log, records, path);
        }
        catch (TfException e)
        {
            ended = e.Code;
            throw;
        }
        finally
        {
            metrics.WarmupLatency.Add(new MetricLabels(path, ended.CanonicalName()), Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
    }

    private static IEnumerable<PredictionLog> Read(IModelFileSystem files, string path)
    {
        using IModelFile file = files.OpenRead(RequestsFile);
        using TfRecordReader records = new(file.AsStream());
        while (MoveNext(records, path)) yield return Parse(records.Record, path);
    }

    private static bool MoveNext(TfRecordReader records, string path)
    {
        try
        {
            return records.Read();
        }
        catch (TfException e)
        {
            throw new TfException(e.Code, $"{e.Message}. Please verify your warmup data is in TFRecord format. ({path})", e);
        }
    }

    private static PredictionLog Parse(ReadOnlyMemory<byte> record, string path)
    {
        try
        {
            return MessageBytes.Parse(PredictionLog.Parser, record);
        }
        catch (TfException e)
        {
            throw new TfException(e.Code, $"Failed to parse warmup record from {path}: {e.Message}", e);
        }
    }

    private Task ReplayAsync(ServableHandle<SavedModelServable> handle, PredictionLog one, CancellationToken cancellation) => one.LogTypeCase switch
    {
        PredictionLog.LogTypeOneofCase.PredictLog => predictor.PredictAsync(handle, WithSpec(one.PredictLog.Request), null, cancellation),
        PredictionLog.LogTypeOneofCase.ClassifyLog => examples.ClassifyAsync(handle, WithSpec(one.ClassifyLog.Request), null, cancellation),
        PredictionLog.LogTypeOneofCase.RegressLog => examples.RegressAsync(handle, WithSpec(one.RegressLog.Request), null, cancellation),
        PredictionLog.LogTypeOneofCase.MultiInferenceLog => examples.MultiInferenceAsync(handle, one.MultiInferenceLog.Request, null, cancellation),
        PredictionLog.LogTypeOneofCase.SessionRunLog => RunSessionAsync(handle.Value, one.SessionRunLog.Request, cancellation),
        _ => throw new TfException(StatusCode.Unimplemented, $"Unsupported log_type for warmup: {(int)one.LogTypeCase}"),
    };

    private static async Task RunSessionAsync(SavedModelServable servable, SessionRunRequest request, CancellationToken cancellation)
    {
        if (request.Target.Count > 0) throw new TfException(StatusCode.Unimplemented, "Warm-up of a session run with targets is not available.");
        Callable callable = servable.JointCall([.. request.Feed.Select(feed => feed.Name)], request.Fetch);
        Tensor[] feeds = [.. request.Feed.Select(feed => TensorProtoCodec.Decode(feed.Tensor))];
        Tensor[] fetched = await callable.RunAsync(feeds, null, cancellation).ConfigureAwait(false);
        foreach (Tensor tensor in feeds.Concat(fetched)) tensor.Dispose();
    }

    /// <summary>A log need not say what model it was for.</summary>
    private static PredictRequest WithSpec(PredictRequest request)
    {
        request.ModelSpec ??= new ModelSpec();
        return request;
    }

    private static ClassificationRequest WithSpec(ClassificationRequest request)
    {
        request.ModelSpec ??= new ModelSpec();
        return request;
    }

    private static RegressionRequest WithSpec(RegressionRequest request)
    {
        request.ModelSpec ??= new ModelSpec();
        return request;
    }
}
