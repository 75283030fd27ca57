namespace Weir.Ops;

/// <summary>What the kernels of lists share: finding the list, reading shapes, elements that were never set.</summary>
internal static class TensorLists
{
    /// <summary>How definitions write the type of a list of elements of <c>element_dtype</c>.</summary>
    public const string Type = "variant \"type_id: TFT_ARRAY args { type_id: TFT_TENSOR args { type_id: TFT_VAR s: \\\"element_dtype\\\" } }\"";

    /// <summary>The list that a scalar variant holds.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it holds none.</exception>
    public static TensorList List(this StepContext s, int input)
    {
        Tensor variant = s.Input(input);
        s.Require(variant.Shape.Rank == 0, $"Expected input {input} to be a scalar variant, received shape: {variant.Shape}");
        return variant.Objects is [TensorList list] ? list : throw new TfException(StatusCode.InvalidArgument, $"Input handle {input} is not a list.");
    }

    /// <summary>The list of input 0 as output 0, to be changed: itself if nobody else needs it, else a copy.</summary>
    public static TensorList ListToChange(this StepContext s)
    {
        TensorList list = s.List(0);
        if (s.TryMove(0, 0)) return list;
        TensorList copy = list.Copy();
        s.SetOutput(0, Tensor.OfVariant(copy));
        return copy;
    }

    /// <summary>The shape that a tensor says: a vector of sizes with -1 for unknown ones, or the scalar -1 for any shape.</summary>
    /// <param name="s">The step.</param>
    /// <param name="input">The tensor.</param>
    /// <param name="likely">A shape that it may well be: then it is this object.</param>
    public static Shape ShapeFrom(this StepContext s, int input, Shape? likely = null)
    {
        Tensor sizes = s.Input(input);
        if (sizes.Shape.Rank == 0)
        {
            s.Require(sizes.Integer(0) == -1, "The only valid scalar shape tensor is the fully unknown shape specified as -1.");
            return Shape.Unknown;
        }

        s.Require(sizes.Shape.Rank == 1, $"Shape must be at most rank 1 but is rank {sizes.Shape.Rank}");
        s.Require(sizes.ElementCount <= Shape.MaxRank, $"A shape of {sizes.ElementCount} dimensions is too large.");
        Span<long> values = stackalloc long[(int)sizes.ElementCount];
        sizes.Integers(values);
        foreach (long size in values) s.Require(size >= -1, $"Dimension {size} must be >= -1");
        return likely is { HasRank: true } && likely.Dimensions.SequenceEqual(values) ? likely : Shape.Of(values);
    }

    /// <summary>A scalar integer input.</summary>
    public static int Scalar(this StepContext s, int input)
    {
        Tensor value = s.Input(input);
        s.Require(value.Shape.Rank == 0, $"Expected argument {input} to be a scalar. Received Tensor<type: {value.DType.TfName()} shape: {value.Shape} values: {value}>");
        return value.Elements<int>()[0];
    }

    /// <summary>Refuses lists that are longer than a run may grow them.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED.</exception>
    public static void RequireLength(this StepContext s, long length) => RequireLength(s.Limits, length);

    /// <inheritdoc cref="RequireLength(StepContext, long)"/>
    public static void RequireLength(ModelLimits limits, long length)
    {
        if (length <= limits.MaxListElements) return;
        throw new TfException(StatusCode.ResourceExhausted, $"A list of {length} elements is over the limit of {limits.MaxListElements}.");
    }

    public static void RequireType(this StepContext s, TensorList list, DType asked) =>
        s.Require(list.ElementType == asked, $"Invalid data types; op elements {asked.TfName()} but list elements {list.ElementType.TfName()}");

    public static Shape Merge(this StepContext s, Shape a, Shape b)
    {
        if (a.TryMerge(b) is { } merged) return merged;
        string what = a.Rank != b.Rank ? $"Incompatible ranks during merge: {a.Rank} vs. {b.Rank}" : $"Incompatible shapes during merge: {a} vs. {b}";
        throw new TfException(StatusCode.InvalidArgument, "PartialTensorShape: " + what);
    }

    /// <summary>What the shapes of all set elements, the list's and the op's say together.</summary>
    public static Shape CommonShape(this StepContext s, TensorList list, Shape asked)
    {
        Shape shape = s.Merge(asked, list.ElementShape);
        if (shape.IsFullyDefined) return shape;
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is { } item) shape = s.Merge(shape, item.Shape);
        }

        return shape;
    }

    /// <summary>Writes zeros, empty strings or nothing for an element that was never set.</summary>
    public static void Zero(Tensor target, long start, long count)
    {
        if (target.DType.IsPlain()) target.Bytes.Slice(checked((int)(start * target.DType.ElementSize())), checked((int)(count * target.DType.ElementSize()))).Clear();
    }
}
