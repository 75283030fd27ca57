using Weir.Cli.Expressions.Numpy;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions;

/// <summary>The value of a Python literal, or of an expression, as a tensor.</summary>
internal static class InputExpression
{
    /// <summary>Reads a literal; or computes an expression of Python's and numpy's that is on the list of what is known to be safe.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the text is something else, or its computation fails. RESOURCE_EXHAUSTED: it computes too much.</exception>
    public static PythonValue Parse(string expression)
    {
        try
        {
            return PythonLiteral.Parse(expression);
        }
        catch (FormatException e)
        {
            return Evaluate(expression) ?? throw new TfException(StatusCode.InvalidArgument, $"Expression \"{expression}\" is not a valid python literal.", e);
        }
    }

    /// <summary>What TensorFlow up to 2.5 gave to <c>eval</c>; null for what is not known here.</summary>
    private static PythonValue? Evaluate(string expression)
    {
        try
        {
            PythonValue value = ExpressionParser.Parse(expression).Evaluate(new EvaluationScope());
            return value is FunctionValue or ModuleValue or SliceValue ? null : value;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary><c>numpy.asarray(value, dtype)</c>. Numbers that do not fit wrap, fractions are cut off, None is nan.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: a value can not be converted, or lists do not form a rectangle.</exception>
    public static Tensor ToTensor(PythonValue value, DType dtype)
    {
        PythonArray array = PythonArray.Of(value);
        Tensor tensor = Tensor.Allocate(dtype, array.Shape);
        ElementWriter writer = new(tensor, isArrayCast: false);
        for (int i = 0; i < array.Elements.Count; i++) writer.Write(i, array.Elements[i]);
        return tensor;
    }

    /// <summary><c>numpy.asarray(value)</c>: numpy's choice of type, and the tensor; null where numpy keeps Python objects.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: lists do not form a rectangle.</exception>
    public static (NumpyType Type, Tensor? Tensor) ToArray(PythonValue value)
    {
        if (Arrays.DTypeAmong(value) is { } dtype) return (NumpyType.Of(dtype), Arrays.From(value, new EvaluationScope()));
        PythonArray array = PythonArray.Of(value);
        NumpyType type = NumpyType.Of(array.Elements);
        if (type.DType == DType.Invalid) return (type, null);
        if (type.DType != DType.String) return (type, ToTensor(value, type.DType));
        string[] texts = [.. array.Elements.Select(PythonText.Str)];
        bool isBytes = type.Name[0] == '|';
        return (type, isBytes
            ? Tensor.From<byte[]>([.. texts.Select(System.Text.Encoding.Latin1.GetBytes)], array.Shape)
            : Tensor.From<string>(texts, array.Shape));
    }
}
