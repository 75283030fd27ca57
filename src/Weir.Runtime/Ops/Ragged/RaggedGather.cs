using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Rows of a ragged tensor by their indices; indices of rank r put r - 1 more dimensions in front.</summary>
/// <remarks>Source: ragged_gather_op.cc; gradient: ragged_gather_ops.py.</remarks>
internal sealed class RaggedGather : Op
{
    public override OpDefinition Definition { get; } = "RaggedGather(params_nested_splits: PARAMS_RAGGED_RANK * Tsplits, params_dense_values: Tvalues, indices: "
        + "Tindices) -> output_nested_splits: OUTPUT_RAGGED_RANK * Tsplits, output_dense_values: Tvalues; Tvalues: type; Tindices: {int32, int64}; Tsplits: "
        + "{int32, int64} = int64; PARAMS_RAGGED_RANK: int >= 1; OUTPUT_RAGGED_RANK: int >= 0";

    public override void InferShapes(ShapeContext c)
    {
        int ragged = (int)c.Attributes.Get<long>("PARAMS_RAGGED_RANK");
        for (int i = 0; i < ragged; i++) c.WithRank(i, 1);
        Shape values = c.WithRankAtLeast(ragged, 1);
        Shape indices = c.Input(ragged + 1);
        long splits = c.Attributes.Get<long>("OUTPUT_RAGGED_RANK");
        c.Require(!indices.HasRank || splits == indices.Rank + ragged - 1, $"The attr 'OUTPUT_RAGGED_RANK' is {splits}, expected {indices.Rank + ragged - 1}");
        for (int i = 0; i < splits; i++) c.Output(i, Shape.OfRank(1));
        c.Output((int)splits, values.HasRank ? Shape.Of([-1, .. values.Dimensions[1..]]) : Shape.Unknown);
    }

