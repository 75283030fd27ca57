using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A ragged tensor as one variant, or each of its rows as one.</summary>
/// <remarks>Rows are views of the values' memory. Source: ragged_tensor_to_variant_op.cc; gradient: ragged_conversion_ops.py.</remarks>
internal sealed class RaggedTensorToVariant : Op
{
    public override OpDefinition Definition { get; } = "RaggedTensorToVariant(rt_nested_splits: RAGGED_RANK * Tsplits, rt_dense_values: Tvalues) -> "
        + "encoded_ragged: variant \"type_id: TFT_RAGGED args { type_id: TFT_VAR s: \\\"Tvalues\\\" }\"; RAGGED_RANK: int >= 0; Tvalues: type; "
        + "Tsplits: {int32, int64} = int64; batched_input: bool";

    public override void InferShapes(ShapeContext c)
    {
        int ragged = c.InputCount - 1;
        for (int i = 0; i < ragged; i++) c.WithRank(i, 1);
        if (!c.Attributes.Get<bool>("batched_input"))
        {
            c.Output(0, Shape.Scalar);
            return;
        }

        Shape outer = c.WithRankAtLeast(0, 1);
        c.Output(0, Shape.Of(!outer.HasRank || outer[0] < 0 ? -1 : ragged > 0 ? outer[0] - 1 : outer[0]));
    }

    public override void Gradient(GradientContext g)
    {
        int ragged = g.InputCount - 1;
        Output rows = ragged > 0 ? g.Input(0) : g.Graph.Const(0, DType.Int64);
        for (int level = 1; level < ragged; level++) rows = GatherV2.Build(g.Input(level), rows, 0);
        g.Flow(ragged, RaggedTensorToVariantGradient.Build(g.Outgoing(0), rows, g.Input(ragged)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tvalues", "Tsplits");
        return new Encode((int)r.Int("RAGGED_RANK"), r.Bool("batched_input"));
    }

    public static Output Build(IReadOnlyList<Output> splits, Output values, bool batched) => values.Operation.Graph.AddOperation(
        "RaggedTensorToVariant", [.. splits, values], new Dictionary<string, object> { ["RAGGED_RANK"] = splits.Count, ["batched_input"] = batched })[0];

    private sealed class Encode(int ragged, bool batched) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor values = s.Input(ragged);
            for (int i = 0; i < ragged; i++) CheckSplits(s, i, values);
            if (!batched)
            {
                Tensor[] splits = new Tensor[ragged];
                for (int i = 0; i < ragged; i++) splits[i] = s.Input(i).Share();
                s.SetOutput(0, Tensor.OfVariant(new RaggedVariant(splits, values.Share())));
                return;
            }

            s.Require(values.Shape.Rank > 0, "The values of batched input must have at least one dimension.");
            long rows = ragged > 0 ? s.Input(0).ElementCount - 1 : values.Shape[0];
            object[] variants = s.Output(0, rows).Objects;
            for (int row = 0; row < rows; row++) variants[row] = Row(s, values, row);
        }

        private void CheckSplits(StepContext s, int level, Tensor values)
        {
            Tensor splits = s.Input(level);
            s.Require(splits.Shape.Rank == 1 && splits.ElementCount > 0, $"Requires nested_row_splits[{level}] to be a vector that is not empty, not of shape {splits.Shape}.");
            s.Require(splits.Integer(0) == 0, $"Requires nested_row_splits[{level}][0] to be 0, is {splits.Integer(0)}.");
            int last = (int)splits.ElementCount - 1;
            for (int i = 1; i <= last; i++)
            {
                s.Require(splits.Integer(i) >= splits.Integer(i - 1), $"Requires nested_row_splits[{level}] not to decrease: {splits.Integer(i - 1)} is followed by {splits.Integer(i)}.");
            }

            s.Require(level + 1 < ragged || values.Shape.Rank > 0, "Requires flat_values to have at least one dimension.");
            long inside = level + 1 < ragged ? s.Input(level + 1).ElementCount - 1 : values.Shape[0];
            s.Require(splits.Integer(last) == inside,
                $"Requires nested_row_splits[{level}][-1]={splits.Integer(last)} to be equal with the number of values in this dimension, which is {inside}.");
        }

        private RaggedVariant Row(StepContext s, Tensor values, int row)
        {
            (long begin, long end) = ragged > 0 ? (s.Input(0).Integer(row), s.Input(0).Integer(row + 1)) : (row, row + 1);
            Tensor[] inner = new Tensor[Math.Max(0, ragged - 1)];
            for (int level = 1; level < ragged; level++)
            {
                Tensor outer = s.Input(level);
                inner[level - 1] = Tensor.Allocate(outer.DType, Shape.Of(end - begin + 1), s.Limits.MaxTensorBytes);
                long first = outer.Integer((int)begin);
                for (long i = begin; i <= end; i++) inner[level - 1].SetInteger((int)(i - begin), outer.Integer((int)i) - first);
                (begin, end) = (first, outer.Integer((int)end));
            }

            Shape value = values.Shape.Slice(1..);
            return new RaggedVariant(inner, values.View(begin * value.ElementCount, ragged > 0 ? Shape.Of(end - begin).Concatenate(value) : value));
        }
    }
}
