using Microsoft.Extensions.Hosting;

namespace Weir;

/// <summary>Ties a model server to the life of its host: models are loaded before the host listens, and unloaded after the last request.</summary>
internal sealed class ModelServerHost(ModelServer server) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => server.StartAsync(cancellationToken);

    /// <summary>The host disposes the server when it has stopped listening and the requests have ended.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
