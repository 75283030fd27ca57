using System.Text;

namespace Weir.Ops;

/// <summary>The first elements of a tensor as the messages of Assert show them: <c>[0 1 2...][...</c>, without the outermost brackets.</summary>
/// <remarks>Source: Tensor::SummarizeValue in tensor.cc, the form before PrintV2's.</remarks>
internal static class ElementSummary
{
    /// <summary>Writes at most so many elements; all for a negative number.</summary>
    public static string Of(Tensor tensor, long most)
    {
        long limit = most < 0 ? tensor.ElementCount : Math.Min(most, tensor.ElementCount);
        Func<long, string> element = tensor.DType == DType.String
            ? i => TensorSummary.Escaped(tensor.Strings[i]) : TensorSummary.Element(tensor) ?? (static _ => "?");
        StringBuilder text = new();
        long at = 0;
        if (tensor.Shape.Rank == 0) Row(text, 1, limit, isOuter: true, element, ref at);
        else Dimension(text, tensor.Shape, 0, limit, element, ref at);
        if (tensor.ElementCount > limit) text.Append("...");
        return text.ToString();
    }

    private static void Dimension(StringBuilder text, Shape shape, int dimension, long limit, Func<long, string> element, ref long at)
    {
        if (dimension == shape.Rank - 1)
        {
            Row(text, shape[dimension], limit, isOuter: dimension == 0, element, ref at);
            return;
        }

        for (long i = 0; i < shape[dimension] && at < limit; i++)
        {
            text.Append('[');
            Dimension(text, shape, dimension + 1, limit, element, ref at);
            text.Append(']');
        }
    }

    private static void Row(StringBuilder text, long length, long limit, bool isOuter, Func<long, string> element, ref long at)
    {
        for (long i = 0; i < length; i++)
        {
            if (at >= limit)
            {
                if (!isOuter) text.Append("...");
                return;
            }

            if (i > 0) text.Append(' ');
            text.Append(element(at++));
        }
    }
}
