using Weir.Protos.Serving;

namespace Weir.Predictions;

/// <summary>Regress: for each example, one number.</summary>
/// <remarks>Source: regressor.cc (TensorFlow Serving).</remarks>
internal sealed record RegressTask : ExampleTask
{
    private const string OutputKey = "outputs";

    private RegressTask(Signature signature, string input, string output)
        : base(signature, input, [output])
    {
    }

    /// <exception cref="TfException">INVALID_ARGUMENT: the signature can not regress.</exception>
    public static RegressTask For(SavedModelServable servable, Signature signature, bool checkMethodName)
    {
        RequireMethod(signature, MethodNames.Regress, "regression", checkMethodName);
        RequireOneInput(signature);
        if (signature.Outputs.Count != 1) throw new TfException(StatusCode.InvalidArgument, "Expected one output Tensor.");
        string input = RequireInputKey(servable, signature, "regression");
        if (!signature.Outputs.TryGetValue(OutputKey, out SignatureTensor? output))
        {
            throw new TfException(StatusCode.InvalidArgument, $"No regression outputs found in SignatureDef: {Describe(servable, signature)}");
        }

        return new RegressTask(signature, input, output.TensorName);
    }

    /// <summary>Reads the answer for so many examples.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the output has another shape or type than an answer has.</exception>
    public RegressionResult Read(NamedTensors outputs, long examples)
    {
        Tensor output = outputs[OutputNames[0]];
        if (output.Shape.Rank != 1 && !(output.Shape.Rank == 2 && output.Shape[1] == 1))
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Expected output Tensor shape to be either [batch_size] or [batch_size, 1] but got {output.Shape}");
        }

        if (output.Shape[0] != examples)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Input batch size did not match output batch size: {examples} vs. {output.Shape[0]}");
        }

        if (output.DType != DType.Float32)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Expected output Tensor of DT_FLOAT.  Got: {output.DType.ProtoName()}");
        }

        RegressionResult result = new();
        foreach (float value in output.AsSpan<float>()) result.Regressions.Add(new Regression { Value = value });
        return result;
    }
}
