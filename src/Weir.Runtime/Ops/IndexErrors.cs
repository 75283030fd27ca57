namespace Weir.Ops;

/// <summary>How TensorFlow says that an index leads nowhere.</summary>
internal static class IndexErrors
{
    /// <summary>An element of an index tensor is not in [0, length).</summary>
    public static TfException OutOfRange(Tensor indices, long position, long length) => new(StatusCode.InvalidArgument,
        $"indices{Place(indices.Shape, position)} = {indices.Integer((int)position)} is not in [0, {length})");

    /// <summary>Where an element stands: <c>[1,0]</c>; nothing for a scalar.</summary>
    private static string Place(Shape shape, long position)
    {
        if (shape.Rank == 0) return "";
        long[] place = new long[shape.Rank];
        for (int d = place.Length - 1; d >= 0; d--) (position, place[d]) = Math.DivRem(position, shape[d]);
        return $"[{string.Join(',', place)}]";
    }
}
