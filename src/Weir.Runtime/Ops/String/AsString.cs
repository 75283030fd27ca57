using System.Globalization;
using System.Numerics;
using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Numbers, truth values and strings as text, in the manner of C's printf.</summary>
/// <remarks>Variants have no text in Weir. Source: as_string_op.cc.</remarks>
internal sealed class AsString : Op
{
    public override OpDefinition Definition { get; } = "AsString(input: T) -> output: string; T: {float, double, int32, uint8, int16, int8, int64, "
        + "bfloat16, uint16, "
        + "half, uint32, uint64, complex64, complex128, bool, variant, string}; precision: int = -1; scientific: bool = false; "
        + "shortest: bool = false; "
        + "width: int = -1; fill: string = \"\"";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType dtype = r.Type("T");
        PrintfFormat format = PrintfFormat.Of(r, dtype);
        return dtype switch
        {
            DType.Float32 => new Format<float>(format.Single),
            DType.Float64 => new Format<double>(format.Number),
            DType.Float16 => new Format<Half>(value => format.Number((double)value)),
            DType.BFloat16 => new Format<BFloat16>(value => format.Single((float)value)),
            DType.Complex64 => new Format<Complex64>(value => $"({format.Single(value.Real)},{format.Single(value.Imaginary)})"),
            DType.Complex128 => new Format<Complex>(value => $"({format.Number(value.Real)},{format.Number(value.Imaginary)})"),
            DType.Int8 => new Format<sbyte>(value => format.Whole(value)),
            DType.Int16 => new Format<short>(value => format.Whole(value)),
            DType.Int32 => new Format<int>(value => format.Whole(value)),
            DType.Int64 => new Format<long>(value => format.Whole(value)),
            DType.UInt8 => new Format<byte>(value => format.Unsigned(value)),
            DType.UInt16 => new Format<ushort>(value => format.Unsigned(value)),
            DType.UInt32 => new Format<uint>(value => format.Unsigned(value)),
            DType.UInt64 => new Format<ulong>(value => format.Unsigned(value)),
            DType.Bool => new Format<bool>(value => value ? "true" : "false"),
            DType.String => new StringFunctionKernel(format.Text),
            _ => throw new TfException(StatusCode.Unimplemented, "AsString of variants is not supported."),
        };
    }

    private sealed class Format<T>(Func<T, string> format) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor input = s.Input(0);
            Span<T> values = input.Elements<T>();
            byte[][] texts = s.OutputLike(0, input).Strings;
            for (int i = 0; i < values.Length; i++) texts[i] = Encoding.ASCII.GetBytes(format(values[i]));
        }
    }
}

/// <summary>A conversion of printf: flag, width, precision, kind.</summary>
internal sealed class PrintfFormat
{
    /// <summary>What C's library could print as well, but nobody means.</summary>
    private const long MaxSize = 1 << 20;

    private readonly char fill;
    private readonly int width;
    private readonly int precision;
    private readonly bool isScientific;
    private readonly bool isShortest;

    private PrintfFormat(char fill, long width, long precision, bool isScientific, bool isShortest)
    {
        if (width > MaxSize || precision > MaxSize)
        {
            throw new TfException(StatusCode.ResourceExhausted, $"width {width} or precision {precision} is above the limit of {MaxSize}.");
        }

        this.fill = fill;
        this.width = (int)Math.Max(0, width);
        this.precision = precision < 0 ? 6 : (int)precision;
        this.isScientific = isScientific;
        this.isShortest = isShortest;
    }

    /// <exception cref="TfException">INVALID_ARGUMENT: attributes that contradict each other or the dtype.</exception>
    public static PrintfFormat Of(KernelRequest r, DType dtype)
    {
        (bool isScientific, bool isShortest) = (r.Bool("scientific"), r.Bool("shortest"));
        (long precision, long width, byte[] fill) = (r.Int("precision"), r.Int("width"), r.Bytes("fill"));
        bool isText = dtype == DType.String;
        if (!dtype.IsFloating() && !dtype.IsComplex() && !isText && dtype != DType.Variant)
        {
            if (isScientific || isShortest) throw Invalid($"scientific and shortest format not supported for datatype {dtype.TfName()}");
            if (precision >= 0) throw Invalid($"precision not supported for datatype {dtype.TfName()}");
        }

        if (isScientific && isShortest) throw Invalid("Cannot select both scientific and shortest notation");
        if (fill.Length > 1) throw Invalid("Fill string must be one or fewer characters");
        if (fill.Length == 1 && !" +-0#".Contains((char)fill[0], StringComparison.Ordinal))
        {
            throw Invalid($"Fill argument not supported: \"{Encoding.UTF8.GetString(fill)}\"");
        }

        return new PrintfFormat(fill.Length == 1 ? (char)fill[0] : '\0', width, precision, isScientific, isShortest);
    }

    public string Number(double value)
    {
        if (!double.IsFinite(value)) return Pad(Sign(double.IsNegative(value)), double.IsNaN(value) ? "nan" : "inf", zeros: false);
        DecimalDigits digits = DecimalDigits.Of(value);
        bool keepsPoint = fill == '#';
        string text = isScientific ? digits.Scientific(precision, keepsPoint)
            : isShortest ? digits.Shortest(precision, keepsPoint)
            : digits.Fixed(precision, keepsPoint);
        return Pad(Sign(digits.IsNegative), text, zeros: true);
    }

    /// <remarks>Subnormal numbers are zeros to TensorFlow's threads.</remarks>
    public string Single(float value) => Number(float.IsSubnormal(value) ? float.CopySign(0, value) : value);

    /// <summary>Unsigned numbers never have a sign.</summary>
    public string Unsigned(ulong value) => Pad("", value.ToString(CultureInfo.InvariantCulture), zeros: true);

    public string Whole(long value) => Pad(Sign(value < 0), value.ToString(CultureInfo.InvariantCulture).TrimStart('-'), zeros: true);

    /// <summary>Text is filled up to the width and never cut.</summary>
    public byte[] Text(byte[] text)
    {
        if (text.Length >= width) return text;
        byte[] filled = new byte[width];
        filled.AsSpan().Fill((byte)' ');
        text.CopyTo(filled, fill == '-' ? 0 : width - text.Length);
        return filled;
    }

    private string Sign(bool isNegative) => isNegative ? "-" : fill is '+' or ' ' ? fill.ToString() : "";

    private string Pad(string sign, string digits, bool zeros) => fill switch
    {
        '-' => (sign + digits).PadRight(width),
        '0' when zeros => sign + digits.PadLeft(Math.Max(0, width - sign.Length), '0'),
        _ => (sign + digits).PadLeft(width),
    };

    private static TfException Invalid(string message) => new(StatusCode.InvalidArgument, message);
}
