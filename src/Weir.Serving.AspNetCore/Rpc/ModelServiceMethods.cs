using Grpc.AspNetCore.Server.Model;
using Weir.Protos.Serving;

namespace Weir.Rpc;

/// <summary>The methods of tensorflow.serving.ModelService.</summary>
internal sealed class ModelServiceMethods : IServiceMethodProvider<ModelServiceImpl>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<ModelServiceImpl> context)
    {
        ServiceMethods<ModelServiceImpl> methods = new(context, ModelServiceReflection.Descriptor.Services[0]);
        methods.Add("GetModelStatus", GetModelStatusRequest.Parser, GetModelStatusResponse.Parser, static (service, request, context) => service.GetModelStatus(request, context));
        methods.Add("HandleReloadConfigRequest", ReloadConfigRequest.Parser, ReloadConfigResponse.Parser, static (service, request, context) => service.HandleReloadConfigRequest(request, context));
    }
}
