using Grpc.Core;
using Weir.Predictions;
using Weir.Protos.Serving;

namespace Weir.Rpc;

/// <summary>tensorflow.serving.ModelService, by the model server.</summary>
internal sealed class ModelServiceImpl(ModelServer server)
{
    public Task<GetModelStatusResponse> GetModelStatus(GetModelStatusRequest request, ServerCallContext context)
    {
        try
        {
            return Task.FromResult(server.GetModelStatus(request));
        }
        catch (TfException e)
        {
            throw new RpcException(StatusMapping.ToGrpc(e.Code, e.Message));
        }
    }

    public async Task<ReloadConfigResponse> HandleReloadConfigRequest(ReloadConfigRequest request, ServerCallContext context)
    {
        try
        {
            if (request.Config?.ConfigCase != ModelServerConfig.ConfigOneofCase.ModelConfigList)
            {
                throw new TfException(StatusCode.InvalidArgument,
                    "ServerModelConfig type not supported by HandleReloadConfigRequest. Only ModelConfigList is currently supported");
            }

            await server.ReloadConfigAsync(request.Config, context.CancellationToken).ConfigureAwait(false);
            return new ReloadConfigResponse { Status = ModelInfo.ToProto(error: null) };
        }
        catch (TfException e)
        {
            throw new RpcException(StatusMapping.ToGrpc(e.Code, e.Message));
        }
    }
}
