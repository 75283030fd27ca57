using Google.Protobuf;
using Weir.Predictions;
using Weir.Protos.Serving;
using Weir.Tests;

namespace Weir.WarmUps;

public sealed class WarmupTests : IDisposable
{
    private readonly ModelFolder folder = new();

    [Fact]
    public async Task Requests_are_replayed_before_the_version_is_available()
    {
        Write(Log(), Log());
        await using ModelServer server = Make(iterations: 3);
        await server.StartAsync(TestContext.Current.CancellationToken);
        string page = server.Metrics.Page();
        Assert.Contains("runtime_latency_count{model_name=\"m\",API=\"Predict\",runtime=\"TF1\"} 6", page, StringComparison.Ordinal);
        Assert.Contains("status=\"OK\"} 1", page.Split('\n').First(line => line.Contains("warmup_latency_count", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_fails_fails_the_load()
    {
        PredictionLog bad = Log();
        bad.PredictLog.Request.Inputs.Clear();
        Write(Log(), bad);
        Assert.Contains("input size does not match signature", await LoadError(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_told()
    {
        Directory.CreateDirectory(Extra());
        File.Copy(Corpus.PathOf("serving/tf_serving_warmup_requests.corrupt"), RequestsFile());
        string message = await LoadError();
        Assert.Contains("DATA_LOSS", message, StringComparison.Ordinal);
        Assert.Contains("Please verify your warmup data is in TFRecord format.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_records_are_refused()
    {
        Write([.. Enumerable.Repeat(Log(), 1001)]);
        Assert.Contains($"Number of warmup records exceeds the maximum (1000) at {RequestsFile()}", await LoadError(), StringComparison.Ordinal);
    }

    /// <summary>The recorded file asks every kind of question. Until the op that parses examples is there, that is what the load says.</summary>
    [Fact]
    public async Task A_recorded_file_is_replayed()
    {
        using ModelFolder recorded = new();
        recorded.Add("1", Corpus.PathOf("saved_models/half_plus_two/model"));
        Directory.CreateDirectory(Path.Combine(recorded.Path, "1", "assets.extra"));
        File.Copy(Corpus.PathOf("serving/tf_serving_warmup_requests"), Path.Combine(recorded.Path, "1", "assets.extra", "tf_serving_warmup_requests"));
        ModelServerOptions options = new() { MaxLoadRetries = 0, PollInterval = TimeSpan.Zero };
        options.Models.Add(new ServedModel("m", recorded.Path));
        await using ModelServer server = new(options);
        try
        {
            await server.StartAsync(TestContext.Current.CancellationToken);
        }
        catch (TfException e)
        {
            Assert.Contains("UNIMPLEMENTED: The op ParseExampleV2", e.Message, StringComparison.Ordinal);
            Assert.Skip(e.Message);
        }

        Assert.Contains("warmup_latency_count", server.Metrics.Page(), StringComparison.Ordinal);
    }

    public WarmupTests() => folder.Add("1", Path.Combine(Corpus.Sample, "1"));

    public void Dispose() => folder.Dispose();

    private static PredictionLog Log() => new()
    {
        PredictLog = new PredictLog { Request = ServerFixture.Request("m", "", ("x", Tensor.From(1f))) },
    };

    private async Task<string> LoadError()
    {
        await using ModelServer server = Make(iterations: 1);
        return (await Assert.ThrowsAsync<TfException>(() => server.StartAsync(TestContext.Current.CancellationToken))).Message;
    }

    private ModelServer Make(int iterations)
    {
        ModelServerOptions options = new() { MaxLoadRetries = 0, WarmupIterations = iterations, PollInterval = TimeSpan.Zero };
        options.Models.Add(new ServedModel("m", folder.Path));
        return new ModelServer(options);
    }

    private string Extra() => Path.Combine(folder.Path, "1", "assets.extra");

    private string RequestsFile() => $"{folder.Path}/1/assets.extra/tf_serving_warmup_requests";

    private void Write(params PredictionLog[] logs)
    {
        Directory.CreateDirectory(Extra());
        using TfRecordWriter file = TfRecordWriter.Create(RequestsFile());
        foreach (PredictionLog log in logs) file.Write(log.ToByteArray());
    }
}
