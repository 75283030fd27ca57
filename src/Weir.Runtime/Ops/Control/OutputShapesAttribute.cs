namespace Weir.Ops;

/// <summary>The attribute with which calls of functions say the shapes of their outputs.</summary>
internal static class OutputShapesAttribute
{
    /// <returns>Whether it says any.</returns>
    public static bool Apply(ShapeContext c)
    {
        if (c.Attributes.Find("output_shapes") is not Shape[] { Length: > 0 } shapes) return false;
        c.Require(shapes.Length == c.OutputCount, $"`output_shapes` must be the same length as num outputs ({shapes.Length} vs. {c.OutputCount})");
        for (int i = 0; i < shapes.Length; i++) c.Output(i, shapes[i]);
        return true;
    }
}
