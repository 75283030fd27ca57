using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Parses a batch of serialized tf.SequenceExamples, or one alone, into tensors: sparse, dense or ragged.</summary>
/// <remarks>Source: example_parsing_ops.cc, example_proto_fast_parsing.cc.</remarks>
internal sealed class ParseSequenceExampleV2 : Op
{
    public override OpDefinition Definition { get; } = "ParseSequenceExampleV2(serialized: string, debug_name: string, context_sparse_keys: string, context_dense_keys: string, context_ragged_keys: string, "
        + "feature_list_sparse_keys: string, feature_list_dense_keys: string, feature_list_ragged_keys: string, "
        + "feature_list_dense_missing_assumed_empty: bool, "
        + "context_dense_defaults: Tcontext_dense) -> context_sparse_indices: Ncontext_sparse * int64, context_sparse_values: context_sparse_types, "
        + "context_sparse_shapes: Ncontext_sparse * int64, context_dense_values: Tcontext_dense, context_ragged_values: context_ragged_value_types, "
        + "context_ragged_row_splits: context_ragged_split_types, feature_list_sparse_indices: Nfeature_list_sparse * int64, feature_list_sparse_values: feature_list_sparse_types, "
        + "feature_list_sparse_shapes: Nfeature_list_sparse * int64, feature_list_dense_values: feature_list_dense_types, feature_list_dense_lengths: Nfeature_list_dense * int64, "
        + "feature_list_ragged_values: feature_list_ragged_value_types, feature_list_ragged_outer_splits: feature_list_ragged_split_types, "
        + "feature_list_ragged_inner_splits: feature_list_ragged_split_types; Ncontext_sparse: int >= 0 = 0; Tcontext_dense: list({float, int64, "
        + "string}) = []; "
        + "context_sparse_types: list({float, int64, string}) = []; context_ragged_value_types: list({float, int64, string}) = []; "
        + "context_ragged_split_types: list({int32, int64}) = []; context_dense_shapes: list(shape) = []; Nfeature_list_sparse: int >= 0 = 0; "
        + "Nfeature_list_dense: int >= 0 = 0; "
        + "feature_list_dense_types: list({float, int64, string}) = []; feature_list_sparse_types: list({float, int64, string}) = []; "
        + "feature_list_ragged_value_types: list({float, int64, string}) = []; feature_list_ragged_split_types: list({int32, int64}) = []; "
        + "feature_list_dense_shapes: list(shape) = []";

    public override void InferShapes(ShapeContext c)
    {
        c.Require(c.Input(0).Rank <= 1, $"Shape must be at most rank 1 but is rank {c.Input(0).Rank}");
        ExampleShapes.RequireCounts(c, ("Ncontext_sparse", "context_sparse_types"), ("Nfeature_list_sparse", "feature_list_sparse_types"), ("Nfeature_list_dense", "feature_list_dense_types"));
        SequenceLayout.InferShapes(c, c.Input(0), hasRagged: true, hasLengths: true);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Ncontext_sparse", "Nfeature_list_sparse", "Nfeature_list_dense", "context_ragged_split_types", "feature_list_ragged_split_types");
        return new Parse(SequenceLayout.Of(r, hasRagged: true));
    }

    private sealed class Parse(SequenceLayout layout) : SequenceKernel(layout)
    {
        private const int FirstKeys = 2;
        private const int Optional = 8;

        protected override int FirstDefault => Optional + 1;

        protected override void CopyKeys(StepContext s, SequenceParser parser)
        {
            CopyKeys(s, FirstKeys, [Layout.ContextSparse.Length, Layout.ContextDense.Length, Layout.ContextRagged.Length], parser.ContextKeys);
            CopyKeys(s, FirstKeys + 3, [Layout.ListSparse.Length, Layout.ListDense.Length, Layout.ListRagged.Length], parser.ListKeys);
            int dense = Layout.ListDense.Length;
            s.Require(s.Input(Optional).ElementCount == dense, $"Expected len(feature_list_dense_missing_assumed_empty) == {dense} but got: {s.Input(Optional).ElementCount}");
        }

        protected override bool MayLack(StepContext s, int dense) => s.Input(Optional).Elements<bool>()[dense];

        private static void CopyKeys(StepContext s, int input, ReadOnlySpan<int> counts, Span<byte[]> keys)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                byte[][] given = s.Input(input + i).Strings;
                s.Require(given.Length == counts[i], $"Expected {counts[i]} keys in input {input + i} but got: {given.Length}");
                given.CopyTo(keys);
                keys = keys[given.Length..];
            }
        }
    }
}
