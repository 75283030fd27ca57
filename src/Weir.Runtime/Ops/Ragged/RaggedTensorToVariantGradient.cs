using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The gradient of a ragged tensor's values, of the variants that hold the gradient of each of its rows, or the whole.</summary>
/// <remarks>A row to which nothing flowed back has no variant: zeros. Source: ragged_tensor_to_variant_op.cc.</remarks>
internal sealed class RaggedTensorToVariantGradient : Op
{
    public override OpDefinition Definition { get; } = "RaggedTensorToVariantGradient(encoded_ragged_grad: variant, row_splits: Tsplits, dense_values_shape: int32) "
        + "-> dense_values_grad: Tvalues; Tvalues: type; Tsplits: {int32, int64} = int64";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.ShapeFrom(2));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tsplits");
        DType dtype = r.Type("Tvalues");
        return dtype is DType.Resource or DType.Variant ? throw r.NoKernel("Tvalues") : new Join(dtype);
    }

    /// <param name="encoded">The variants.</param>
    /// <param name="rowSplits">Where the rows begin among the values, and the last ends; a scalar: each value is a row.</param>
    /// <param name="values">The values whose gradient it is.</param>
    public static Output Build(Output encoded, Output rowSplits, Output values) => encoded.Operation.Graph.AddOperation(
        "RaggedTensorToVariantGradient", [encoded, rowSplits, ShapeOp.Build(values)], new Dictionary<string, object> { ["Tvalues"] = values.DType.BaseType() })[0];

    private sealed class Join(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            ReadOnlySpan<object> parts = s.Input(0).Objects;
            ReadOnlySpan<long> sizes = s.Sizes(s.Input(2), stackalloc long[Shape.MaxRank]);
            if (parts.Length == 1 && parts[0] is RaggedVariant whole)
            {
                RequireType(s, whole);
                s.Forward(whole.Values, 0);
                return;
            }

            Tensor joined = s.Output(0, sizes);
            TensorLists.Zero(joined, 0, joined.ElementCount);
            if (parts.Length == 1) return;
            s.Require(sizes.Length > 0, "dense_values_shape must have a dimension for the rows.");
            long at = 0;
            for (int row = 0; row < parts.Length; row++)
            {
                RaggedVariant? part = parts[row] as RaggedVariant;
                long count = part?.Values.ElementCount ?? Shape.CountOrOverflow([Rows(s, row), .. sizes[1..]]);
                s.Require(count >= 0 && count <= joined.ElementCount - at, $"The gradients of the rows up to {row} have more than the {joined.ElementCount} values of shape {joined.Shape}.");
                if (part is not null)
                {
                    RequireType(s, part);
                    joined.CopyFrom(part.Values, at);
                }

                at += count;
            }

            s.Require(at == joined.ElementCount, $"The gradients of the rows have {at} values, not the {joined.ElementCount} of shape {joined.Shape}.");
        }

        private void RequireType(StepContext s, RaggedVariant part) =>
            s.Require(part.Values.DType == dtype, $"Expected values Tensor dtype: {dtype.TfName()}, found: {part.Values.DType.TfName()}");

        private static long Rows(StepContext s, int row)
        {
            Tensor splits = s.Input(1);
            if (splits.Shape.Rank == 0) return 1;
            s.Require(row + 1 < splits.ElementCount, $"There is no row {row} in row_splits of {splits.ElementCount} elements.");
            long count = splits.Integer(row + 1) - splits.Integer(row);
            s.Require(count >= 0, $"row_splits must not decrease: {splits.Integer(row)} is followed by {splits.Integer(row + 1)}.");
            return count;
        }
    }
}
