using Weir.Monitoring;
using Weir.Protos.Serving;
using Weir.Servables;

namespace Weir.Predictions;

/// <summary>Classify, Regress and MultiInference: questions about tf.Examples.</summary>
/// <param name="checkMethodName">Whether a signature's method_name must be the one of the call.</param>
/// <param name="metrics">Hears how many examples there are.</param>
internal sealed class ExamplePredictor(bool checkMethodName, ServingMetrics metrics)
{
    public async Task<ClassificationResponse> ClassifyAsync(
        ServableHandle<SavedModelServable> handle, ClassificationRequest request, RunOptions? options, CancellationToken cancellation)
    {
        ClassifyTask task = ClassifyTask.For(handle.Value, ExampleTask.Find(handle.Value, request.ModelSpec.SignatureName), checkMethodName);
        using Tensor examples = ReadExamples(handle.Id, request.Input);
        using NamedTensors outputs = await ExampleTask.RunAsync(handle.Value, [task], examples, options, cancellation).ConfigureAwait(false);
        return new ClassificationResponse { Result = task.Read(outputs, examples.ElementCount), ModelSpec = ModelSpecs.Answer(handle.Id, task.Signature.Name) };
    }

    public async Task<RegressionResponse> RegressAsync(
        ServableHandle<SavedModelServable> handle, RegressionRequest request, RunOptions? options, CancellationToken cancellation)
    {
        RegressTask task = RegressTask.For(handle.Value, ExampleTask.Find(handle.Value, request.ModelSpec.SignatureName), checkMethodName);
        using Tensor examples = ReadExamples(handle.Id, request.Input);
        using NamedTensors outputs = await ExampleTask.RunAsync(handle.Value, [task], examples, options, cancellation).ConfigureAwait(false);
        return new RegressionResponse { Result = task.Read(outputs, examples.ElementCount), ModelSpec = ModelSpecs.Answer(handle.Id, task.Signature.Name) };
    }

    /// <summary>Several questions about the same examples, answered in one run.</summary>
    public async Task<MultiInferenceResponse> MultiInferenceAsync(
        ServableHandle<SavedModelServable> handle, MultiInferenceRequest request, RunOptions? options, CancellationToken cancellation)
    {
        ExampleTask[] tasks = Tasks(handle.Value, request);
        using Tensor examples = ReadExamples(handle.Id, request.Input);
        using NamedTensors outputs = await ExampleTask.RunAsync(handle.Value, tasks, examples, options, cancellation).ConfigureAwait(false);
        MultiInferenceResponse response = new();
        foreach (ExampleTask task in tasks)
        {
            InferenceResult result = new() { ModelSpec = ModelSpecs.Answer(handle.Id, task.Signature.Name) };
            if (task is ClassifyTask classify) result.ClassificationResult = classify.Read(outputs, examples.ElementCount);
            if (task is RegressTask regress) result.RegressionResult = regress.Read(outputs, examples.ElementCount);
            response.Results.Add(result);
        }

        return response;
    }

    private Tensor ReadExamples(ServableId id, Input? input)
    {
        Tensor examples = ExampleInput.ToTensor(input);
        metrics.Examples(id.Name, examples.ElementCount);
        return examples;
    }

    /// <remarks>Source: multi_inference.cc (TensorFlow Serving).</remarks>
    private ExampleTask[] Tasks(SavedModelServable servable, MultiInferenceRequest request)
    {
        List<ExampleTask> tasks = [];
        foreach (InferenceTask task in request.Tasks)
        {
            string model = task.ModelSpec?.Name ?? "";
            if (model.Length == 0) throw new TfException(StatusCode.InvalidArgument, "Found ModelSpec with an empty model name.");
            if (model != request.Tasks[0].ModelSpec.Name)
            {
                throw new TfException(StatusCode.InvalidArgument, "All ModelSpecs in a MultiInferenceRequest must access the same model name.");
            }

            string name = SavedModelServable.OrDefault(task.ModelSpec!.SignatureName);
            if (tasks.Exists(other => other.Signature.Name == name)) throw new TfException(StatusCode.InvalidArgument, $"Duplicate evaluation of signature: {name}");
            Signature signature = servable.Find(name)
                ?? throw new TfException(StatusCode.InvalidArgument, $"Requested signature not found in model graph: {name}");
            tasks.Add(task.MethodName switch
            {
                MethodNames.Classify => ClassifyTask.For(servable, signature, checkMethodName),
                MethodNames.Regress => RegressTask.For(servable, signature, checkMethodName),
                _ => throw new TfException(StatusCode.Unimplemented, $"Unsupported signature method_name: {task.MethodName}"),
            });
        }

        return [.. tasks];
    }
}
