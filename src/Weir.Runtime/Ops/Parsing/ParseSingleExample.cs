using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Parses one serialized tf.Example into tensors; the keys are attributes.</summary>
/// <remarks>Source: example_parsing_ops.cc, example_proto_fast_parsing.cc.</remarks>
internal sealed class ParseSingleExample : Op
{
    public override OpDefinition Definition { get; } = "ParseSingleExample(serialized: string, dense_defaults: Tdense) -> "
        + "sparse_indices: num_sparse * int64, sparse_values: sparse_types, "
        + "sparse_shapes: num_sparse * int64, dense_values: Tdense; num_sparse: int >= 0; sparse_keys: list(string); dense_keys: list(string); "
        + "sparse_types: list({float, int64, string}); "
        + "Tdense: list({float, int64, string}); dense_shapes: list(shape)";

    public override void InferShapes(ShapeContext c)
    {
        c.Require(c.Attributes.Get<DType[]>("Tdense").Length == c.Attributes.Get<Shape[]>("dense_shapes").Length, "len(dense_keys) != len(dense_shapes)");
        ExampleShapes.RequireCounts(c, ("num_sparse", "sparse_types"));
        ExampleShapes.Infer(c, c.WithRank(0, 0), (int)c.Attributes.Get<long>("num_sparse"));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        byte[][] keys = [.. r.ByteStrings("sparse_keys"), .. r.ByteStrings("dense_keys")];
        DType[] sparse = r.Types("sparse_types");
        DType[] dense = r.Types("Tdense");
        if (r.Int("num_sparse") != sparse.Length || keys.Length != sparse.Length + dense.Length)
        {
            throw new TfException(StatusCode.InvalidArgument, $"{keys.Length} keys for {sparse.Length} sparse and {dense.Length} dense features");
        }

        return new Parse(keys, ExampleKernel.SparseSpecs(sparse), ExampleKernel.DenseSpecs(dense, r.Shapes("dense_shapes")));
    }

    private sealed class Parse(byte[][] ownKeys, FeatureSpec[] sparse, FeatureSpec[] dense) : ExampleKernel(sparse, dense, [])
    {
        protected override int FirstDefault => 1;

        protected override void CheckInputs(StepContext s) =>
            s.Require(s.Input(0).Shape.Rank == 0, $"Expected serialized to be a scalar, got shape: {s.Input(0).Shape}");

        protected override void CopyKeys(StepContext s, Span<byte[]> keys) => ownKeys.CopyTo(keys);
    }
}
