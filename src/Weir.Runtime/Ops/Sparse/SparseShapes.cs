namespace Weir.Ops;

/// <summary>Shape rules that ops on sparse tensors share.</summary>
internal static class SparseShapes
{
    /// <summary>The dense shape that an input says, where it follows from the graph; of the indices' rank if not even that is known.</summary>
    public static Shape Dense(this ShapeContext c, int indicesInput, int shapeInput)
    {
        Shape dense = c.ShapeFrom(shapeInput);
        Shape indices = c.WithRank(indicesInput, 2);
        return c.Merge(dense, indices[1] is >= 0 and <= Shape.MaxRank ? Shape.OfRank((int)indices[1]) : Shape.Unknown);
    }

    /// <summary>What is known of indices [n, rank], values [n] and shape [rank] together.</summary>
    /// <returns>The sizes n and rank; -1: not known.</returns>
    public static (long Count, long Rank) Sparse(this ShapeContext c, int first)
    {
        (Shape indices, Shape values, Shape shape) = (c.WithRank(first, 2), c.WithRank(first + 1, 1), c.WithRank(first + 2, 1));
        return (c.MergeSizes(indices[0], values[0]), c.MergeSizes(indices[1], shape[0]));
    }

    /// <summary>Says the outputs of a sparse tensor.</summary>
    public static void SparseOutput(this ShapeContext c, int first, long count, long rank)
    {
        c.Output(first, Shape.Of(count, rank));
        c.Output(first + 1, Shape.Of(count));
        c.Output(first + 2, Shape.Of(rank));
    }
}
