namespace Weir.Ops;

/// <summary>Static shapes around lists.</summary>
internal static class TensorListShapes
{
    /// <summary>The shape that an input says: a vector of sizes, or the scalar -1 for any.</summary>
    public static Shape FromInput(ShapeContext c, int input) => c.Input(input).Rank == 1 ? c.ShapeFrom(input) : Shape.Unknown;

    /// <summary>Elements of the shape that an input says, stacked.</summary>
    public static Shape Rows(ShapeContext c, int input, long count)
    {
        Shape element = FromInput(c, input);
        return element.HasRank && element.Rank < Shape.MaxRank ? Shape.Of([count, .. element.Dimensions]) : Shape.Unknown;
    }
}
