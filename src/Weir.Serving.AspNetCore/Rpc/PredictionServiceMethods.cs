using Grpc.AspNetCore.Server.Model;
using Weir.Protos.Serving;

namespace Weir.Rpc;

/// <summary>The methods of tensorflow.serving.PredictionService.</summary>
internal sealed class PredictionServiceMethods : IServiceMethodProvider<PredictionServiceImpl>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<PredictionServiceImpl> context)
    {
        ServiceMethods<PredictionServiceImpl> methods = new(context, PredictionServiceReflection.Descriptor.Services[0]);
        methods.Add("Classify", ClassificationRequest.Parser, ClassificationResponse.Parser, static (service, request, context) => service.Classify(request, context));
        methods.Add("GetModelMetadata", GetModelMetadataRequest.Parser, GetModelMetadataResponse.Parser, static (service, request, context) => service.GetModelMetadata(request, context));
        methods.Add("MultiInference", MultiInferenceRequest.Parser, MultiInferenceResponse.Parser, static (service, request, context) => service.MultiInference(request, context));
        methods.Add("Predict", PredictRequest.Parser, PredictResponse.Parser, static (service, request, context) => service.Predict(request, context));
        methods.Add("Regress", RegressionRequest.Parser, RegressionResponse.Parser, static (service, request, context) => service.Regress(request, context));
    }
}
