using Grpc.Core;
using Weir.Protos.Serving;

namespace Weir.Rpc;

/// <summary>tensorflow.serving.PredictionService, by the model server.</summary>
internal sealed class PredictionServiceImpl(ModelServer server)
{
    public Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context) =>
        new GrpcCall(server, request.ModelSpec?.Name, "Predict").AnswerAsync(server.PredictAsync(request, null, context.CancellationToken));

    public Task<ClassificationResponse> Classify(ClassificationRequest request, ServerCallContext context) =>
        new GrpcCall(server, request.ModelSpec?.Name, "Classify").AnswerAsync(server.ClassifyAsync(request, null, context.CancellationToken));

    public Task<RegressionResponse> Regress(RegressionRequest request, ServerCallContext context) =>
        new GrpcCall(server, request.ModelSpec?.Name, "Regress").AnswerAsync(server.RegressAsync(request, null, context.CancellationToken));

    public Task<MultiInferenceResponse> MultiInference(MultiInferenceRequest request, ServerCallContext context) =>
        new GrpcCall(server, request.Tasks.FirstOrDefault()?.ModelSpec?.Name, "MultiInference").AnswerAsync(server.MultiInferenceAsync(request, null, context.CancellationToken));

    public Task<GetModelMetadataResponse> GetModelMetadata(GetModelMetadataRequest request, ServerCallContext context)
    {
        GrpcCall call = new(server, request.ModelSpec?.Name, "GetModelMetadata");
        try
        {
            return call.AnswerAsync(Task.FromResult(server.GetModelMetadata(request)));
        }
        catch (TfException e)
        {
            throw call.Error(e);
        }
    }
}
