using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>numpy's functions that make arrays.</summary>
internal static class Creation
{
    private static readonly PythonFloat Zero = new(0);
    private static readonly PythonFloat One = new(1);

    public static IEnumerable<FunctionValue> Functions =>
    [
        new("ones", call => Filled(call.Only(2, "shape", "dtype"), One, DTypeOf(call, 1) ?? DType.Float64)),
        new("zeros", call => Filled(call.Only(2, "shape", "dtype"), Zero, DTypeOf(call, 1) ?? DType.Float64)),
        new("empty", call => Filled(call.Only(2, "shape", "dtype"), Zero, DTypeOf(call, 1) ?? DType.Float64)),
        new("full", Full),
        new("ones_like", call => Like(call, One)),
        new("zeros_like", call => Like(call, Zero)),
        new("array", Array),
        new("asarray", Array),
        new("eye", Eye),
        new("identity", Eye),
        new("arange", Range),
        new("linspace", Linspace),
    ];

    private static DType? DTypeOf(CallArguments call, int place) => NumpyTypes.Argument(call.Optional(place, "dtype"));

    private static PythonTensor Filled(CallArguments call, PythonValue value, DType dtype)
    {
        Shape shape = Arrays.ShapeOf(call.Required(0, "shape"), call.Scope);
        return Arrays.Value(Arrays.Make(dtype, shape, Enumerable.Repeat(value, checked((int)shape.ElementCount)), call.Scope));
    }

    private static PythonTensor Full(CallArguments call)
    {
        PythonValue value = call.Only(3, "shape", "fill_value", "dtype").Required(1, "fill_value");
        return Filled(call, value, DTypeOf(call, 2) ?? Arrays.From(value, call.Scope).DType);
    }

    private static PythonTensor Like(CallArguments call, PythonValue value)
    {
        Tensor model = Arrays.From(call.Only(2, "a", "dtype").Required(0, "a"), call.Scope);
        return Arrays.Value(Arrays.Make(DTypeOf(call, 1) ?? model.DType, model.Shape, Enumerable.Repeat(value, checked((int)model.ElementCount)), call.Scope));
    }

    private static PythonTensor Array(CallArguments call)
    {
        Tensor tensor = Arrays.From(call.Only(2, "object", "dtype", "ndmin").Required(0, "object"), call.Scope, DTypeOf(call, 1));
        long least = call.Optional(9, "ndmin") is { } ndmin ? Operators.Integer(ndmin) : 0;
        if (least > 32) throw EvaluationScope.Refused("ndmin bigger than allowable number of dimensions NPY_MAXDIMS (=32)");
        long[] ones = [.. Enumerable.Repeat(1L, (int)Math.Max(0, least - tensor.Shape.Rank))];
        return Arrays.Value(tensor.Reshape(Shape.Of([.. ones, .. tensor.Shape.Dimensions])));
    }

    private static PythonTensor Eye(CallArguments call)
    {
        long rows = Operators.Integer(call.Only(3, "N", "M", "k", "n", "dtype").Optional(0, "N") ?? call.Required(0, "n"));
        long columns = call.Optional(1, "M") is { } given and not PythonNone ? Operators.Integer(given) : rows;
        long diagonal = call.Optional(2, "k") is { } k ? Operators.Integer(k) : 0;
        Shape shape = Arrays.ShapeOf(new PythonSequence([new PythonInt(rows), new PythonInt(columns)], IsTuple: true), call.Scope);
        return Arrays.Value(Arrays.Make(DTypeOf(call, 9) ?? DType.Float64, shape, Arrays.Indices(shape).Select(index => index[1] - index[0] == diagonal ? One : Zero), call.Scope));
    }

    private static PythonTensor Range(CallArguments call)
    {
        call.Only(3, "dtype");
        PythonValue start = call.Values.Count > 1 ? call.Values[0] : new PythonInt(0);
        PythonValue stop = call.Values.Count > 1 ? call.Values[1] : call.Required(0, "stop");
        PythonValue step = call.Values.Count > 2 ? call.Values[2] : new PythonInt(1);
        bool isWhole = new[] { start, stop, step }.All(bound => bound is PythonInt or PythonBool);
        double length = Math.Ceiling((Numbers.Real(stop) - Numbers.Real(start)) / Numbers.Real(step));
        if (double.IsNaN(length)) throw EvaluationScope.Refused("arange: cannot compute length");
        Shape shape = Arrays.ShapeOf(new PythonInt((long)Math.Clamp(length, 0, 1L << 40)), call.Scope);
        IEnumerable<PythonValue> values = Enumerable.Range(0, checked((int)shape.ElementCount)).Select(i => Numbers.Binary("+", start, Numbers.Binary("*", new PythonInt(i), step)));
        return Arrays.Value(Arrays.Make(DTypeOf(call, 9) ?? (isWhole ? DType.Int64 : DType.Float64), shape, values, call.Scope));
    }

    private static PythonTensor Linspace(CallArguments call)
    {
        call.Only(3, "start", "stop", "num", "endpoint", "dtype");
        double start = Numbers.Real(call.Required(0, "start")), stop = Numbers.Real(call.Required(1, "stop"));
        Shape shape = Arrays.ShapeOf(call.Optional(2, "num") ?? new PythonInt(50), call.Scope);
        bool hasEnd = call.Optional(9, "endpoint") is not { } endpoint || Operators.Truth(endpoint);
        int count = shape.Rank == 1 ? checked((int)shape[0]) : throw EvaluationScope.Unknown("a shape as num");
        double step = (stop - start) / Math.Max(hasEnd ? count - 1 : count, 1);
        IEnumerable<PythonValue> values = Enumerable.Range(0, count).Select(i => new PythonFloat(hasEnd && i == count - 1 && count > 1 ? stop : (i * step) + start));
        return Arrays.Value(Arrays.Make(DTypeOf(call, 9) ?? DType.Float64, shape, values, call.Scope));
    }
}
