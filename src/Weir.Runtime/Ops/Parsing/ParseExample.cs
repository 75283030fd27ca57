using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Parses a batch of serialized tf.Examples into tensors, by features' keys.</summary>
/// <remarks>Source: example_parsing_ops.cc, example_proto_fast_parsing.cc.</remarks>
internal sealed class ParseExample : Op
{
    public override OpDefinition Definition { get; } = "ParseExample(serialized: string, names: string, sparse_keys: Nsparse * string, dense_keys: Ndense * string, dense_defaults: Tdense) -> "
        + "sparse_indices: Nsparse * int64, sparse_values: sparse_types, sparse_shapes: Nsparse * int64, dense_values: Tdense; Nsparse: int >= 0; "
        + "Ndense: int >= 0; "
        + "sparse_types: list({float, int64, string}); Tdense: list({float, int64, string}); dense_shapes: list(shape)";

    public override void InferShapes(ShapeContext c)
    {
        c.Require(c.Attributes.Get<DType[]>("Tdense").Length == c.Attributes.Get<Shape[]>("dense_shapes").Length, "len(dense_keys) != len(dense_shapes)");
        ExampleShapes.RequireCounts(c, ("Nsparse", "sparse_types"), ("Ndense", "Tdense"));
        ExampleShapes.Infer(c, c.WithRank(0, 1), (int)c.Attributes.Get<long>("Nsparse"));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Nsparse", "Ndense");
        return new Parse(ExampleKernel.SparseSpecs(r.Types("sparse_types")), ExampleKernel.DenseSpecs(r.Types("Tdense"), r.Shapes("dense_shapes")));
    }

    private sealed class Parse(FeatureSpec[] sparse, FeatureSpec[] dense) : ExampleKernel(sparse, dense, [])
    {
        private const int FirstKey = 2;

        protected override int FirstDefault => FirstKey + SparseCount + DenseCount;

        protected override void CheckInputs(StepContext s)
        {
            (Shape serialized, Tensor names) = (s.Input(0).Shape, s.Input(1));
            s.Require(serialized.Rank == 1, $"Expected serialized to be a vector, got shape: {serialized}");
            s.Require(names.ElementCount == 0 || names.Shape.Equals(serialized),
                $"Expected names have the same shape as serialized: name.shape={names.Shape}, serialized.shape={serialized}");
            for (int i = FirstKey; i < FirstDefault; i++) s.Require(s.Input(i).ElementCount == 1, $"Expected a key to be a scalar, got shape: {s.Input(i).Shape}");
        }

        protected override byte[][] Names(StepContext s) => s.Input(1).Strings;

        protected override void CopyKeys(StepContext s, Span<byte[]> keys)
        {
            for (int i = 0; i < keys.Length; i++) keys[i] = s.Input(FirstKey + i).Strings[0];
        }
    }
}
