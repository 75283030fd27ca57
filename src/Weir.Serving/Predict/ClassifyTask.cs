using System.Text;
using Weir.Protos.Serving;

namespace Weir.Predictions;

/// <summary>Classify: for each example, classes with labels, scores, or both.</summary>
/// <remarks>Source: classifier.cc (TensorFlow Serving).</remarks>
internal sealed record ClassifyTask : ExampleTask
{
    private const string ClassesKey = "classes";
    private const string ScoresKey = "scores";

    private readonly string? classesName;
    private readonly string? scoresName;

    private ClassifyTask(Signature signature, string input, string? classes, string? scores)
        : base(signature, input, [.. new[] { classes, scores }.OfType<string>()])
    {
        classesName = classes;
        scoresName = scores;
    }

    /// <exception cref="TfException">INVALID_ARGUMENT: the signature can not classify.</exception>
    public static ClassifyTask For(SavedModelServable servable, Signature signature, bool checkMethodName)
    {
        RequireMethod(signature, MethodNames.Classify, "classification", checkMethodName);
        RequireOneInput(signature);
        if (signature.Outputs.Count is not (1 or 2))
        {
            throw new TfException(StatusCode.InvalidArgument, $"Expected one or two output Tensors, found {signature.Outputs.Count}");
        }

        string input = RequireInputKey(servable, signature, "classification");
        string? classes = signature.Outputs.GetValueOrDefault(ClassesKey)?.TensorName;
        string? scores = signature.Outputs.GetValueOrDefault(ScoresKey)?.TensorName;
        if (classes is null && scores is null)
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Expected classification signature outputs to contain at least one of \"{ClassesKey}\" or \"{ScoresKey}\". Signature was: {Describe(servable, signature)}");
        }

        return new ClassifyTask(signature, input, classes, scores);
    }

    /// <summary>Reads the answer for so many examples.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the outputs have other shapes or types than an answer has.</exception>
    public ClassificationResult Read(NamedTensors outputs, long examples)
    {
        Tensor? classes = classesName is null ? null : outputs[classesName];
        Tensor? scores = scoresName is null ? null : outputs[scoresName];
        if (classes is not null) Require(classes, ClassesKey, DType.String, examples);
        if (scores is not null) Require(scores, ScoresKey, DType.Float32, examples);
        if (classes is not null && scores is not null && classes.Shape[1] != scores.Shape[1])
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Tensors class and score should match in dim_size(1). Got {classes.Shape[1]} vs. {scores.Shape[1]}");
        }

        int width = checked((int)(classes ?? scores)!.Shape[1]);
        ReadOnlySpan<float> values = scores is null ? [] : scores.AsSpan<float>();
        ClassificationResult result = new();
        for (int i = 0, at = 0; i < examples; i++)
        {
            Classifications row = new();
            for (int c = 0; c < width; c++, at++)
            {
                Class one = new();
                if (classes is not null) one.Label = Encoding.UTF8.GetString(classes.GetBytes(at));
                if (scores is not null) one.Score = values[at];
                row.Classes.Add(one);
            }

            result.Classifications.Add(row);
        }

        return result;
    }

    private static void Require(Tensor tensor, string what, DType dtype, long examples)
    {
        if (tensor.Shape.Rank != 2)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Expected Tensor shape: [batch_size num_classes] but got {tensor.Shape}");
        }

        if (tensor.DType != dtype)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Expected {what} Tensor of {dtype.ProtoName()}. Got: {tensor.DType.ProtoName()}");
        }

        if (tensor.Shape[0] != examples)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Expected {what} output batch size of {examples}. Got: {tensor.Shape[0]}");
        }
    }
}
