using System.Numerics;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>Arithmetic of single numbers: Python's, and where it differs numpy's.</summary>
internal static class Numbers
{
    /// <summary>Integers may become this long; Python has no bound.</summary>
    private const int MaxBits = 512;

    public static bool IsNumber(PythonValue value) => value is PythonBool or PythonInt or PythonFloat or PythonComplex;

    public static PythonValue Unary(string op, PythonValue value)
    {
        PythonValue number = value is PythonBool ? new PythonInt(Whole(value)) : value;
        return (op, number) switch
        {
            ("-", PythonInt i) => new PythonInt(-i.Value),
            ("-", PythonFloat f) => new PythonFloat(-f.Value),
            ("-", PythonComplex c) => new PythonComplex(-c.Value),
            ("+", PythonInt or PythonFloat or PythonComplex) => number,
            ("~", PythonInt i) => new PythonInt(-i.Value - 1),
            _ => throw EvaluationScope.Refused($"bad operand type for unary {op}: '{value.TypeName}'"),
        };
    }

    /// <param name="op">The operator.</param>
    /// <param name="left">A number.</param>
    /// <param name="right">A number.</param>
    /// <param name="inArray">As numpy divides: by zero gives infinity, nan, or 0 for integers.</param>
    public static PythonValue Binary(string op, PythonValue left, PythonValue right, bool inArray = false)
    {
        if (!IsNumber(left) || !IsNumber(right)) throw Unsupported(op, left, right);
        if (left is PythonComplex || right is PythonComplex) return OfComplex(op, Complex(left), Complex(right)) ?? throw Unsupported(op, left, right);
        bool isFloat = left is PythonFloat || right is PythonFloat || op == "/";
        return (isFloat ? OfFloats(op, Real(left), Real(right), inArray) : OfIntegers(op, Whole(left), Whole(right), inArray)) ?? throw Unsupported(op, left, right);
    }

    public static double Real(PythonValue value) => value switch
    {
        PythonFloat f => f.Value,
        PythonBool or PythonInt => (double)Whole(value),
        _ => throw EvaluationScope.Refused($"must be real number, not {value.TypeName}"),
    };

    private static Complex Complex(PythonValue value) => value is PythonComplex c ? c.Value : Real(value);

    private static BigInteger Whole(PythonValue value) => value is PythonBool b ? (b.Value ? 1 : 0) : ((PythonInt)value).Value;

    private static PythonValue? OfIntegers(string op, BigInteger a, BigInteger b, bool inArray) => op switch
    {
        "+" => Bounded(a + b),
        "-" => Bounded(a - b),
        "*" => Bounded(a * b),
        "//" => new PythonInt(b.IsZero ? ByZero(inArray) : Floor(a, b)),
        "%" => new PythonInt(b.IsZero ? ByZero(inArray) : a - (Floor(a, b) * b)),
        "**" => b < 0 ? (inArray ? throw EvaluationScope.Refused("Integers to negative integer powers are not allowed.") : new PythonFloat(Math.Pow((double)a, (double)b))) : Power(a, b),
        "<<" => b >= 0 && b <= MaxBits ? Bounded(a << (int)b) : throw TooLarge(),
        ">>" => b >= 0 ? new PythonInt(a >> (int)BigInteger.Min(b, int.MaxValue)) : throw EvaluationScope.Refused("negative shift count"),
        "&" => new PythonInt(a & b),
        "|" => new PythonInt(a | b),
        "^" => new PythonInt(a ^ b),
        _ => Compared(op, a.CompareTo(b)),
    };

    private static PythonValue? OfFloats(string op, double a, double b, bool inArray)
    {
        if (op is "/" or "//" or "%" && b == 0 && !inArray) throw EvaluationScope.Refused(op == "/" ? "division by zero" : op == "//" ? "float floor division by zero" : "float modulo by zero");
        return op switch
        {
            "+" => new PythonFloat(a + b),
            "-" => new PythonFloat(a - b),
            "*" => new PythonFloat(a * b),
            "/" => new PythonFloat(a / b),
            "//" => new PythonFloat(Math.Floor(a / b)),
            "%" => new PythonFloat(a - (Math.Floor(a / b) * b)),
            "**" => new PythonFloat(Math.Pow(a, b)),
            "==" => new PythonBool(a == b),
            "!=" => new PythonBool(a != b),
            "<" => new PythonBool(a < b),
            ">" => new PythonBool(a > b),
            "<=" => new PythonBool(a <= b),
            ">=" => new PythonBool(a >= b),
            _ => null,
        };
    }

    private static PythonValue? OfComplex(string op, Complex a, Complex b) => op switch
    {
        "+" => new PythonComplex(a + b),
        "-" => new PythonComplex(a - b),
        "*" => new PythonComplex(a * b),
        "/" => new PythonComplex(a / b),
        "**" => new PythonComplex(System.Numerics.Complex.Pow(a, b)),
        "==" => new PythonBool(a == b),
        "!=" => new PythonBool(a != b),
        _ => null,
    };

    private static PythonBool? Compared(string op, int order) => op switch
    {
        "==" => new PythonBool(order == 0),
        "!=" => new PythonBool(order != 0),
        "<" => new PythonBool(order < 0),
        ">" => new PythonBool(order > 0),
        "<=" => new PythonBool(order <= 0),
        ">=" => new PythonBool(order >= 0),
        _ => null,
    };

    private static BigInteger Floor(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return !rest.IsZero && (rest.Sign < 0) != (b.Sign < 0) ? quotient - 1 : quotient;
    }

    private static BigInteger ByZero(bool inArray) => inArray ? BigInteger.Zero : throw EvaluationScope.Refused("integer division or modulo by zero");

    private static PythonInt Power(BigInteger a, BigInteger b)
    {
        if (b > MaxBits || (long)a.GetBitLength() * (long)b > MaxBits) return BigInteger.Abs(a) <= 1 ? new PythonInt(b.IsEven ? a * a : a) : throw TooLarge();
        return new PythonInt(BigInteger.Pow(a, (int)b));
    }

    private static PythonInt Bounded(BigInteger value) => value.GetBitLength() <= 2 * MaxBits ? new PythonInt(value) : throw TooLarge();

    private static TfException TooLarge() => new(StatusCode.ResourceExhausted, "The expression makes too large a number.");

    private static TfException Unsupported(string op, PythonValue left, PythonValue right) => EvaluationScope.Refused($"unsupported operand type(s) for {op}: '{left.TypeName}' and '{right.TypeName}'");
}
