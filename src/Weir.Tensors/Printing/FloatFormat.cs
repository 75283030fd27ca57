namespace Weir.Printing;

/// <summary>Floats with their points aligned; one choice for the whole array between exponents and none.</summary>
/// <remarks>Source: numpy's <c>FloatingFormat</c> (arrayprint.py, numpy 1.26), with its legacy mode.</remarks>
internal sealed class FloatFormat : ElementFormat
{
    private readonly Func<long, double> value;
    private readonly FloatKind kind;
    private readonly NumpyPrintOptions options;
    private readonly bool isExponential;
    private readonly FloatText text;
    private readonly char sign;

    public FloatFormat(Func<long, double> value, FloatKind kind, IEnumerable<long> visible, bool isScalar, NumpyPrintOptions options)
    {
        this.value = value;
        this.kind = kind;
        this.options = options;
        sign = options.IsLegacy113 && !isScalar && options.Sign == '-' ? ' ' : options.Sign;
        double[] all = [.. visible.Select(value)];
        double[] finite = Array.FindAll(all, double.IsFinite);
        isExponential = NeedsExponent(finite);
        text = finite.Length == 0 ? new FloatText { IsUnique = true, Trim = Trim.LeavePoint } : isExponential ? MeasureScientific(finite) : MeasurePositional(finite);
        int padLeft = text.PadLeft;
        if (!options.IsLegacy113 && sign == ' ' && !Array.Exists(finite, double.IsNegative)) padLeft++;
        if (finite.Length < all.Length)
        {
            bool hasSign = sign != '-' || Array.Exists(all, double.IsNegativeInfinity);
            int offset = WidthAfterPoint + 1;
            padLeft = Math.Max(padLeft, Math.Max(options.NanText.Length, options.InfText.Length + (hasSign ? 1 : 0)) - offset);
            if (Array.TrueForAll(all, double.IsFinite)) padLeft = text.PadLeft;
        }

        text = text with { PadLeft = padLeft };
    }

    private int WidthAfterPoint => isExponential ? text.ExponentDigits + 2 + (text.MinDigits ?? 0) : text.PadRight;

    public override string Format(long index)
    {
        double x = value(index);
        if (double.IsFinite(x)) return isExponential ? text.Scientific(x, kind) : text.Positional(x, kind);
        string plus = sign == '+' ? "+" : "";
        string word = double.IsNaN(x) ? plus + options.NanText : (x < 0 ? "-" : plus) + options.InfText;
        return word.PadLeft(text.PadLeft + WidthAfterPoint + 1);
    }

    private bool NeedsExponent(double[] finite)
    {
        double max = 0, min = double.PositiveInfinity;
        foreach (double x in finite)
        {
            if (x == 0) continue;
            max = Math.Max(max, Math.Abs(x));
            min = Math.Min(min, Math.Abs(x));
        }

        if (max == 0) return false;
        return max >= 1e8 || (!options.Suppress && (min < 0.0001 || Ratio(max, min) > 1000));
    }

    /// <summary>The quotient, rounded as numpy rounds it: in the precision of the array.</summary>
    private double Ratio(double max, double min) => kind switch
    {
        FloatKind.Float16 => (double)(Half)(float)(max / min),
        FloatKind.Float32 => (float)max / (float)min,
        _ => max / min,
    };

    private int? Precision => options.FloatMode == NumpyFloatMode.Unique ? null : options.Precision;

    private FloatText MeasureScientific(double[] finite)
    {
        bool keep = options.FloatMode == NumpyFloatMode.Fixed || options.IsLegacy113;
        FloatText first = new() { Precision = Precision, IsUnique = true, Trim = keep ? Trim.Keep : Trim.LeavePoint, HasPlus = sign == '+' };
        int exponent = 0, whole = 0, fraction = 0;
        foreach (double x in finite)
        {
            string number = first.Scientific(x, kind);
            int point = number.IndexOf('.', StringComparison.Ordinal), e = number.IndexOf('e', StringComparison.Ordinal);
            whole = Math.Max(whole, point);
            fraction = Math.Max(fraction, e - point - 1);
            exponent = Math.Max(exponent, number.Length - e - 2);
        }

        return first with
        {
            Trim = Trim.Keep,
            Precision = fraction,
            MinDigits = fraction,
            ExponentDigits = exponent,
            PadLeft = options.IsLegacy113 ? 3 : whole,
        };
    }

    private FloatText MeasurePositional(double[] finite)
    {
        bool isFixed = options.FloatMode == NumpyFloatMode.Fixed;
        FloatText first = new() { Precision = Precision, IsUnique = !isFixed, Trim = isFixed ? Trim.Keep : Trim.LeavePoint, HasPlus = sign == '+' };
        int whole = 0, fraction = 0;
        foreach (double x in finite)
        {
            string number = first.Positional(x, kind);
            int point = number.IndexOf('.', StringComparison.Ordinal);
            whole = Math.Max(whole, options.IsLegacy113 ? 1 + number.AsSpan(0, point).TrimStart("+-").Length : point);
            fraction = Math.Max(fraction, number.Length - point - 1);
        }

        bool isEqual = isFixed || options.FloatMode == NumpyFloatMode.MaxPrecEqual;
        return first with
        {
            PadLeft = whole,
            PadRight = fraction,
            Precision = isEqual ? fraction : first.Precision,
            MinDigits = isEqual ? fraction : 0,
            Trim = isEqual ? Trim.Keep : Trim.LeavePoint,
        };
    }
}
