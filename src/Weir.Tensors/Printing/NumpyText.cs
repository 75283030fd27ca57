using System.Globalization;
using System.Numerics;

namespace Weir.Printing;

/// <summary>A tensor as numpy prints the array that TensorFlow's Python returns for it.</summary>
/// <remarks>Source: arrayprint.py, numpy 1.26; <see cref="NumpyPrintOptions.Legacy113"/> prints as numpy 1.13.</remarks>
internal sealed class NumpyText(Tensor tensor, NumpyPrintOptions options)
{
    private const string ReprPrefix = "array(";

    /// <summary>The Python type of bfloat16 prints as C++ streams do, six digits, whatever the options.</summary>
    private const int BFloat16Digits = 6;

    private readonly bool isAbridged = tensor.ElementCount > options.Threshold;

    /// <summary>Prints the strings of a tensor as numpy prints its own text type, not as bytes.</summary>
    public bool StringsAreText { get; init; }

    /// <summary>Whether a tensor of rank 0 is one of numpy's scalars, which is what a session returns, and not an array of rank 0.
    /// Only numpy 1.13 prints the two differently.</summary>
    public bool IsScalar { get; init; }

    /// <summary>numpy's name of the array's type, where it is not that of the dtype.</summary>
    public string? TypeName { get; init; }

    /// <summary><c>str(array)</c>.</summary>
    public string Str()
    {
        if (tensor.Shape.Rank == 0) return Scalar();
        return tensor.ElementCount == 0 ? "[]" : Layout(" ").Format(" ", options.LineWidth);
    }

    /// <summary><c>repr(array)</c>.</summary>
    public string Repr()
    {
        bool isImplied = tensor.ElementCount > 0 && TypeName is null && (tensor.DType is DType.Int64 or DType.Float64 or DType.Complex128
            || (tensor.DType == DType.Bool && !options.IsLegacy113));
        string suffix = isImplied ? ")" : ",";
        string text = ReprPrefix + ReprElements(suffix) + suffix;
        if (isImplied) return text;
        string dtype = $"dtype={TypeName ?? NumpyTypeName(tensor.DType)})";
        int lastLine = text.Length - (text.LastIndexOf('\n') + 1);
        bool breaks = options.IsLegacy113 ? TypeName is not null : lastLine + dtype.Length + 1 > options.LineWidth;
        return text + (breaks ? "\n" + new string(' ', ReprPrefix.Length) : " ") + dtype;
    }

    private string ReprElements(string suffix)
    {
        if (tensor.ElementCount == 0)
        {
            return tensor.Shape.Rank == 1 ? "[]" : $"[], shape=({string.Join(", ", tensor.Shape.Dimensions.ToArray())})";
        }

        if (options.IsLegacy113 && tensor.Shape.Rank == 0) return tensor.DType == DType.String ? Elements().Format(0) : Scalar();
        if (tensor.Shape.Rank == 0) return Elements().Format(0);
        int width = options.IsLegacy113 ? options.LineWidth : options.LineWidth - suffix.Length;
        return Layout(", ").Format(new string(' ', ReprPrefix.Length + 1), width);
    }

    private ArrayLayout Layout(string separator) => new(tensor.Shape, Elements(), options, separator, isAbridged);

    private string Scalar()
    {
        if (options.IsLegacy113 && IsScalar && tensor.DType.IsFloating() && tensor.DType != DType.BFloat16)
        {
            return ScalarText.General(Real(0), Trim.LeaveZero, Kind switch { FloatKind.Float16 => 5, FloatKind.Float32 => 8, _ => 12 });
        }

        // numpy 1.13's arrays of rank 0 print the Python number that they hold: a double.
        FloatKind kind = options.IsLegacy113 ? FloatKind.Float64 : Kind;
        return tensor.DType switch
        {
            DType.Float16 or DType.Float32 or DType.Float64 => ScalarText.Float(Real(0), kind, Trim.LeaveZero),
            DType.Complex64 or DType.Complex128 => ScalarText.Complex(new Complex(Real(0), Imaginary(0)), kind),
            DType.String when StringsAreText => System.Text.Encoding.UTF8.GetString(tensor.GetBytes(0)),
            _ => Elements().Format(0),
        };
    }

