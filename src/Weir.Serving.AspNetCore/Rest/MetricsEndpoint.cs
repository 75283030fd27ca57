using Microsoft.AspNetCore.Http;
using Weir.Monitoring;

namespace Weir.Rest;

/// <summary>The page of metrics, for Prometheus.</summary>
internal sealed class MetricsEndpoint(ServingMetrics metrics)
{
    public Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(metrics.Page(), context.RequestAborted);
    }
}
