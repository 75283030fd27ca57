using Microsoft.AspNetCore.Http;

namespace Weir;

/// <summary>What a status is on the wire, for gRPC and for HTTP: the one place that says so.</summary>
/// <remarks>Source: ToHTTPStatusCode in http_server.cc (TensorFlow Serving).</remarks>
internal static class StatusMapping
{
    /// <summary>gRPC's codes have the same numbers.</summary>
    public static Grpc.Core.Status ToGrpc(StatusCode code, string message) => new((Grpc.Core.StatusCode)code, message);

    public static int ToHttp(StatusCode code) => code switch
    {
        StatusCode.Ok => StatusCodes.Status200OK,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.AlreadyExists or StatusCode.Aborted => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
