using System.Numerics;
using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>Python's operators on values, and numpy's on arrays.</summary>
internal static class Operators
{
    private const int MaxTextLength = 1 << 20;

    public static PythonValue Unary(string op, PythonValue value, EvaluationScope scope)
    {
        if (op is "not" or "bool") return new PythonBool(Truth(value) == (op == "bool"));
        if (value is PythonTensor { Tensor: var tensor }) return Arrays.Value(Arrays.Make(tensor.DType, tensor.Shape, Arrays.Elements(tensor).Select(x => Numbers.Unary(op, x)), scope));
        return Numbers.Unary(op, value);
    }

    public static PythonValue Binary(string op, PythonValue left, PythonValue right, EvaluationScope scope)
    {
        if (left is PythonTensor || right is PythonTensor) return OfArrays(op, left, right, scope);
        return (op, left, right) switch
        {
            ("+", PythonSequence a, PythonSequence b) when a.IsTuple == b.IsTuple => Joined(a, b, scope),
            ("*", PythonSequence a, PythonInt b) => Repeated(a, b.Value, scope),
            ("*", PythonInt a, PythonSequence b) => Repeated(b, a.Value, scope),
            ("+", PythonStr a, PythonStr b) => Repeated(a.Value + b.Value, 1, scope),
            ("*", PythonStr a, PythonInt b) => Repeated(a.Value, b.Value, scope),
            ("==" or "!=", _, _) when !Numbers.IsNumber(left) || !Numbers.IsNumber(right) => new PythonBool((PythonText.Repr(left) == PythonText.Repr(right)) == (op == "==")),
            _ => Numbers.Binary(op, left, right),
        };
    }

    /// <summary>Element by element, under a common shape.</summary>
    public static PythonTensor Each(PythonValue left, PythonValue right, Func<PythonValue, PythonValue, PythonValue> function, DType result, EvaluationScope scope)
    {
        Tensor a = Arrays.From(left, scope), b = Arrays.From(right, scope);
        Shape shape = Broadcast(a.Shape, b.Shape);
        scope.Spend(shape.ElementCount);
        IEnumerable<PythonValue> elements = Places(a.Shape, shape).Zip(Places(b.Shape, shape), (x, y) => function(ArrayCast.Element(a, (int)x), ArrayCast.Element(b, (int)y)));
        return Arrays.Value(Arrays.Make(result, shape, elements, scope));
    }

    /// <summary>The type of what an operator gives.</summary>
    public static DType ResultType(PythonValue left, PythonValue right, EvaluationScope scope)
    {
        (DType a, bool aIsScalar) = TypeOf(left, scope);
        (DType b, bool bIsScalar) = TypeOf(right, scope);
        if (aIsScalar == bIsScalar) return Promotion.Of(a, b);
        return aIsScalar ? Promotion.OfScalar(b, a) : Promotion.OfScalar(a, b);
    }

    public static bool Truth(PythonValue value) => value switch
    {
        PythonNone => false,
        PythonBool b => b.Value,
        PythonInt i => !i.Value.IsZero,
        PythonFloat f => f.Value != 0,
        PythonComplex c => c.Value != Complex.Zero,
        PythonStr s => s.Value.Length > 0,
        PythonBytes b => b.Value.Length > 0,
        PythonSequence s => s.Items.Count > 0,
        PythonTensor { Tensor: { ElementCount: 1 } one } => Truth(ArrayCast.Element(one, 0)),
        PythonTensor { Tensor.ElementCount: > 1 } => throw EvaluationScope.Refused("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"),
        PythonTensor => false,
        _ => true,
    };

    public static long Integer(PythonValue value) => value switch
    {
        PythonBool b => b.Value ? 1 : 0,
        PythonInt { Value: var number } when number >= long.MinValue && number <= long.MaxValue => (long)number,
        PythonInt => throw EvaluationScope.Refused("Python int too large to convert to C ssize_t"),
        PythonTensor { Tensor: { ElementCount: 1 } one } when one.DType.IsInteger() => Integer(ArrayCast.Element(one, 0)),
        _ => throw EvaluationScope.Refused($"'{value.TypeName}' object cannot be interpreted as an integer"),
    };

