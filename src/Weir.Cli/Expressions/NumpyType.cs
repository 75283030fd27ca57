using Weir.Codec.Python;


namespace Weir.Cli.Expressions;

/// <summary>The type that numpy gives an array when nobody names one.</summary>
/// <param name="DType">The tensor's dtype; <see cref="DType.Invalid"/> for Python objects, which no tensor holds.</param>
/// <param name="Name">numpy's name: <c>int64</c>, <c>&lt;U3</c>, <c>|S2</c>, <c>object</c>.</param>
internal readonly record struct NumpyType(DType DType, string Name)
{
    private const int IntegerChars = 21;
    private const int UnsignedChars = 20;
    private const int FloatChars = 32;
    private const int ComplexChars = 64;
    private const int BoolChars = 5;

    /// <summary>The type of an array that is there already.</summary>
    public static NumpyType Of(DType dtype) => new(dtype, dtype switch
    {
        DType.Float16 => "float16",
        DType.Float32 => "float32",
        DType.Float64 => "float64",
        DType.String => "object",
        _ => dtype.TfName(),
    });

    /// <summary>The type that holds all elements.</summary>
    public static NumpyType Of(IReadOnlyList<PythonValue> elements)
    {
        Kind kind = elements.Count == 0 ? Kind.Float : Kind.Bool;
        int chars = 1;
        bool hasText = false, hasBytes = false;
        foreach (PythonValue element in elements)
        {
            switch (element)
            {
                case PythonStr { Value: var text }:
                    hasText = true;
                    chars = Math.Max(chars, text.EnumerateRunes().Count());
                    break;
                case PythonBytes { Value: var bytes }:
                    hasBytes = true;
                    chars = Math.Max(chars, bytes.Length);
                    break;
                default:
                    Kind own = KindOf(element);
                    kind = Promote(kind, own);
                    chars = Math.Max(chars, CharsOf(own));
                    break;
            }
        }

        if (kind == Kind.Object) return new NumpyType(DType.Invalid, "object");
        if (hasText) return new NumpyType(DType.String, $"<U{chars}");
        if (hasBytes) return new NumpyType(DType.String, $"|S{chars}");
        return kind switch
        {
            Kind.Bool => new NumpyType(DType.Bool, "bool"),
            Kind.Integer => new NumpyType(DType.Int64, "int64"),
            Kind.Unsigned => new NumpyType(DType.UInt64, "uint64"),
            Kind.Float => new NumpyType(DType.Float64, "float64"),
            _ => new NumpyType(DType.Complex128, "complex128"),
        };
    }

    private enum Kind
    {
        Bool,
        Integer,
        Unsigned,
        Float,
        Complex,
        Object,
    }

    private static Kind KindOf(PythonValue value) => value switch
    {
        PythonBool => Kind.Bool,
        PythonInt { Value: var i } => i >= long.MinValue && i <= long.MaxValue ? Kind.Integer : i > 0 && i <= ulong.MaxValue ? Kind.Unsigned : Kind.Object,
        PythonFloat => Kind.Float,
        PythonComplex => Kind.Complex,
        _ => Kind.Object,
    };

    private static Kind Promote(Kind left, Kind right)
    {
        // No integer type of numpy holds both ranges: their sum is a float.
        bool mixesSigns = (left == Kind.Integer && right == Kind.Unsigned) || (left == Kind.Unsigned && right == Kind.Integer);
        return mixesSigns ? Kind.Float : (Kind)Math.Max((int)left, (int)right);
    }

    private static int CharsOf(Kind kind) => kind switch
    {
        Kind.Bool => BoolChars,
        Kind.Integer => IntegerChars,
        Kind.Unsigned => UnsignedChars,
        Kind.Float => FloatChars,
        _ => ComplexChars,
    };
}
