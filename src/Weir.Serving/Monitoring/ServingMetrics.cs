using System.Diagnostics;
using System.Text;

namespace Weir.Monitoring;

/// <summary>What the server counts, under TensorFlow Serving's names.</summary>
internal sealed class ServingMetrics
{
    /// <summary>The path of the page where none is given.</summary>
    public const string DefaultPath = "/monitoring/prometheus/metrics";

    private readonly Counter requests = new("/tensorflow/serving/request_count", "model_name", "status");
    private readonly Histogram requestLatency = new("/tensorflow/serving/request_latency", 10, 1.8, 33, "model_name", "API", "entrypoint");
    private readonly Histogram exampleCounts = new("/tensorflow/serving/request_example_counts", 1, 2, 15, "model");
    private readonly Counter exampleTotal = new("/tensorflow/serving/request_example_count_total", "model");

    /// <summary>Microseconds of replaying warm-up requests, by path and status.</summary>
    public Histogram WarmupLatency { get; } = new("/tensorflow/serving/model_warmup_latency", 10, 1.8, 33, "model_path", "status");

    /// <summary>Microseconds of runs, by model and kind of request.</summary>
    public Histogram RuntimeLatency { get; } = new("/tensorflow/serving/runtime_latency", 10, 1.8, 33, "model_name", "API", "runtime");

    /// <summary>Notes the end of a request.</summary>
    /// <param name="model">The model; empty where there is none of that name, for names are a client's choice and must not pile up.</param>
    /// <param name="api">Predict, Classify and so on.</param>
    /// <param name="entrypoint">GRPC or REST.</param>
    /// <param name="start">The time stamp of its begin.</param>
    /// <param name="status">How it ended.</param>
    public void Request(string model, string api, string entrypoint, long start, StatusCode status)
    {
        requests.Add(new MetricLabels(model, status.CanonicalName()));
        if (status == StatusCode.Ok) requestLatency.Add(new MetricLabels(model, api, entrypoint), Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }

    public void Examples(string model, long count)
    {
        exampleCounts.Add(new MetricLabels(model), count);
        exampleTotal.Add(new MetricLabels(model), count);
    }

    /// <summary>All of it, as Prometheus reads it.</summary>
    public string Page()
    {
        StringBuilder page = new();
        foreach (Metric metric in (Metric[])[WarmupLatency, requests, exampleTotal, exampleCounts, requestLatency, RuntimeLatency]) metric.Write(page);
        return page.ToString();
    }
}
