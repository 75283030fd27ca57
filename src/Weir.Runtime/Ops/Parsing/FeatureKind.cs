namespace Weir.Ops;

/// <summary>Which list a serialized tf.Feature begins with.</summary>
internal static class FeatureKind
{
    /// <summary>Takes the tag of the list.</summary>
    /// <param name="cursor">Where the feature begins.</param>
    /// <param name="kind">The dtype of the list's values; <see cref="DType.Invalid"/>: the feature is empty.</param>
    /// <returns>False for another field.</returns>
    public static bool TryTake(ref WireCursor cursor, out DType kind)
    {
        kind = cursor.TryTake(WireCursor.Delimited(1)) ? DType.String
            : cursor.TryTake(WireCursor.Delimited(2)) ? DType.Float32
            : cursor.TryTake(WireCursor.Delimited(3)) ? DType.Int64
            : DType.Invalid;
        return kind != DType.Invalid || cursor.IsAtEnd;
    }
}
