using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>numpy's functions that reduce an array, whole or along one axis.</summary>
internal static class Reductions
{
    public static IEnumerable<FunctionValue> Functions => [Named("sum"), Named("prod"), Named("mean"), Named("max"), Named("min"), Named("amax", "max"), Named("amin", "min")];

    /// <summary>A reduction by its name, of an array; null where there is none.</summary>
    public static FunctionValue? Method(string name, Tensor tensor) => name is "sum" or "prod" or "mean" or "max" or "min"
        ? new FunctionValue(name, call => Reduce(name, tensor, call.Only(1, "axis", "keepdims").Optional(0, "axis"), call))
        : null;

    private static FunctionValue Named(string name, string? reduction = null) =>
        new(name, call => Reduce(reduction ?? name, Arrays.From(call.Only(2, "axis", "keepdims").Required(0, "a"), call.Scope), call.Optional(1, "axis"), call));

    private static PythonTensor Reduce(string name, Tensor tensor, PythonValue? axis, CallArguments call)
    {
        bool keeps = call.Optional(9, "keepdims") is { } given && Operators.Truth(given);
        long[] sizes = tensor.Shape.Dimensions.ToArray();
        (long outer, long size, long inner) = (1, tensor.ElementCount, 1);
        long[] left = keeps ? [.. sizes.Select(_ => 1L)] : [];
        if (axis is not (null or PythonNone))
        {
            long at = Operators.Integer(axis);
            if (at < 0) at += sizes.Length;
            if (at < 0 || at >= sizes.Length) throw EvaluationScope.Refused($"axis {at} is out of bounds for array of dimension {sizes.Length}");
            outer = Shape.CountOrOverflow(sizes.AsSpan(0, (int)at));
            size = sizes[at];
            inner = Shape.CountOrOverflow(sizes.AsSpan((int)at + 1));
            left = keeps ? [.. sizes.Select((s, i) => i == at ? 1 : s)] : [.. sizes.Where((_, i) => i != at)];
        }

        if (size == 0 && name is "max" or "min") throw EvaluationScope.Refused($"zero-size array to reduction operation {name}imum which has no identity");
        call.Scope.Spend(tensor.ElementCount);
        return Arrays.Value(Arrays.Make(ResultType(name, tensor.DType), Shape.Of(left), Results(), call.Scope));

        IEnumerable<PythonValue> Results()
        {
            for (long o = 0; o < outer; o++)
            {
                for (long i = 0; i < inner; i++)
                {
                    long start = (o * size * inner) + i;
                    yield return One(name, Enumerable.Range(0, checked((int)size)).Select(k => ArrayCast.Element(tensor, (int)(start + (k * inner)))), size);
                }
            }
        }
    }

    private static DType ResultType(string name, DType dtype)
    {
        if (name is "max" or "min" || Promotion.Rank(dtype) > 1) return dtype;
        return name == "mean" ? DType.Float64 : dtype is DType.UInt8 or DType.UInt16 or DType.UInt32 or DType.UInt64 ? DType.UInt64 : DType.Int64;
    }

    private static PythonValue One(string name, IEnumerable<PythonValue> elements, long count) => name switch
    {
        "sum" => elements.Aggregate((PythonValue)new PythonInt(0), (a, b) => Numbers.Binary("+", a, b)),
        "prod" => elements.Aggregate((PythonValue)new PythonInt(1), (a, b) => Wrapped(Numbers.Binary("*", a, b))),
        "mean" => Numbers.Binary("/", One("sum", elements, count), new PythonInt(count), inArray: true),
        _ => elements.Aggregate((best, next) => Operators.Truth(Numbers.Binary(name == "max" ? ">" : "<", next, best)) ? next : best),
    };

    /// <summary>As 64-bit integers wrap, so that a product does not grow.</summary>
    private static PythonValue Wrapped(PythonValue value) => value is PythonInt { Value: var number } ? new PythonInt(unchecked((long)(ulong)(number & ulong.MaxValue))) : value;
}
