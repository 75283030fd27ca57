using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Weir.Rest;
using Weir.Rpc;

namespace Weir;

/// <summary>Adds a model server to a program's services.</summary>
public static class ModelServerServices
{
    /// <summary>Adds a model server that lives as long as the host. Call <see cref="ModelServerEndpoints.MapModelServer"/> too.</summary>
    /// <param name="services">The program's services. A <see cref="TimeProvider"/> among them is the server's clock.</param>
    /// <param name="configure">Says which models are served.</param>
    /// <returns>The services.</returns>
    /// <remarks>
    /// The host begins to listen when each model has an available version. It fails to start if one can not be loaded; for a folder that is not there it
    /// waits, as TensorFlow Serving does, and logs that.
    /// </remarks>
    public static IServiceCollection AddModelServer(this IServiceCollection services, Action<ModelServerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        services.AddSingleton(provider => new ModelServer(
            provider.GetRequiredService<IOptions<ModelServerOptions>>().Value,
            provider.GetRequiredService<ILogger<ModelServer>>(),
            provider.GetService<TimeProvider>()));
        services.AddSingleton<RestApi>();
        services.AddHostedService<ModelServerHost>();
        services.AddGrpc(AllowLargeMessages);
        services.AddSingleton<IServiceMethodProvider<PredictionServiceImpl>, PredictionServiceMethods>();
        services.AddSingleton<IServiceMethodProvider<ModelServiceImpl>, ModelServiceMethods>();
        return services;
    }

    /// <summary>As TensorFlow Serving: a message may have up to 2 GiB.</summary>
    private static void AllowLargeMessages(GrpcServiceOptions options)
    {
        options.MaxReceiveMessageSize = int.MaxValue;
        options.MaxSendMessageSize = int.MaxValue;
    }
}
