namespace Weir.Plans;

/// <summary>Adds to a kernel's error which node it happened in.</summary>
internal static class StepError
{
    /// <summary>The error to throw: with the node as TensorFlow's executor writes it, INTERNAL for what no kernel should throw.</summary>
    public static Exception At(Step step, Exception error) => error switch
    {
        TfException tf => new TfException(tf.Code, $"{tf.Message}\n\t [[{{{{node {step.NodeName}}}}}]]", tf),
        OutOfMemoryException => new TfException(StatusCode.ResourceExhausted, $"Out of memory.\n\t [[{{{{node {step.NodeName}}}}}]]", error),
        _ => new TfException(StatusCode.Internal,
            $"{step.OpName} failed unexpectedly: {error.Message} Please report this with the model.\n\t [[{{{{node {step.NodeName}}}}}]]", error),
    };
}
