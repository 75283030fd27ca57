namespace Weir.Ops;

/// <summary>Static shapes around lists.</summary>
internal static class TensorListShapes
{
    /// <summary>A shape as the ops take it: a vector of sizes, or the scalar -1 for any.</summary>
    public static Output Build(Graph graph, Shape shape) =>
        shape.HasRank ? graph.Const(Tensor.From<int>([.. shape.Dimensions.ToArray().Select(size => size > int.MaxValue ? -1 : (int)size)])) : graph.Const(-1);

    /// <summary>The shape of the values of an edge. What ops say of handles' shapes is not true of all of them.</summary>
    public static Shape OfValues(Output edge) => edge.DType.BaseType() == DType.Resource ? Shape.Unknown : edge.Shape;

    /// <summary>The shape that an input says: a vector of sizes, or the scalar -1 for any.</summary>
    public static Shape FromInput(ShapeContext c, int input) => c.Input(input).Rank == 1 ? c.ShapeFrom(input) : Shape.Unknown;

    /// <summary>Elements of the shape that an input says, stacked.</summary>
    public static Shape Rows(ShapeContext c, int input, long count)
    {
        Shape element = FromInput(c, input);
        return element.HasRank && element.Rank < Shape.MaxRank ? Shape.Of([count, .. element.Dimensions]) : Shape.Unknown;
    }
}
