using Weir.Graphs;

namespace Weir.Ops;

/// <summary>The shape rule that the ops which parse tf.Examples share.</summary>
internal static class ExampleShapes
{
    /// <param name="c">The node.</param>
    /// <param name="batch">The shape of the serialized examples: [] of one alone; of unknown rank nothing follows.</param>
    /// <param name="sparse">How many features are sparse.</param>
    public static void Infer(ShapeContext c, Shape batch, int sparse)
    {
        AttributeList attributes = c.Attributes;
        Shape[] dense = attributes.Get<Shape[]>("dense_shapes");
        int output = 0;
        for (int i = 0; i < sparse; i++) c.Output(output++, Shape.Of(-1, batch.HasRank ? batch.Rank + 1 : -1));
        for (int i = 0; i < sparse; i++) c.Output(output++, Shape.OfRank(1));
        for (int i = 0; i < sparse; i++) c.Output(output++, Shape.Of(batch.HasRank ? batch.Rank + 1 : -1));
        foreach (Shape shape in dense) c.Output(output++, batch.Concatenate(shape));
        int ragged = (c.OutputCount - output) / 2;
        for (int i = 0; i < ragged; i++) c.Output(output++, Shape.OfRank(1));
        for (int i = 0; i < ragged; i++) c.Output(output++, Shape.Of(batch.Rank == 1 && batch[0] >= 0 ? batch[0] + 1 : -1));
    }

    /// <summary>Refuses a node whose counts are not the lengths of its lists of types: it would have other outputs than it says.</summary>
    public static void RequireCounts(ShapeContext c, params ReadOnlySpan<(string Count, string Types)> pairs)
    {
        foreach ((string count, string types) in pairs)
        {
            long said = c.Attributes.Get<long>(count);
            int given = c.Attributes.Get<DType[]>(types).Length;
            c.Require(said == given, $"{count} is {said}, {types} has {given} types");
        }
    }
}
