using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Weir.Ops;

/// <summary>One element in a message.</summary>
internal static class ElementText
{
    /// <param name="dtype">What the element is.</param>
    /// <param name="element">The element as it is moved (<see cref="MovedElements"/>).</param>
    public static string Of<T>(DType dtype, T element) => dtype switch
    {
        DType.String => Encoding.UTF8.GetString((byte[])(object)element!),
        DType.Int32 => Unsafe.As<T, int>(ref element).ToString(CultureInfo.InvariantCulture),
        DType.Int64 => Unsafe.As<T, long>(ref element).ToString(CultureInfo.InvariantCulture),
        DType.Bool => Unsafe.As<T, byte>(ref element).ToString(CultureInfo.InvariantCulture),
        DType.Float32 => Number(Unsafe.As<T, float>(ref element)),
        DType.Float64 => Number(Unsafe.As<T, double>(ref element)),
        _ => dtype.TfName(),
    };

    private static string Number(double value) =>
        double.IsNaN(value) ? "nan" : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf" : value.ToString("G6", CultureInfo.InvariantCulture);
}
