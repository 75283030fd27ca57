namespace Weir.Ops;

/// <summary>How the values of a feature become tensors.</summary>
internal enum FeatureForm
{
    /// <summary>Indices, values and a shape.</summary>
    Sparse,

    /// <summary>As many values in every example.</summary>
    Dense,

    /// <summary>Rows of as many values, padded to the longest example.</summary>
    Padded,

    /// <summary>Values and where each example's begin.</summary>
    Ragged,
}

/// <summary>What an op asks for in one feature, but for its key.</summary>
/// <param name="Form">How the values become tensors.</param>
/// <param name="DType">float32, int64 or string.</param>
/// <param name="ExampleShape">One example's shape, for dense forms; its first size is unknown where rows are padded.</param>
/// <param name="Stride">The values of an example, or of a row of it.</param>
internal sealed record FeatureSpec(FeatureForm Form, DType DType, Shape ExampleShape, long Stride)
{
    public static FeatureSpec Sparse(DType dtype) => new(FeatureForm.Sparse, dtype, Shape.Unknown, 1);

    public static FeatureSpec Ragged(DType dtype) => new(FeatureForm.Ragged, dtype, Shape.Unknown, 1);

    /// <exception cref="TfException">INVALID_ARGUMENT: sizes that no values can have.</exception>
    public static FeatureSpec Dense(DType dtype, Shape shape, int index)
    {
        bool isPadded = shape.Rank > 0 && shape[0] < 0;
        Shape row = isPadded ? shape.Slice(1..) : shape;
        if (!shape.HasRank || !row.IsFullyDefined)
        {
            throw new TfException(StatusCode.InvalidArgument, $"dense_shapes[{index}] has unknown rank or unknown inner dimensions: {shape}");
        }

        if (isPadded && row.ElementCount == 0)
        {
            throw new TfException(StatusCode.InvalidArgument, $"dense_shapes[{index}] has rows without values: {shape}");
        }

        return new FeatureSpec(isPadded ? FeatureForm.Padded : FeatureForm.Dense, dtype, shape, row.ElementCount);
    }
}
