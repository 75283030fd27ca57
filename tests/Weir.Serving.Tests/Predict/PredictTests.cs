using Weir.Protos.Serving;

namespace Weir.Predictions;

public sealed class PredictTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly Tensor X = Tensor.From(1f, 2f, 5f);

    [Fact]
    public async Task An_answer_has_outputs_and_says_what_answered()
    {
        PredictResponse response = await Predict(ServerFixture.Request("half_plus_two", "", ("x", X)));
        Assert.Equal([2.5f, 3f, 4.5f], response.Outputs["y"].FloatVal);
        Assert.Equal(new ModelSpec { Name = "half_plus_two", Version = 1, SignatureName = "serving_default" }, response.ModelSpec);
    }

    [Fact]
    public async Task Inputs_with_defaults_may_be_left_out()
    {
        PredictResponse response = await Predict(ServerFixture.Request("default_values", "", ("x", Tensor.From(1f, 2f))));
        Assert.Equal([2.5f, 5f], response.Outputs["y"].FloatVal);
        Assert.Equal([2, 3], response.Outputs["k"].IntVal);
    }

    [Fact]
    public async Task A_filter_chooses_outputs()
    {
        PredictRequest request = ServerFixture.Request("default_values", "", ("x", Tensor.From(1f, 2f)));
        request.OutputFilter.Add("k");
        Assert.Equal(["k"], (await Predict(request)).Outputs.Keys);
        request.OutputFilter.Add("k");
        await Refused(StatusCode.InvalidArgument, "duplicate output tensor alias: k", request);
        request.OutputFilter[0] = "z";
        await Refused(StatusCode.InvalidArgument, "output tensor alias not found in signature: z Outputs expected to be in the set {k,y}.", request);
    }

    [Fact]
    public async Task Requests_that_do_not_fit_are_refused_as_by_TensorFlow_Serving()
    {
        await Refused(StatusCode.InvalidArgument, "Missing ModelSpec", new PredictRequest());
        await Refused(StatusCode.InvalidArgument, "ModelSpec has no name specified.", ServerFixture.Request(""));
        await Refused(StatusCode.NotFound, "Servable not found for request: Latest(other)", ServerFixture.Request("other"));
        PredictRequest request = ServerFixture.Request("half_plus_two");
        request.ModelSpec.Version = 9;
        await Refused(StatusCode.NotFound, "Servable not found for request: Specific(half_plus_two, 9)", request);
        request.ModelSpec.VersionLabel = "stable";
        await Refused(StatusCode.InvalidArgument, "Unrecognized servable version label: stable", request);
        await Refused(StatusCode.FailedPrecondition, "Serving signature key \"nope\" not found.", ServerFixture.Request("half_plus_two", "nope"));
        await Refused(
            StatusCode.InvalidArgument,
            "input size does not match signature: 0!=1 len({}) != len({x}). Sent extra: {}. Missing but required: {x}.",
            ServerFixture.Request("half_plus_two"));
        await Refused(
            StatusCode.InvalidArgument,
            "input size does not match signature: 2!=1 len({x,z}) != len({x}). Sent extra: {z}. Missing but required: {}.",
            ServerFixture.Request("half_plus_two", "", ("x", X), ("z", X)));
        await Refused(
            StatusCode.InvalidArgument,
            "Signature input alias: x(feed name: serving_default_x:0) not found in request and no default value provided. "
            + "Inputs expected to be in the request {z}, or default input alias set: ",
            ServerFixture.Request("half_plus_two", "", ("z", X)));
    }

    [Fact]
    public async Task Wrong_dtypes_and_contradicting_tensors_are_refused()
    {
        await Assert.ThrowsAsync<TfException>(() => Predict(ServerFixture.Request("half_plus_two", "", ("x", Tensor.From(1, 2)))));
        PredictRequest request = ServerFixture.Request("half_plus_two", "", ("x", X));
        request.Inputs["x"].TensorShape.Dim[0].Size = 1L << 40;
        TfException e = await Assert.ThrowsAsync<TfException>(() => Predict(request));
        Assert.Equal(StatusCode.InvalidArgument, e.Code);
        Assert.StartsWith("tensor parsing error: x", e.Message, StringComparison.Ordinal);
        request.Inputs["x"].TensorShape.Dim[0].Size = 1L << 30; // 4 GiB from three values that repeat.
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<TfException>(() => Predict(request))).Code);
    }

    [Fact]
    public async Task A_run_ends_when_its_request_is_cancelled() => await Assert.ThrowsAnyAsync<OperationCanceledException>(
        () => fixture.Server.PredictAsync(ServerFixture.Request("half_plus_two", "", ("x", X)), null, new CancellationToken(canceled: true)));

    /// <summary>After the first requests a request makes its messages and a few handles. Nothing waits, so all of it happens on this thread.</summary>
    [Fact]
    public async Task The_steady_path_allocates_little()
    {
        PredictRequest request = ServerFixture.Request("half_plus_two", "", ("x", X));
        for (int i = 0; i < 100; i++) await Predict(request);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) Assert.True(Predict(request).IsCompletedSuccessfully);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 0, 2000);
    }

    private Task<PredictResponse> Predict(PredictRequest request) => fixture.Server.PredictAsync(request, null, TestContext.Current.CancellationToken);

    private async Task Refused(StatusCode code, string message, PredictRequest request)
    {
        TfException e = await Assert.ThrowsAsync<TfException>(() => Predict(request));
        Assert.Equal((code, message), (e.Code, e.Message));
    }
}
