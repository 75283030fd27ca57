using System.Text;
using Weir.Printing;

namespace Weir.Ops;

/// <summary>The first elements of a tensor as TensorFlow's messages show them: <c>[0 1 2...][...</c>, without the outermost brackets.</summary>
/// <remarks>Source: tensor.cc, SummarizeValue.</remarks>
internal static class ElementSummary
{
    /// <summary>Writes at most so many elements; all for a negative number.</summary>
    public static string Of(Tensor tensor, long most)
    {
        long limit = most < 0 ? tensor.ElementCount : Math.Min(most, tensor.ElementCount);
        StringBuilder text = new();
        int at = 0;
        if (tensor.Shape.Rank == 0) Row(text, tensor, 1, limit, isOuter: true, ref at);
        else Dimension(text, tensor, 0, limit, ref at);
        if (tensor.ElementCount > limit) text.Append("...");
        return text.ToString();
    }

    private static void Dimension(StringBuilder text, Tensor tensor, int dimension, long limit, ref int at)
    {
        if (dimension == tensor.Shape.Rank - 1)
        {
            Row(text, tensor, tensor.Shape[dimension], limit, isOuter: dimension == 0, ref at);
            return;
        }

        for (long i = 0; i < tensor.Shape[dimension] && at < limit; i++)
        {
            text.Append('[');
            Dimension(text, tensor, dimension + 1, limit, ref at);
            text.Append(']');
        }
    }

    private static void Row(StringBuilder text, Tensor tensor, long length, long limit, bool isOuter, ref int at)
    {
        for (long i = 0; i < length; i++)
        {
            if (at >= limit)
            {
                if (!isOuter) text.Append("...");
                return;
            }

            if (i > 0) text.Append(' ');
            text.Append(Element(tensor, at++));
        }
    }

    private static string Element(Tensor tensor, int i) => tensor.DType switch
    {
        DType.Float32 => Number(tensor.Elements<float>()[i], 6, 9),
        DType.Float64 => Number(tensor.Elements<double>()[i], 15, 17),
        DType.Float16 => Number((float)tensor.Elements<Half>()[i], 6, 9),
        DType.BFloat16 => Number(tensor.Elements<BFloat16>()[i], 6, 9),
        DType.Bool => tensor.Elements<bool>()[i] ? "1" : "0",
        DType.Int8 or DType.QInt8 => $"{tensor.Elements<sbyte>()[i]}",
        DType.Int16 or DType.QInt16 => $"{tensor.Elements<short>()[i]}",
        DType.Int32 or DType.QInt32 => $"{tensor.Elements<int>()[i]}",
        DType.Int64 => $"{tensor.Elements<long>()[i]}",
        DType.UInt8 or DType.QUInt8 => $"{tensor.Elements<byte>()[i]}",
        DType.UInt16 or DType.QUInt16 => $"{tensor.Elements<ushort>()[i]}",
        DType.UInt32 => $"{tensor.Elements<uint>()[i]}",
        DType.UInt64 => $"{tensor.Elements<ulong>()[i]}",
        DType.String => Escaped(tensor.Strings[i]),
        _ => "?",
    };

    // The fewer digits if they read back as the number, else the more.
    private static string Number(double value, int few, int many)
    {
        string text = ScalarText.General(value, Trim.All, few);
        bool readsBack = double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double read)
            && (many == 17 ? read == value : (float)read == (float)value);
        return readsBack || !double.IsFinite(value) ? text : ScalarText.General(value, Trim.All, many);
    }

    private static string Escaped(byte[] bytes)
    {
        StringBuilder text = new();
        foreach (char c in Encoding.UTF8.GetString(bytes))
        {
            text.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '"' => "\\\"",
                '\'' => "\\'",
                '\\' => "\\\\",
                < ' ' => "\\" + Convert.ToString(c, 8).PadLeft(3, '0'),
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }
}
