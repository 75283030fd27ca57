namespace Weir.Ops;

/// <summary>Which list a serialized tf.Feature begins with.</summary>
internal static class FeatureKind
{
    /// <summary>Takes the tag of the list.</summary>
    /// <returns>The dtype of its values; <see cref="DType.Invalid"/>: the feature is empty.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: another field.</exception>
    public static DType Take(ref WireCursor cursor)
    {
        if (cursor.IsAtEnd) return DType.Invalid;
        if (cursor.TryTake(WireCursor.Delimited(1))) return DType.String;
        if (cursor.TryTake(WireCursor.Delimited(2))) return DType.Float32;
        if (cursor.TryTake(WireCursor.Delimited(3))) return DType.Int64;
        throw new TfException(StatusCode.InvalidArgument, "Unsupported datatype.");
    }
}
