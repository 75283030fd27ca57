using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions;

/// <summary>Puts single values into a tensor of a given dtype, as numpy converts them.</summary>
/// <param name="target">The tensor.</param>
/// <param name="isArrayCast">Whether the values come from an array: numpy casts arrays as C does, where it asks Python to convert a
/// list's values, and Python refuses some.</param>
internal sealed class ElementWriter(Tensor target, bool isArrayCast)
{
    private readonly DType dtype = target.DType;

    public void Write(long index, PythonValue value)
    {
        if (dtype == DType.String)
        {
            target.Strings[index] = Bytes(value);
            return;
        }

        int size = dtype.ElementSize();
        Span<byte> element = target.Bytes.Slice(checked((int)(index * size)), size);
        switch (dtype)
        {
            case DType.Bool: element[0] = Truth(value) ? (byte)1 : (byte)0; break;
            case DType.Float16: BinaryPrimitives.WriteHalfLittleEndian(element, (Half)Real(value)); break;
            case DType.BFloat16: BinaryPrimitives.WriteUInt16LittleEndian(element, ((BFloat16)(float)Real(value)).ToBits()); break;
            case DType.Float32: BinaryPrimitives.WriteSingleLittleEndian(element, (float)Real(value)); break;
            case DType.Float64: BinaryPrimitives.WriteDoubleLittleEndian(element, Real(value)); break;
            case DType.Complex64 or DType.Complex128: WriteComplex(element, Number(value)); break;
            default: WriteInteger(element, Integer(value)); break;
        }
    }

    private void WriteComplex(Span<byte> element, Complex value)
    {
        if (dtype == DType.Complex64)
        {
            BinaryPrimitives.WriteSingleLittleEndian(element, (float)value.Real);
            BinaryPrimitives.WriteSingleLittleEndian(element[4..], (float)value.Imaginary);
            return;
        }

        BinaryPrimitives.WriteDoubleLittleEndian(element, value.Real);
        BinaryPrimitives.WriteDoubleLittleEndian(element[8..], value.Imaginary);
    }

    /// <summary>The low bits: what does not fit wraps.</summary>
    private static void WriteInteger(Span<byte> element, BigInteger value)
    {
        ulong low = (ulong)(value & ulong.MaxValue);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, low);
        bytes[..element.Length].CopyTo(element);
    }

    private BigInteger Integer(PythonValue value)
    {
        BigInteger number = value switch
        {
            PythonBool b => b.Value ? BigInteger.One : BigInteger.Zero,
            PythonInt i => i.Value,
            PythonFloat f => Truncated(f.Value),
            PythonComplex c when isArrayCast => Truncated(c.Value.Real),
            PythonStr or PythonBytes => ParseInteger(PythonText.Str(value)),
            _ => throw Refused($"int() argument must be a string, a bytes-like object or a real number, not '{value.TypeName}'"),
        };
        bool fits = dtype == DType.UInt64 ? number >= long.MinValue && number <= ulong.MaxValue : number >= long.MinValue && number <= long.MaxValue;
        return fits || isArrayCast ? number : throw Refused("Python int too large to convert to C long");
    }

    private BigInteger Truncated(double value)
    {
        if (double.IsFinite(value)) return new BigInteger(Math.Truncate(value));
        if (isArrayCast) return dtype.ElementSize() >= sizeof(int) ? BigInteger.MinusOne << ((8 * dtype.ElementSize()) - 1) : BigInteger.Zero;
        throw Refused(double.IsNaN(value) ? "cannot convert float NaN to integer" : "cannot convert float infinity to integer");
    }

    private double Real(PythonValue value) => value switch
    {
        PythonComplex c when isArrayCast => c.Value.Real,
        PythonNone => double.NaN,
        PythonBool or PythonInt or PythonFloat => Number(value).Real,
        PythonStr or PythonBytes => ParseFloat(PythonText.Str(value)),
        _ => throw Refused($"float() argument must be a string or a real number, not '{value.TypeName}'"),
    };

    private Complex Number(PythonValue value) => value switch
    {
        PythonBool b => b.Value ? 1 : 0,
        PythonInt i => (double)i.Value,
        PythonFloat f => f.Value,
        PythonComplex c => c.Value,
        _ => Real(value),
    };

    private static bool Truth(PythonValue value) => value switch
    {
        PythonBool b => b.Value,
        PythonNone => false,
        PythonInt i => !i.Value.IsZero,
        PythonFloat f => f.Value != 0,
        PythonComplex c => c.Value != Complex.Zero,
        PythonStr s => s.Value.Length > 0,
        PythonBytes b => b.Value.Length > 0,
        _ => throw Refused($"a {value.TypeName} is no bool"),
    };

    private static byte[] Bytes(PythonValue value) => value switch
    {
        PythonBytes b => b.Value,
        PythonStr s => Encoding.UTF8.GetBytes(s.Value),
        _ => throw Refused($"Unsupported object type {value.TypeName}"),
    };

    private static double ParseFloat(string text)
    {
        string trimmed = text.Trim().ToLowerInvariant().Replace("infinity", "inf", StringComparison.Ordinal);
        string size = trimmed.TrimStart('+', '-');
        if (trimmed.Length - size.Length <= 1)
        {
            double sign = trimmed.StartsWith('-') ? -1 : 1;
            if (size == "inf") return sign * double.PositiveInfinity;
            if (size == "nan") return double.NaN;
            const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            if (double.TryParse(size, Style, CultureInfo.InvariantCulture, out double value)) return sign * value;
        }

        throw Refused($"could not convert string to float: {Printing.PythonRepr.Text(text)}");
    }

    private static BigInteger ParseInteger(string text) =>
        BigInteger.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out BigInteger value)
            ? value
            : throw Refused($"invalid literal for int() with base 10: {Printing.PythonRepr.Text(text)}");

    private static TfException Refused(string reason) => new(StatusCode.InvalidArgument, reason);
}
