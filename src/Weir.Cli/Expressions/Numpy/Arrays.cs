using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>Makes arrays, and takes them apart. An array is a <see cref="PythonTensor"/>, one of numpy's scalars an array of rank 0.</summary>
internal static class Arrays
{
    /// <summary><c>numpy.asarray(value, dtype)</c>.</summary>
    public static Tensor From(PythonValue value, EvaluationScope scope, DType? dtype = null)
    {
        if (value is PythonTensor { Tensor: var tensor })
        {
            scope.Spend(tensor.ElementCount);
            return dtype is { } wanted ? ArrayCast.To(tensor, wanted) : tensor;
        }

        PythonArray array = PythonArray.Of(value);
        scope.Spend(array.Elements.Count);
        DType type = dtype ?? DTypeAmong(value) ?? NumpyType.Of(array.Elements).DType;
        if (type == DType.Invalid) throw EvaluationScope.Unknown("an array of Python objects");
        return Make(type, array.Shape, array.Elements, scope);
    }

    public static PythonTensor Value(Tensor tensor) => new(tensor);

    /// <summary>An array of elements in row-major order; they are cast as numpy casts arrays.</summary>
    public static Tensor Make(DType dtype, Shape shape, IEnumerable<PythonValue> elements, EvaluationScope scope)
    {
        scope.Spend(shape.ElementCount);
        Tensor tensor = Tensor.Allocate(dtype, shape);
        ElementWriter writer = new(tensor, isArrayCast: true);
        long i = 0;
        foreach (PythonValue element in elements) writer.Write(i++, dtype == DType.String && Numbers.IsNumber(element) ? new PythonStr(PythonText.Str(element)) : element);
        return tensor;
    }

    public static IEnumerable<PythonValue> Elements(Tensor tensor)
    {
        for (int i = 0; i < tensor.ElementCount; i++) yield return ArrayCast.Element(tensor, i);
    }

    /// <summary>A shape as Python writes it: a number, or a list of numbers.</summary>
    public static Shape ShapeOf(PythonValue value, EvaluationScope scope)
    {
        long[] sizes = value is PythonSequence or PythonTensor ? [.. Operators.Items(value).Select(Operators.Integer)] : [Operators.Integer(value)];
        if (sizes.Any(size => size < 0)) throw EvaluationScope.Refused("negative dimensions are not allowed");
        long count = Shape.CountOrOverflow(sizes);
        if (sizes.Length > 32) throw EvaluationScope.Refused("maximum supported dimension for an ndarray is 32");
        scope.Spend(count < 0 ? long.MaxValue : count);
        return Shape.Of(sizes);
    }

    /// <summary>The same elements under a shape in which one size may be -1.</summary>
    public static Tensor Reshape(Tensor tensor, IReadOnlyList<PythonValue> given)
    {
        long[] sizes = [.. (given is [PythonSequence { Items: var items }] ? items : given).Select(Operators.Integer)];
        int open = Array.IndexOf(sizes, -1);
        long known = Shape.CountOrOverflow([.. sizes.Where((_, i) => i != open)]);
        if (open >= 0 && known > 0 && tensor.ElementCount % known == 0) sizes[open] = tensor.ElementCount / known;
        if (sizes.Any(size => size < 0) || Shape.CountOrOverflow(sizes) != tensor.ElementCount)
        {
            throw EvaluationScope.Refused($"cannot reshape array of size {tensor.ElementCount} into shape ({string.Join(',', sizes)}{(sizes.Length == 1 ? "," : "")})");
        }

        return tensor.Reshape(Shape.Of(sizes));
    }

    /// <summary>The elements at places of another shape.</summary>
    public static Tensor Gather(Tensor tensor, Shape shape, IEnumerable<long> places, EvaluationScope scope) =>
        Make(tensor.DType, shape, places.Select(place => ArrayCast.Element(tensor, (int)place)), scope);

    public static Tensor Transpose(Tensor tensor, int[] axes, EvaluationScope scope)
    {
        Shape shape = Shape.Of([.. axes.Select(axis => tensor.Shape[axis])]);
        long[] strides = Strides(tensor.Shape);
        return Gather(tensor, shape, Indices(shape).Select(index => axes.Select((axis, i) => index[i] * strides[axis]).Sum()), scope);
    }

    /// <summary>All indices of a shape in row-major order.</summary>
    public static IEnumerable<long[]> Indices(Shape shape)
    {
        long[] index = new long[shape.Rank];
        for (long i = 0; i < shape.ElementCount; i++)
        {
            yield return index;
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }
    }

    public static long[] Strides(Shape shape)
    {
        long[] strides = new long[shape.Rank];
        long stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>The type of arrays among lists; null where there is none.</summary>
    public static DType? DTypeAmong(PythonValue value) => value switch
    {
        PythonTensor { Tensor: var tensor } => tensor.DType,
        PythonSequence { Items: var items } => items.Select(DTypeAmong).Aggregate((DType?)null, (a, b) => a is { } x && b is { } y ? Promotion.Of(x, y) : a ?? b),
        _ => null,
    };
}