    private ElementFormat Elements()
    {
        IEnumerable<long> visible = ArrayLayout.Visible(tensor.Shape, options.EdgeItems, isAbridged);
        bool isScalar = tensor.Shape.Rank == 0;
        switch (tensor.DType)
        {
            case DType.Bool: return new PlainFormat(i => At<bool>(i) ? isScalar ? "True" : " True" : "False");
            case DType.String: return new PlainFormat(i => StringsAreText
                ? PythonRepr.Text(System.Text.Encoding.UTF8.GetString(tensor.GetBytes((int)i))) : PythonRepr.Bytes(tensor.GetBytes((int)i)));
            case DType.BFloat16: return new PlainFormat(i => ScalarText.General(At<BFloat16>(i), Trim.All, BFloat16Digits));
            case DType.Resource or DType.Variant: return new PlainFormat(_ => $"<{tensor.DType.TfName()}>");
            case DType.Float16 or DType.Float32 or DType.Float64: return new FloatFormat(Real, Kind, visible, isScalar, options);
            case DType.Complex64 or DType.Complex128:
                NumpyPrintOptions real = options with { FloatMode = options.IsLegacy113 ? NumpyFloatMode.MaxPrecEqual : options.FloatMode };
                NumpyPrintOptions imaginary = options with { FloatMode = options.IsLegacy113 ? NumpyFloatMode.MaxPrec : options.FloatMode, Sign = '+' };
                return new ComplexFormat(
                    new FloatFormat(Real, Kind, visible, isScalar, real), new FloatFormat(Imaginary, Kind, visible, isScalar, imaginary));
            case DType.QInt8 or DType.QUInt8 or DType.QInt16 or DType.QUInt16 or DType.QInt32:
                return new OneFieldFormat(new AlignedFormat(Integer, visible));
            default: return new AlignedFormat(Integer, visible);
        }
    }

    private FloatKind Kind => tensor.DType switch
    {
        DType.Float16 => FloatKind.Float16,
        DType.Float32 or DType.Complex64 => FloatKind.Float32,
        _ => FloatKind.Float64,
    };

    private double Real(long i) => tensor.DType switch
    {
        DType.Float16 => (double)At<Half>(i),
        DType.Float32 => At<float>(i),
        DType.Complex64 => At<Complex64>(i).Real,
        DType.Complex128 => At<Complex>(i).Real,
        _ => At<double>(i),
    };

    private double Imaginary(long i) => tensor.DType == DType.Complex64
        ? At<Complex64>(i).Imaginary
        : At<Complex>(i).Imaginary;

    /// <summary>An element of a plain tensor of any size.</summary>
    private unsafe T At<T>(long i)
        where T : unmanaged => ((T*)tensor.Data)[i];

    private string Integer(long i) => tensor.DType switch
    {
        DType.Int8 or DType.QInt8 => Text(At<sbyte>(i)),
        DType.Int4 => Text(HalfByte.Signed(At<byte>(i))),
        DType.UInt4 => Text(HalfByte.Unsigned(At<byte>(i))),
        DType.Int16 or DType.QInt16 => Text(At<short>(i)),
        DType.UInt16 or DType.QUInt16 => Text(At<ushort>(i)),
        DType.Int32 or DType.QInt32 => Text(At<int>(i)),
        DType.UInt32 => Text(At<uint>(i)),
        DType.Int64 => Text(At<long>(i)),
        DType.UInt64 => Text(At<ulong>(i)),
        _ => Text(At<byte>(i)),
    };

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string NumpyTypeName(DType dtype) => dtype switch
    {
        DType.Float16 => "float16",
        DType.Float32 => "float32",
        DType.Float64 => "float64",
        DType.String or DType.Resource or DType.Variant => "object",
        DType.QInt8 => "[('qint8', 'i1')]",
        DType.QUInt8 => "[('quint8', 'u1')]",
        DType.QInt16 => "[('qint16', '<i2')]",
        DType.QUInt16 => "[('quint16', '<u2')]",
        DType.QInt32 => "[('qint32', '<i4')]",
        _ => dtype.TfName(),
    };
}
