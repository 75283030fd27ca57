using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Rpc;
using Weir.Rest;

namespace Weir;

/// <summary>Adds a model server to a program's endpoints.</summary>
public static class ModelServerEndpoints
{
    /// <summary>Maps TensorFlow Serving's gRPC services, its REST interface below <c>/v1/</c>, and the page of metrics if it has a path.</summary>
    /// <param name="endpoints">The program's endpoints. gRPC needs one that speaks HTTP/2; without TLS that one speaks nothing else.</param>
    /// <returns>The endpoints.</returns>
    public static IEndpointRouteBuilder MapModelServer(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ModelServer server = endpoints.ServiceProvider.GetRequiredService<ModelServer>();
        endpoints.MapGrpcService<PredictionServiceImpl>().WithMetadata(new BodyLimit(null));
        endpoints.MapGrpcService<ModelServiceImpl>().WithMetadata(new BodyLimit(null));
        RestEndpoint rest = new(endpoints.ServiceProvider.GetRequiredService<RestApi>(), server.Options);
        endpoints.Map("/v1/{**path}", rest.HandleAsync).WithMetadata(new BodyLimit(server.Options.MaxRestBodyBytes));
        if (server.Options.MetricsPath is { } path) endpoints.Map(path, new MetricsEndpoint(server.Metrics).HandleAsync);
        return endpoints;
    }
}
