using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Parses a batch of serialized tf.Examples, or one alone, into tensors: sparse, dense or ragged, by features' keys.</summary>
/// <remarks>Source: example_parsing_ops.cc, example_proto_fast_parsing.cc.</remarks>
internal sealed class ParseExampleV2 : Op
{
    public override OpDefinition Definition { get; } = "ParseExampleV2(serialized: string, names: string, sparse_keys: string, dense_keys: string, ragged_keys: string, dense_defaults: Tdense) -> "
        + "sparse_indices: num_sparse * int64, sparse_values: sparse_types, sparse_shapes: num_sparse * int64, dense_values: Tdense, ragged_values: ragged_value_types, "
        + "ragged_row_splits: ragged_split_types; Tdense: list({float, int64, string}); num_sparse: int >= 0; sparse_types: list({float, int64, "
        + "string}); "
        + "ragged_value_types: list({float, int64, string}); ragged_split_types: list({int32, int64}); dense_shapes: list(shape)";

    public override void InferShapes(ShapeContext c)
    {
        c.Require(c.Input(0).Rank <= 1, $"Shape must be at most rank 1 but is rank {c.Input(0).Rank}");
        c.Require(c.Attributes.Get<DType[]>("Tdense").Length == c.Attributes.Get<Shape[]>("dense_shapes").Length, "len(dense_keys) != len(dense_shapes)");
        ExampleShapes.RequireCounts(c, ("num_sparse", "sparse_types"));
        ExampleShapes.Infer(c, c.Input(0), (int)c.Attributes.Get<long>("num_sparse"));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("ragged_split_types");
        DType[] sparse = r.Types("sparse_types");
        if (r.Int("num_sparse") != sparse.Length) throw new TfException(StatusCode.InvalidArgument, "len(sparse_keys) != len(sparse_types)");
        return new Parse(ExampleKernel.SparseSpecs(sparse), ExampleKernel.DenseSpecs(r.Types("Tdense"), r.Shapes("dense_shapes")), ExampleKernel.RaggedSpecs(r.Types("ragged_value_types")));
    }

    private sealed class Parse(FeatureSpec[] sparse, FeatureSpec[] dense, FeatureSpec[] ragged) : ExampleKernel(sparse, dense, ragged)
    {
        private const int FirstKey = 2;

        protected override int FirstDefault => FirstKey + 3;

        protected override void CheckInputs(StepContext s)
        {
            (Shape serialized, Tensor names) = (s.Input(0).Shape, s.Input(1));
            s.Require(serialized.Rank <= 1, $"Expected serialized to be a scalar or vector, got shape: {serialized}");
            s.Require(names.ElementCount == 0 || names.Shape.Equals(serialized),
                $"Expected names have the same shape as serialized: name.shape={names.Shape}, serialized.shape={serialized}");
            CheckKeys(s, FirstKey, SparseCount, "sparse");
            CheckKeys(s, FirstKey + 1, DenseCount, "dense");
            CheckKeys(s, FirstKey + 2, RaggedCount, "ragged");
        }

        protected override byte[][] Names(StepContext s) => s.Input(1).Strings;

        protected override void CopyKeys(StepContext s, Span<byte[]> keys)
        {
            s.Input(FirstKey).Strings.CopyTo(keys);
            s.Input(FirstKey + 1).Strings.CopyTo(keys[SparseCount..]);
            s.Input(FirstKey + 2).Strings.CopyTo(keys[(SparseCount + DenseCount)..]);
        }

        private static void CheckKeys(StepContext s, int input, int count, string form)
        {
            s.Require(s.Input(input).Shape.Rank == 1, $"Expected {form}_keys to be a vector, got shape: {s.Input(input).Shape}");
            s.Require(s.Input(input).ElementCount == count, $"Expected len({form}_keys) == num_{form} but got: {s.Input(input).ElementCount} vs. {count}");
        }
    }
}
