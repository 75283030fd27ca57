using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>numpy's functions that put elements under another shape, or arrays together.</summary>
internal static class Reshaping
{
    public static IEnumerable<FunctionValue> Functions =>
    [
        new("reshape", call => Arrays.Value(Arrays.Reshape(First(call.Only(2)), [call.Required(1, "newshape")]))),
        new("ravel", call => Flat(First(call.Only(1)))),
        new("transpose", call => Transpose(First(call.Only(2, "axes")), call.Optional(1, "axes"), call.Scope)),
        new("expand_dims", ExpandDims),
        new("squeeze", call => Squeeze(First(call.Only(1)))),
        new("concatenate", call => Concatenate(Parts(call.Only(2, "axis"), 1), Axis(call, 0), call.Scope)),
        new("stack", Stack),
        new("vstack", call => Concatenate([.. Parts(call.Only(1), 1).Select(AtLeast2)], 0, call.Scope)),
        new("hstack", HorizontalStack),
        new("repeat", Repeat),
        new("tile", Tile),
    ];

    public static PythonTensor Flat(Tensor tensor) => Arrays.Value(tensor.Reshape([tensor.ElementCount]));

    public static PythonTensor Squeeze(Tensor tensor) => Arrays.Value(tensor.Reshape(Shape.Of([.. tensor.Shape.Dimensions.ToArray().Where(size => size != 1)])));

    public static PythonTensor Transpose(Tensor tensor, PythonValue? order, EvaluationScope scope)
    {
        int[] axes = order is null or PythonNone
            ? [.. Enumerable.Range(0, tensor.Shape.Rank).Reverse()]
            : [.. Operators.Items(order).Select(axis => (int)Math.Clamp(Operators.Integer(axis), -100, 100)).Select(axis => axis < 0 ? axis + tensor.Shape.Rank : axis)];
        if (!axes.Order().SequenceEqual(Enumerable.Range(0, tensor.Shape.Rank))) throw EvaluationScope.Refused("axes don't match array");
        return Arrays.Value(Arrays.Transpose(tensor, axes, scope));
    }

    private static Tensor First(CallArguments call) => Arrays.From(call.Required(0, "a"), call.Scope);

    private static int Axis(CallArguments call, int absent) => call.Optional(1, "axis") is { } axis ? (int)Math.Clamp(Operators.Integer(axis), -100, 100) : absent;

    private static Tensor[] Parts(CallArguments call, int least)
    {
        Tensor[] parts = [.. Operators.Items(call.Required(0, "arrays")).Select(part => Arrays.From(part, call.Scope)).Select(part => part.Shape.Rank == 0 ? part.Reshape([1]) : part)];
        return parts.Length >= least ? parts : throw EvaluationScope.Refused("need at least one array to concatenate");
    }

    private static Tensor AtLeast2(Tensor tensor) => tensor.Shape.Rank > 1 ? tensor : tensor.Reshape([1, tensor.ElementCount]);

    private static PythonTensor ExpandDims(CallArguments call)
    {
        Tensor tensor = First(call.Only(2, "axis"));
        long axis = Operators.Integer(call.Required(1, "axis"));
        if (axis < 0) axis += tensor.Shape.Rank + 1;
        if (axis < 0 || axis > tensor.Shape.Rank) throw EvaluationScope.Refused($"axis {axis} is out of bounds for array of dimension {tensor.Shape.Rank + 1}");
        List<long> sizes = [.. tensor.Shape.Dimensions];
        sizes.Insert((int)axis, 1);
        return Arrays.Value(tensor.Reshape(Shape.Of([.. sizes])));
    }

    private static PythonTensor HorizontalStack(CallArguments call)
    {
        Tensor[] parts = Parts(call.Only(1), 1);
        return Concatenate(parts, parts[0].Shape.Rank > 1 ? 1 : 0, call.Scope);
    }

    private static PythonTensor Stack(CallArguments call)
    {
        Tensor[] parts = Parts(call.Only(2, "axis"), 1);
        int axis = Axis(call, 0);
        if (axis < 0) axis += parts[0].Shape.Rank + 1;
        if (axis < 0 || axis > parts[0].Shape.Rank) throw EvaluationScope.Refused("axis is out of bounds");
        return Concatenate([.. parts.Select(part => part.Reshape(Shape.Of([.. part.Shape.Dimensions[..Math.Min(axis, part.Shape.Rank)], 1, .. part.Shape.Dimensions[Math.Min(axis, part.Shape.Rank)..]])))], axis, call.Scope);
    }

    private static PythonTensor Concatenate(Tensor[] parts, int axis, EvaluationScope scope)
    {
        Shape first = parts[0].Shape;
        if (axis < 0) axis += first.Rank;
        bool fits = axis >= 0 && axis < first.Rank && parts.All(part => part.Shape.Rank == first.Rank && Enumerable.Range(0, first.Rank).All(i => i == axis || part.Shape[i] == first[i]));
        if (!fits) throw EvaluationScope.Refused("all the input array dimensions except for the concatenation axis must match exactly");
        long[] sizes = first.Dimensions.ToArray();
        sizes[axis] = parts.Sum(part => part.Shape[axis]);
        DType dtype = parts.Select(part => part.DType).Aggregate(Promotion.Of);
        return Arrays.Value(Arrays.Make(dtype, Shape.Of(sizes), Elements(), scope));

        IEnumerable<PythonValue> Elements()
        {
            long outer = 1, inner = 1;
            for (int i = 0; i < first.Rank; i++)
            {
                if (i < axis) outer *= first[i];
                if (i > axis) inner *= first[i];
            }

            for (long o = 0; o < outer; o++)
            {
                foreach (Tensor part in parts)
                {
                    long run = part.Shape[axis] * inner;
                    for (long i = 0; i < run; i++) yield return ArrayCast.Element(part, (int)((o * run) + i));
                }
            }
        }
    }

    private static PythonTensor Repeat(CallArguments call)
    {
        Tensor tensor = First(call.Only(2));
        long times = Operators.Integer(call.Required(1, "repeats"));
        Shape shape = Arrays.ShapeOf(new PythonInt((System.Numerics.BigInteger)tensor.ElementCount * times), call.Scope);
        return Arrays.Value(Arrays.Gather(tensor, shape, Enumerable.Range(0, checked((int)shape.ElementCount)).Select(i => i / times), call.Scope));
    }

    private static PythonTensor Tile(CallArguments call)
    {
        Tensor tensor = First(call.Only(2));
        long[] times = call.Required(1, "reps") is PythonSequence { Items: var items } ? [.. items.Select(Operators.Integer)] : [Operators.Integer(call.Required(1, "reps"))];
        int rank = Math.Max(times.Length, tensor.Shape.Rank);
        Shape own = Shape.Of([.. Enumerable.Repeat(1L, rank - tensor.Shape.Rank), .. tensor.Shape.Dimensions]);
        PythonValue[] sizes = [.. Enumerable.Range(0, rank).Select(i => (PythonValue)new PythonInt((System.Numerics.BigInteger)own[i] * (i < rank - times.Length ? 1 : times[i - (rank - times.Length)])))];
        Shape shape = Arrays.ShapeOf(new PythonSequence(sizes, IsTuple: true), call.Scope);
        long[] strides = Arrays.Strides(own);
        return Arrays.Value(Arrays.Gather(tensor, shape, Arrays.Indices(shape).Select(index => index.Select((at, axis) => at % own[axis] * strides[axis]).Sum()), call.Scope));
    }
}