    /// <remarks>Each value that was taken gives back what flows in; which they are is found by gathering their positions.</remarks>
    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        int ragged = (int)g.Operation.Attributes.Get<long>("PARAMS_RAGGED_RANK");
        int outputs = (int)g.Operation.Attributes.Get<long>("OUTPUT_RAGGED_RANK");
        Output values = g.Input(ragged);
        Output count = Reshape.Build(Slice.Build(ShapeOp.Build(values), graph.Const(Tensor.From(0)), graph.Const(Tensor.From(1))), graph.Const(Tensor.From<int>([], [0])));
        Output positions = RangeOp.Build(graph.Const(0), count, graph.Const(1));
        Output[] splits = [.. Enumerable.Range(0, ragged).Select(g.Input)];
        Output taken = graph.AddOperation("RaggedGather", [.. splits, positions, g.Input(ragged + 1)],
            new Dictionary<string, object> { ["PARAMS_RAGGED_RANK"] = ragged, ["OUTPUT_RAGGED_RANK"] = outputs })[outputs];
        g.Flow(ragged, UnsortedSegment.Sum(g.Outgoing(outputs), taken, count));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices", "Tsplits");
        return r.ForMoving(new Maker((int)r.Int("PARAMS_RAGGED_RANK"), (int)r.Int("OUTPUT_RAGGED_RANK")), "Tvalues");
    }

    private readonly struct Maker(int ragged, int outputs) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Gather<T>(ragged, outputs);
    }

    private sealed class Gather<T>(int ragged, int outputs) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor values, Tensor indices) = (s.Input(ragged), s.Input(ragged + 1));
            s.Require(values.Shape.Rank > 0, "params.rank must be nonzero");
            s.Require(outputs == indices.Shape.Rank + ragged - 1, $"The attr 'OUTPUT_RAGGED_RANK' is {outputs}, expected {indices.Shape.Rank + ragged - 1}");
            for (int i = 0; i < ragged; i++) Check(s, s.Input(i), i + 1 < ragged ? s.Input(i + 1).ElementCount - 1 : values.Shape[0]);
            long rows = s.Input(0).ElementCount - 1;
            for (int i = 0; i < indices.ElementCount; i++)
            {
                s.Require((ulong)indices.Integer(i) < (ulong)rows, $"indices[{i}] = {indices.Integer(i)} is not in [0, {rows})");
            }

            for (int i = 0; i + 1 < indices.Shape.Rank; i++) EvenSplits(s, indices.Shape, i);
            int count = (int)indices.ElementCount;
            long[] begins = ArrayPool<long>.Shared.Rent(count), ends = ArrayPool<long>.Shared.Rent(count);
            for (int i = 0; i < count; i++) (begins[i], ends[i]) = (indices.Integer(i), indices.Integer(i) + 1);
            for (int level = 0; level < ragged; level++) Descend(s, level, begins.AsSpan(0, count), ends.AsSpan(0, count));
            Copy(s, values, begins.AsSpan(0, count), ends.AsSpan(0, count));
            ArrayPool<long>.Shared.Return(begins);
            ArrayPool<long>.Shared.Return(ends);
        }

        private static void Check(StepContext s, Tensor splits, long values)
        {
            s.Require(splits.Shape.Rank == 1 && splits.ElementCount > 0, "Ragged splits may not be empty");
            int last = (int)splits.ElementCount - 1;
            s.Require(splits.Integer(0) >= 0, "Ragged splits must be non-negative");
            s.Require(splits.Integer(last) <= values, "Ragged splits must not point past values");
            for (int i = 1; i <= last; i++) s.Require(splits.Integer(i - 1) <= splits.Integer(i), "Ragged splits must be sorted");
        }

        /// <summary>The splits of a dimension of the indices: all rows have its length.</summary>
        private static void EvenSplits(StepContext s, Shape indices, int dimension)
        {
            long rows = 1;
            for (int d = 0; d <= dimension; d++) rows *= indices[d];
            Tensor splits = s.Output(dimension, rows + 1);
            for (int row = 0; row <= rows; row++) Set(splits, row, row * indices[dimension + 1]);
        }

        /// <summary>Writes the splits of a level for the rows taken, and goes down to the ranges of what is in them.</summary>
        private void Descend(StepContext s, int level, Span<long> begins, Span<long> ends)
        {
            Tensor from = s.Input(level);
            long rows = 0;
            for (int i = 0; i < begins.Length; i++) rows += ends[i] - begins[i];
            // A single row has no splits around it: its own first level is then not there.
            int output = outputs - ragged + level;
            Tensor? splits = output < 0 ? null : s.Output(output, rows + 1);
            Set(splits, 0, 0);
            (int at, long total) = (0, 0);
            for (int i = 0; i < begins.Length; i++)
            {
                for (long row = begins[i]; row < ends[i]; row++)
                {
                    total += from.Integer((int)row + 1) - from.Integer((int)row);
                    Set(splits, ++at, total);
                }

                (begins[i], ends[i]) = (from.Integer((int)begins[i]), from.Integer((int)ends[i]));
            }
        }

        private void Copy(StepContext s, Tensor values, ReadOnlySpan<long> begins, ReadOnlySpan<long> ends)
        {
            long total = 0;
            for (int i = 0; i < begins.Length; i++) total += ends[i] - begins[i];
            Tensor output = s.Output(outputs, [total, .. values.Shape.Dimensions[1..]]);
            if (output.ElementCount == 0) return;
            int width = (int)(values.ElementCount / values.Shape[0]);
            ReadOnlySpan<T> source = MovedElements.Of<T>(values);
            Span<T> rest = MovedElements.Of<T>(output);
            for (int i = 0; i < begins.Length; i++)
            {
                ReadOnlySpan<T> taken = source.Slice((int)begins[i] * width, (int)(ends[i] - begins[i]) * width);
                taken.CopyTo(rest);
                rest = rest[taken.Length..];
            }
        }

        private static void Set(Tensor? splits, int row, long value)
        {
            if (splits is null) return;
            if (splits.DType == DType.Int64) splits.Elements<long>()[row] = value;
            else splits.Elements<int>()[row] = checked((int)value);
        }
    }
}
