namespace Weir.Ops;

/// <summary>What an op asks for in tf.SequenceExamples: features of the context and feature lists, each sparse, dense or ragged in this order.</summary>
internal sealed record SequenceLayout(
    FeatureSpec[] ContextSparse, FeatureSpec[] ContextDense, FeatureSpec[] ContextRagged, FeatureSpec[] ListSparse, FeatureSpec[] ListDense, FeatureSpec[] ListRagged)
{
    public FeatureSpec[] Context { get; } = [.. ContextSparse, .. ContextDense, .. ContextRagged];

    public FeatureSpec[] Lists { get; } = [.. ListSparse, .. ListDense, .. ListRagged];

    /// <summary>The layout that the attributes of a node say; ops of the first version have none that are ragged.</summary>
    public static SequenceLayout Of(KernelRequest r, bool hasRagged) => new(
        ExampleKernel.SparseSpecs(r.Types("context_sparse_types")),
        ExampleKernel.DenseSpecs(r.Types("Tcontext_dense"), r.Shapes("context_dense_shapes")),
        hasRagged ? ExampleKernel.RaggedSpecs(r.Types("context_ragged_value_types")) : [],
        ExampleKernel.SparseSpecs(r.Types("feature_list_sparse_types")),
        ExampleKernel.DenseSpecs(r.Types("feature_list_dense_types"), r.Shapes("feature_list_dense_shapes")),
        hasRagged ? ExampleKernel.RaggedSpecs(r.Types("feature_list_ragged_value_types")) : []);

    /// <summary>The shape rule.</summary>
    /// <param name="c">The node.</param>
    /// <param name="batch">The shape of the serialized examples; [] of one alone.</param>
    /// <param name="hasRagged">Whether the op has outputs for ragged features.</param>
    /// <param name="hasLengths">Whether it has outputs for the lengths of dense lists.</param>
    public static void InferShapes(ShapeContext c, Shape batch, bool hasRagged, bool hasLengths)
    {
        int output = 0;
        Sparse("context_sparse_types", 1);
        foreach (Shape shape in c.Attributes.Get<Shape[]>("context_dense_shapes")) Next(batch.Concatenate(shape));
        int ragged = hasRagged ? c.Attributes.Get<DType[]>("context_ragged_value_types").Length : 0;
        Ragged(ragged, outer: false);
        Sparse("feature_list_sparse_types", 2);
        foreach (Shape shape in c.Attributes.Get<Shape[]>("feature_list_dense_shapes")) Next(batch.Concatenate(Shape.OfRank(1)).Concatenate(shape));
        for (int i = 0; hasLengths && i < c.Attributes.Get<Shape[]>("feature_list_dense_shapes").Length; i++) Next(batch);
        Ragged(hasRagged ? c.Attributes.Get<DType[]>("feature_list_ragged_value_types").Length : 0, outer: true);

        c.Require(output == c.OutputCount, $"the lists of types and shapes say {output} outputs, the numbers {c.OutputCount}");

        void Next(Shape shape)
        {
            if (output < c.OutputCount) c.Output(output, shape);
            output++;
        }

        void Sparse(string types, int dimensions)
        {
            int count = c.Attributes.Get<DType[]>(types).Length;
            long rank = batch.HasRank ? batch.Rank + dimensions : -1;
            for (int i = 0; i < count; i++) Next(Shape.Of(-1, rank));
            for (int i = 0; i < count; i++) Next(Shape.OfRank(1));
            for (int i = 0; i < count; i++) Next(Shape.Of(rank));
        }

        void Ragged(int count, bool outer)
        {
            for (int i = 0; i < count; i++) Next(Shape.OfRank(1));
            for (int i = 0; i < count; i++) Next(Shape.Of(batch.Rank == 1 && batch[0] >= 0 ? batch[0] + 1 : -1));
            for (int i = 0; outer && i < count; i++) Next(Shape.OfRank(1));
        }
    }
}