    /// <summary>What a loop goes through.</summary>
    public static IEnumerable<PythonValue> Items(PythonValue value) => value switch
    {
        PythonSequence { Items: var items } => items,
        PythonSet { Items: var items } => items,
        PythonStr { Value: var text } => text.EnumerateRunes().Select(rune => new PythonStr(rune.ToString())),
        PythonTensor { Tensor: { Shape.Rank: 1 } vector } => Arrays.Elements(vector),
        PythonTensor { Tensor: { Shape.Rank: > 1 } tensor } => ((PythonSequence)ArrayCast.ToLists(tensor)).Items,
        _ => throw EvaluationScope.Refused($"'{value.TypeName}' object is not iterable"),
    };

    private static PythonTensor OfArrays(string op, PythonValue left, PythonValue right, EvaluationScope scope)
    {
        if (op == "@") return Products.Dot(Arrays.From(left, scope), Arrays.From(right, scope), scope);
        DType operands = ResultType(left, right, scope);
        bool compares = op is "<" or ">" or "<=" or ">=" or "==" or "!=";
        DType result = compares ? DType.Bool : op == "/" && Promotion.Rank(operands) < 2 ? DType.Float64 : operands;
        if (result == DType.Bool && op is "+" or "-" or "*" or "**" or "//" or "%") throw EvaluationScope.Unknown("arithmetic on bools");
        if (op is "|" or "&" or "^" or "<<" or ">>" && Promotion.Rank(operands) > 1) throw EvaluationScope.Refused("ufunc is not supported for the input types");
        return Each(left, right, (x, y) => Numbers.Binary(op, x, y, inArray: true), result, scope);
    }

    private static (DType DType, bool IsScalar) TypeOf(PythonValue value, EvaluationScope scope)
    {
        if (value is PythonTensor { Tensor: var tensor }) return (tensor.DType, tensor.Shape.Rank == 0);
        return (Arrays.From(value, scope).DType, value is not PythonSequence);
    }

    private static Shape Broadcast(Shape a, Shape b)
    {
        long[] sizes = new long[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            long x = i <= a.Rank ? a[a.Rank - i] : 1, y = i <= b.Rank ? b[b.Rank - i] : 1;
            if (x != y && x != 1 && y != 1) throw EvaluationScope.Refused($"operands could not be broadcast together with shapes {Text(a)} {Text(b)} ");
            sizes[^i] = x == 1 ? y : x;
        }

        return Shape.CountOrOverflow(sizes) < 0 ? throw EvaluationScope.Refused("array is too big") : Shape.Of(sizes);
    }

    /// <summary>For each index of a shape the place of the element that is broadcast there.</summary>
    private static IEnumerable<long> Places(Shape own, Shape shape)
    {
        long[] strides = Arrays.Strides(own);
        int before = shape.Rank - own.Rank;
        foreach (long[] index in Arrays.Indices(shape))
        {
            long place = 0;
            for (int axis = 0; axis < own.Rank; axis++) place += own[axis] == 1 ? 0 : index[before + axis] * strides[axis];
            yield return place;
        }
    }

    private static string Text(Shape shape) => $"({string.Join(',', shape.Dimensions.ToArray())}{(shape.Rank == 1 ? "," : "")})";

    private static PythonSequence Joined(PythonSequence a, PythonSequence b, EvaluationScope scope)
    {
        scope.Spend(a.Items.Count + (long)b.Items.Count);
        return new PythonSequence([.. a.Items, .. b.Items], a.IsTuple);
    }

    private static PythonSequence Repeated(PythonSequence list, BigInteger times, EvaluationScope scope)
    {
        int count = Times(times, list.Items.Count, int.MaxValue);
        scope.Spend((long)count * list.Items.Count);
        return new PythonSequence([.. Enumerable.Repeat(list.Items, count).SelectMany(items => items)], list.IsTuple);
    }

    private static PythonStr Repeated(string text, BigInteger times, EvaluationScope scope)
    {
        int count = Times(times, text.Length, MaxTextLength);
        scope.Spend((long)count * text.Length);
        return new PythonStr(string.Concat(Enumerable.Repeat(text, count)));
    }

    private static int Times(BigInteger times, int length, int most)
    {
        if (times <= 0 || length == 0) return 0;
        if (times * length > most) throw new TfException(StatusCode.ResourceExhausted, "The expression makes too long a value.");
        return (int)times;
    }
}
