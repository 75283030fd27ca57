using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Parses a batch of serialized tf.SequenceExamples into tensors; the keys are attributes.</summary>
/// <remarks>Source: example_parsing_ops.cc, example_proto_fast_parsing.cc.</remarks>
internal sealed class ParseSequenceExample : Op
{
    public override OpDefinition Definition { get; } = "ParseSequenceExample(serialized: string, debug_name: string, context_dense_defaults: Tcontext_dense) -> "
        + "context_sparse_indices: Ncontext_sparse * int64, "
        + "context_sparse_values: context_sparse_types, context_sparse_shapes: Ncontext_sparse * int64, context_dense_values: Tcontext_dense, "
        + "feature_list_sparse_indices: Nfeature_list_sparse * int64, feature_list_sparse_values: feature_list_sparse_types, feature_list_sparse_shapes: Nfeature_list_sparse * int64, "
        + "feature_list_dense_values: feature_list_dense_types, feature_list_dense_lengths: Nfeature_list_dense * int64; "
        + "feature_list_dense_missing_assumed_empty: list(string); "
        + "context_sparse_keys: list(string); context_dense_keys: list(string); feature_list_sparse_keys: list(string); "
        + "feature_list_dense_keys: list(string); "
        + "Ncontext_sparse: int >= 0 = 0; Ncontext_dense: int >= 0 = 0; Nfeature_list_sparse: int >= 0 = 0; Nfeature_list_dense: int >= 0 = 0; "
        + "context_sparse_types: list({float, int64, string}) = []; Tcontext_dense: list({float, int64, string}) = []; "
        + "feature_list_dense_types: list({float, int64, string}) = []; context_dense_shapes: list(shape) = []; "
        + "feature_list_sparse_types: list({float, int64, string}) = []; "
        + "feature_list_dense_shapes: list(shape) = []";

    public override void InferShapes(ShapeContext c)
    {
        ExampleShapes.RequireCounts(c, ("Ncontext_sparse", "context_sparse_types"), ("Ncontext_dense", "Tcontext_dense"),
            ("Nfeature_list_sparse", "feature_list_sparse_types"), ("Nfeature_list_dense", "feature_list_dense_types"));
        SequenceLayout.InferShapes(c, c.WithRank(0, 1), hasRagged: false, hasLengths: true);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Ncontext_sparse", "Ncontext_dense", "Nfeature_list_sparse", "Nfeature_list_dense");
        byte[][] context = [.. r.ByteStrings("context_sparse_keys"), .. r.ByteStrings("context_dense_keys")];
        byte[][] dense = r.ByteStrings("feature_list_dense_keys");
        byte[][] lists = [.. r.ByteStrings("feature_list_sparse_keys"), .. dense];
        HashSet<byte[]> optional = new(r.ByteStrings("feature_list_dense_missing_assumed_empty"), ByteStringComparer.Instance);
        SequenceLayout layout = SequenceLayout.Of(r, hasRagged: false);
        if (context.Length != layout.Context.Length || lists.Length != layout.Lists.Length)
        {
            throw new TfException(StatusCode.InvalidArgument, "There are not as many keys as types.");
        }

        return new Parse(layout, context, lists, Array.ConvertAll(dense, optional.Contains));
    }

    private sealed class Parse(SequenceLayout layout, byte[][] contextKeys, byte[][] listKeys, bool[] optional) : SequenceKernel(layout)
    {
        protected override int FirstDefault => 2;

        protected override void CopyKeys(StepContext s, SequenceParser parser)
        {
            contextKeys.CopyTo(parser.ContextKeys, 0);
            listKeys.CopyTo(parser.ListKeys, 0);
        }

        protected override bool MayLack(StepContext s, int dense) => optional[dense];
    }
}
