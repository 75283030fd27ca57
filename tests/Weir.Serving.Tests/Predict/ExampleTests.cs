using Weir.Protos;
using Weir.Protos.Serving;

namespace Weir.Predictions;

/// <summary>Classify, Regress and MultiInference: what is refused before a run, and what is made of a run's outputs.</summary>
public sealed class ExampleTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly Input TwoExamples = new() { ExampleList = new ExampleList { Examples = { WithX(2), WithX(5) } } };

    [Fact]
    public async Task Classes_have_labels_or_scores()
    {
        ClassificationResponse response = await UnlessNotBuilt(() => fixture.Server.ClassifyAsync(new() { ModelSpec = Spec("classify_x_to_y"), Input = TwoExamples }, null, Patience));
        Assert.Equal([3f, 4.5f], response.Result.Classifications.Select(row => Assert.Single(row.Classes).Score));
        Assert.Equal("classify_x_to_y", response.ModelSpec.SignatureName);
    }

    [Fact]
    public async Task Regressions_are_numbers()
    {
        RegressionResponse response = await UnlessNotBuilt(() => fixture.Server.RegressAsync(new() { ModelSpec = Spec("regress_x_to_y"), Input = TwoExamples }, null, Patience));
        Assert.Equal([3f, 4.5f], response.Result.Regressions.Select(one => one.Value));
    }

    [Fact]
    public async Task Several_questions_are_answered_in_one_run()
    {
        MultiInferenceRequest request = new() { Input = TwoExamples };
        request.Tasks.Add(new InferenceTask { ModelSpec = Spec("regress_x_to_y"), MethodName = MethodNames.Regress });
        request.Tasks.Add(new InferenceTask { ModelSpec = Spec("classify_x_to_y"), MethodName = MethodNames.Classify });
        MultiInferenceResponse response = await UnlessNotBuilt(() => fixture.Server.MultiInferenceAsync(request, null, Patience));
        Assert.Equal([3f, 4.5f], response.Results[0].RegressionResult.Regressions.Select(one => one.Value));
        Assert.Equal([3f, 4.5f], response.Results[1].ClassificationResult.Classifications.Select(row => row.Classes[0].Score));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_as_by_TensorFlow_Serving()
    {
        await Refused(StatusCode.InvalidArgument, "Missing ModelSpec", () => fixture.Server.ClassifyAsync(new() { Input = TwoExamples }, null, Patience));
        await Refused(StatusCode.InvalidArgument, "Input is empty.", () => fixture.Server.ClassifyAsync(new() { ModelSpec = Spec("classify_x_to_y") }, null, Patience));
        await Refused(StatusCode.InvalidArgument, "No signature was found with the name: nope",
            () => fixture.Server.RegressAsync(new() { ModelSpec = Spec("nope"), Input = TwoExamples }, null, Patience));
        TfException e = await Assert.ThrowsAsync<TfException>(() => fixture.Server.ClassifyAsync(new() { ModelSpec = Spec(""), Input = TwoExamples }, null, Patience));
        Assert.StartsWith("No classification inputs found in SignatureDef: inputs {", e.Message, StringComparison.Ordinal);
        await Refused(StatusCode.Unimplemented, "Unsupported signature method_name: other", () => Multi(("regress_x_to_y", "other")));
        await Refused(StatusCode.InvalidArgument, "Duplicate evaluation of signature: regress_x_to_y",
            () => Multi(("regress_x_to_y", MethodNames.Regress), ("regress_x_to_y", MethodNames.Regress)));
        await Refused(StatusCode.InvalidArgument, "Requested signature not found in model graph: nope", () => Multi(("nope", MethodNames.Regress)));
        await Refused(StatusCode.InvalidArgument, "Missing ModelSpec", () => Multi());
    }

    [Fact]
    public async Task Tasks_of_several_models_are_refused()
    {
        MultiInferenceRequest request = new() { Input = TwoExamples };
        request.Tasks.Add(new InferenceTask { ModelSpec = Spec("regress_x_to_y"), MethodName = MethodNames.Regress });
        request.Tasks.Add(new InferenceTask { ModelSpec = new ModelSpec { Name = "half_plus_two" }, MethodName = MethodNames.Regress });
        await Refused(
            StatusCode.InvalidArgument, "All ModelSpecs in a MultiInferenceRequest must access the same model name.", () => fixture.Server.MultiInferenceAsync(request, null, Patience));
    }

    /// <summary>The context comes first in each serialized example, so that the example's own value of a feature wins.</summary>
    [Fact]
    public void A_context_is_put_before_each_example()
    {
        Input input = new() { ExampleListWithContext = new ExampleListWithContext { Context = WithX(3), Examples = { new Example(), WithX(7) } } };
        using Tensor tensor = ExampleInput.ToTensor(input);
        Assert.Equal(2, tensor.ElementCount);
        Assert.Equal(3f, ReadX(tensor.GetBytes(0)));
        Assert.Equal(7f, ReadX(tensor.GetBytes(1)));
    }

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    private static float ReadX(ReadOnlySpan<byte> serialized) => Example.Parser.ParseFrom(serialized).Features.Feature["x"].FloatList.Value.Last();

    private static Example WithX(float x) => new() { Features = new Features { Feature = { ["x"] = new Feature { FloatList = new FloatList { Value = { x } } } } } };

    private static ModelSpec Spec(string signature) => new() { Name = "examples", SignatureName = signature };

    /// <summary>These models parse their examples by an op; until it is there the answer is UNIMPLEMENTED and names it.</summary>
    private static async Task<T> UnlessNotBuilt<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (TfException e) when (e.Code == StatusCode.Unimplemented)
        {
            Assert.Contains("ParseExampleV2", e.Message, StringComparison.Ordinal);
            Assert.Skip(e.Message);
            throw;
        }
    }

    private static async Task Refused<T>(StatusCode code, string message, Func<Task<T>> call)
    {
        TfException e = await Assert.ThrowsAsync<TfException>(call);
        Assert.Equal((code, message), (e.Code, e.Message));
    }

    private Task<MultiInferenceResponse> Multi(params (string Signature, string Method)[] tasks)
    {
        MultiInferenceRequest request = new() { Input = TwoExamples };
        foreach ((string signature, string method) in tasks) request.Tasks.Add(new InferenceTask { ModelSpec = Spec(signature), MethodName = method });
        return fixture.Server.MultiInferenceAsync(request, null, Patience);
    }
}
