using System.Globalization;
using System.Numerics;
using System.Text;

namespace Weir.Ops;

/// <summary>A tensor in brackets, with at most so many elements at both ends of each dimension: what TensorFlow prints and formats.</summary>
/// <remarks>Source: Tensor::SummarizeValue in tensor.cc, the form of PrintV2.</remarks>
internal static class TensorSummary
{
    /// <param name="tensor">What to show.</param>
    /// <param name="most">How many elements at each end; below 0: all.</param>
    public static string Of(Tensor tensor, long most)
    {
        long limit = most < 0 || most > tensor.ElementCount ? tensor.ElementCount : most;
        StringBuilder text = new();
        if (Element(tensor) is { } element) Append(text, tensor.Shape, 0, 0, limit, element);
        else AppendUnknown(text, tensor, limit);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Shape shape, int dimension, long at, long limit, Func<long, string> element)
    {
        if (dimension == shape.Rank)
        {
            text.Append(element(at));
            return;
        }

        long count = shape[dimension];
        long step = shape.Slice((dimension + 1)..).ElementCount;
        text.Append('[');
        for (long i = 0; i < limit && i < count; i++)
        {
            if (i > 0) AppendGap(text, dimension, shape.Rank);
            Append(text, shape, dimension + 1, at + (step * i), limit, element);
        }

        if (count > 2 * limit)
        {
            AppendGap(text, dimension, shape.Rank);
            text.Append("...");
        }

        for (long i = Math.Max(limit, count - limit); i < count; i++)
        {
            AppendGap(text, dimension, shape.Rank);
            Append(text, shape, dimension + 1, at + (step * i), limit, element);
        }

        text.Append(']');
    }

    private static void AppendGap(StringBuilder text, int dimension, int rank)
    {
        if (dimension == rank - 1) text.Append(' ');
        else text.Append('\n', rank - dimension - 1).Append(' ', dimension + 1);
    }

    /// <summary>Elements that have no text of their own.</summary>
    private static void AppendUnknown(StringBuilder text, Tensor tensor, long limit)
    {
        if (tensor.Shape.Rank == 0)
        {
            text.Append('?');
            return;
        }

        text.Append('[').AppendJoin(' ', Enumerable.Repeat("?", (int)limit));
        if (limit < tensor.ElementCount) text.Append("...");
        text.Append(']');
    }

    /// <summary>The text of each element; null: the dtype has none.</summary>
    public static Func<long, string>? Element(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => Number<float>(tensor, value => Float(value, 6, 9, (float)value)),
        DType.Float64 => Number<double>(tensor, value => Float(value, 15, 17, value)),
        DType.Float16 => Number<Half>(tensor, value => Float((double)value, 6, 9, (float)value)),
        DType.BFloat16 => Number<BFloat16>(tensor, value => Float((float)value, 6, 9, (float)value)),
        DType.Int8 or DType.QInt8 => Number<sbyte>(tensor, Whole),
        DType.Int16 or DType.QInt16 => Number<short>(tensor, Whole),
        DType.Int32 or DType.QInt32 => Number<int>(tensor, Whole),
        DType.Int64 => Number<long>(tensor, Whole),
        DType.UInt8 or DType.QUInt8 => Number<byte>(tensor, Whole),
        DType.UInt16 or DType.QUInt16 => Number<ushort>(tensor, Whole),
        DType.UInt32 => Number<uint>(tensor, Whole),
        DType.UInt64 => Number<ulong>(tensor, Whole),
        DType.Bool => Number<bool>(tensor, value => value ? "1" : "0"),
        DType.String => at => $"\"{Escaped(tensor.Strings[at])}\"",
        _ => null,
    };

    private static Func<long, string> Number<T>(Tensor tensor, Func<T, string> format)
        where T : unmanaged => at => format(tensor.Elements<T>()[(int)at]);

    private static string Whole<T>(T value)
        where T : INumberBase<T> => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Few digits if they say the number exactly, else as many as any number needs.</summary>
    private static string Float<T>(double value, int few, int many, T exact)
        where T : INumberBase<T>
    {
        if (!double.IsFinite(value)) return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        DecimalDigits digits = DecimalDigits.Of(value);
        string sign = digits.IsNegative ? "-" : "";
        string text = sign + digits.Shortest(few, keepsPoint: false);
        return T.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) == exact ? text : sign + digits.Shortest(many, keepsPoint: false);
    }

    /// <summary>As C writes it, with UTF-8 left as it is.</summary>
    public static string Escaped(byte[] bytes)
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
                < ' ' or '\x7F' => "\\" + Convert.ToString(c, 8).PadLeft(3, '0'),
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }
}
