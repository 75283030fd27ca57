using Weir.Protos.Serving;
using Weir.Tests;

namespace Weir.Predictions;

/// <summary>One server for the tests of requests: the sample, a model with default values, one with several inputs and outputs.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly List<ModelFolder> folders = [];

    internal ModelServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        ModelServerOptions options = new() { PollInterval = TimeSpan.Zero, MaxLoadRetries = 0 };
        options.Models.Add(new ServedModel("half_plus_two", Corpus.Sample));
        foreach (string name in (string[])["tf2_models/default_values", "tf2_models/hundred_signatures", "saved_models/half_plus_two"])
        {
            ModelFolder folder = new();
            folder.Add("123", Corpus.PathOf($"{name}/model"));
            folders.Add(folder);
            options.Models.Add(new ServedModel(name.Replace("saved_models/half_plus_two", "examples").Split('/')[^1], folder.Path));
        }

        Server = new ModelServer(options);
        await Server.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        foreach (ModelFolder folder in folders) folder.Dispose();
    }

    internal static PredictRequest Request(string model, string signature = "", params (string Key, Tensor Value)[] inputs)
    {
        PredictRequest request = new() { ModelSpec = new ModelSpec { Name = model, SignatureName = signature } };
        foreach ((string key, Tensor value) in inputs) request.Inputs.Add(key, TensorProtoCodec.Encode(value));
        return request;
    }
}
