using System.Diagnostics;
using Grpc.Core;

namespace Weir.Rpc;

/// <summary>What every gRPC call has around it: the status of an error, and the note of how long it took.</summary>
internal readonly struct GrpcCall(ModelServer server, string? model, string api)
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>Waits for an answer.</summary>
    /// <exception cref="RpcException">What went wrong, as the client hears it.</exception>
    public async Task<T> AnswerAsync<T>(Task<T> answer)
    {
        try
        {
            T result = await answer.ConfigureAwait(false);
            End(StatusCode.Ok);
            return result;
        }
        catch (TfException e)
        {
            throw Error(e);
        }
        catch (OperationCanceledException)
        {
            End(StatusCode.Cancelled);
            throw;
        }
    }

    public RpcException Error(TfException e)
    {
        End(e.Code);
        return new RpcException(StatusMapping.ToGrpc(e.Code, e.Message));
    }

    private void End(StatusCode code) => server.Metrics.Request(model is not null && server.Serves(model) ? model : "", api, "GRPC", start, code);
}
