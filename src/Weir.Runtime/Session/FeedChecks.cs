namespace Weir.Sessions;

/// <summary>Whether a tensor may be fed for an output.</summary>
internal static class FeedChecks
{
    public static void Check(Output output, Tensor tensor, bool checkShape)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        DType expected = output.DType.BaseType();
        if (tensor.DType != expected)
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Type mismatch for {output.Name}: actual {tensor.DType.TfName()} vs. expect {expected.TfName()}");
        }

        if (checkShape && !output.Shape.IsCompatibleWith(tensor.Shape))
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Cannot feed value of shape {tensor.Shape} for Tensor {output.Name}, which has shape {output.Shape}");
        }
    }
}
