using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The ragged tensor of a variant; of several, one with a dimension more for each of the variants' own.</summary>
/// <remarks>Source: ragged_tensor_from_variant_op.cc; gradient: ragged_conversion_ops.py.</remarks>
internal sealed class RaggedTensorFromVariant : Op
{
    public override OpDefinition Definition { get; } = "RaggedTensorFromVariant(encoded_ragged: variant) -> output_nested_splits: output_ragged_rank * Tsplits, "
        + "output_dense_values: Tvalues; input_ragged_rank: int >= -1; output_ragged_rank: int >= 0; Tvalues: type; Tsplits: {int32, int64} = int64";

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < c.OutputCount - 1; i++) c.Output(i, Shape.OfRank(1));
    }

    public override void Gradient(GradientContext g)
    {
        int ragged = g.OutputCount - 1, outside = g.Input(0).Shape.Rank;
        if (outside > 1) throw new TfException(StatusCode.Unimplemented, $"The gradient of {g.Operation} would need variants of more than one dimension, which RaggedTensorToVariant does not make.");
        bool batched = outside < 0 ? ragged > 0 : outside == 1;
        g.Flow(0, RaggedTensorToVariant.Build([.. Enumerable.Range(0, ragged).Select(g.Output)], g.Outgoing(ragged), batched));
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        new Decode((int)r.Int("input_ragged_rank"), (int)r.Int("output_ragged_rank"), r.Type("Tsplits"), r.Type("Tvalues"));

    private sealed class Decode(int inside, int ragged, DType splitsType, DType valuesType) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor encoded = s.Input(0);
            int outside = encoded.Shape.Rank;
            int levels = inside >= 0 ? inside : ragged - outside;
            s.Require(levels >= 0,
                $"Inferred input_ragged_rank (output_ragged_rank - encoded_variant.dims()) must be >= 0, found output_ragged_rank: {ragged}, encoded_variant.dims(): {outside}, inferred input_ragged_rank: {levels}");
            s.Require(ragged == outside + levels,
                $"output_ragged_rank must be equal to input_ragged_rank + encoded_ragged.dims(); output_ragged_rank: {ragged}, input_ragged_rank: {levels}, encoded_ragged.dims(): {outside}.");
            RaggedVariant[] parts = [.. encoded.Objects.Select((part, i) => Part(s, part, i, levels))];
            if (outside == 0)
            {
                for (int i = 0; i < ragged; i++) s.SetOutput(i, parts[0].Splits[i].Share());
                s.SetOutput(ragged, parts[0].Values.Share());
                return;
            }

            WriteOuterSplits(s, encoded.Shape, parts);
            for (int level = 0; level < levels; level++) WriteInnerSplits(s, outside + level, level, parts);
            WriteValues(s, parts);
        }

        private RaggedVariant Part(StepContext s, object? variant, int index, int levels)
        {
            if (variant is not RaggedVariant part) throw new TfException(StatusCode.InvalidArgument, $"Input Variant element at index {index} doesn't hold a RaggedTensorVariant");
            s.Require(part.Splits.Length == levels, $"Encoded input RaggedTensorVariant has ragged_rank={part.Splits.Length}.  Expected ragged_rank={levels}.");
            s.Require(part.Values.DType == valuesType, $"Expected values Tensor dtype: {valuesType.TfName()}, found: {part.Values.DType.TfName()}");
            s.Require(part.Values.Shape.Rank > 0 || s.Input(0).Shape.Rank == 0, "Ragged values must have rank >= 1.");
            foreach (Tensor splits in part.Splits) s.Require(splits.DType == splitsType, $"Expected row_splits Tensor dtype: {splitsType.TfName()}, found: {splits.DType.TfName()}");
            return part;
        }

        /// <summary>Rows of as many rows as the next dimension of the variants has; the innermost of as many as each variant has.</summary>
        private static void WriteOuterSplits(StepContext s, Shape encoded, RaggedVariant[] parts)
        {
            long rows = 1;
            for (int d = 0; d < encoded.Rank; d++)
            {
                rows *= encoded[d];
                Tensor splits = s.Output(d, rows + 1);
                long at = 0;
                splits.SetInteger(0, 0);
                for (int row = 0; row < rows; row++)
                {
                    at += d + 1 < encoded.Rank ? encoded[d + 1] : parts[row].Rows;
                    splits.SetInteger(row + 1, at);
                }
            }
        }

        private static void WriteInnerSplits(StepContext s, int output, int level, RaggedVariant[] parts)
        {
            Tensor splits = s.Output(output, parts.Sum(part => part.Splits[level].ElementCount - 1) + 1);
            (int next, long offset) = (1, 0);
            splits.SetInteger(0, 0);
            foreach (RaggedVariant part in parts)
            {
                Tensor own = part.Splits[level];
                for (int i = 1; i < own.ElementCount; i++) splits.SetInteger(next++, offset + own.Integer(i));
                offset += own.Integer((int)own.ElementCount - 1);
            }
        }

        private void WriteValues(StepContext s, RaggedVariant[] parts)
        {
            if (parts.Length == 0)
            {
                s.Output(ragged, 0);
                return;
            }

            Shape value = parts[0].Values.Shape.Slice(1..);
            foreach (RaggedVariant part in parts)
            {
                s.Require(part.Values.Shape.Slice(1..).Equals(value),
                    $"All flat_values must have compatible shapes.  Shape at index 0: {value}.  Shape of another: {part.Values.Shape.Slice(1..)}");
            }

            Tensor values = s.Output(ragged, [parts.Sum(part => part.Values.Shape[0]), .. value.Dimensions]);
            long at = 0;
            foreach (RaggedVariant part in parts)
            {
                values.CopyFrom(part.Values, at);
                at += part.Values.ElementCount;
            }
        }
    }
}
