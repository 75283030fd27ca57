using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Slices of params along an axis, picked by indices; the first batch_dims dimensions of both go together.</summary>
/// <remarks>An index out of range is an error, as on TensorFlow's CPU. Source: gather_op.cc; gradient: array_grad.py.</remarks>
internal sealed class GatherV2 : Op
{
    public override OpDefinition Definition { get; } = "GatherV2(params: Tparams, indices: Tindices, axis: Taxis) -> output: Tparams; batch_dims: int = 0; "
        + "Tparams: type; Tindices: {int16, int32, int64}; Taxis: {int32, int64}";

    public override void InferShapes(ShapeContext c)
    {
        (Shape values, Shape indices) = (c.WithRankAtLeast(0, 1), c.Input(1));
        c.WithRank(2, 0);
        long batch = c.Attributes.Get<long>("batch_dims");
        if (indices.HasRank)
        {
            c.Require(batch >= -indices.Rank && batch <= indices.Rank, $"Shape must be at least rank {Math.Abs(batch)} but is rank {indices.Rank}");
            if (batch < 0) batch += indices.Rank;
        }

        if (!c.TryConstant(2, out long[] axes) || !values.HasRank)
        {
            if (values.HasRank && indices.HasRank) c.Output(0, Shape.OfRank(values.Rank + indices.Rank - 1 - (int)batch));
            return;
        }

        c.Require(axes[0] >= -values.Rank && axes[0] < values.Rank, $"Shape must be at least rank {(axes[0] < 0 ? -axes[0] : axes[0] + 1)} but is rank {values.Rank}");
        int axis = (int)(axes[0] < 0 ? axes[0] + values.Rank : axes[0]);
        if (!indices.HasRank || batch < 0) return;
        c.Output(0, Shape.Of([.. values.Dimensions[..axis], .. indices.Dimensions[(int)batch..], .. values.Dimensions[(axis + 1)..]]));
    }

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        if (c.Input(0).Rank != 1 || c.Integers(0) is not { } values || !c.TryConstant(1, out long[] indices)) return null;
        return Array.TrueForAll(indices, index => index >= 0 && index < values.Length) ? Array.ConvertAll(indices, index => values[index]) : null;
    }

    public override void Gradient(GradientContext g) => GatherGradient.Flow(g, ShapeOp.Build(g.Input(0)), g.Input(2), g.Operation.Attributes.Get<long>("batch_dims"));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices", "Taxis");
        return r.ForMoving(new Maker(r.Int("batch_dims")), "Tparams");
    }

    public static Output Build(Output values, Output indices, int axis) =>
        values.Operation.Graph.AddOperation("GatherV2", [values, indices, values.Operation.Graph.Const(axis)])[0];

    /// <summary>Makes the kernel of Gather and GatherV2.</summary>
    /// <param name="batchDims">The batch_dims attribute.</param>
    internal readonly struct Maker(long batchDims) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Pick<T>(batchDims);
    }

    internal sealed class Pick<T>(long batchDims, int axis = 0) : Kernel
    {
        public override void Run(StepContext s) => Run(s, s.Input(0), s.Input(1));

        /// <summary>Picks from values that are an input, or lie in a variable.</summary>
        public void Run(StepContext s, Tensor values, Tensor indices)
        {
            int rank = values.Shape.Rank;
            s.Require(rank >= 1, "params must be at least 1 dimensional");
            int along = s.InputCount < 3 ? axis : Axis(s, rank);
            int batch = Batch(s, values.Shape, indices.Shape, along);
            Span<long> sizes = stackalloc long[rank + indices.Shape.Rank - 1 - batch];
            values.Shape.Dimensions[..along].CopyTo(sizes);
            indices.Shape.Dimensions[batch..].CopyTo(sizes[along..]);
            values.Shape.Dimensions[(along + 1)..].CopyTo(sizes[(along + indices.Shape.Rank - batch)..]);
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            if (output.IsEmpty) return;
            Copy(s, MovedElements.Of<T>(values), Slabs.Of(values.Shape.Dimensions, along), indices, Slabs.Of(indices.Shape.Dimensions, batch), output);
        }

        private static int Axis(StepContext s, int rank)
        {
            s.Require(s.Input(2).Shape.Rank == 0, "axis must be scalar");
            long axis = s.Input(2).Integer(0);
            s.Require(axis >= -rank && axis < rank, $"Shape must be at least rank {(axis < 0 ? -axis : axis + 1)} but is rank {rank}");
            return (int)(axis < 0 ? axis + rank : axis);
        }

        private int Batch(StepContext s, Shape values, Shape indices, int axis)
        {
            s.Require(batchDims >= -indices.Rank && batchDims <= indices.Rank,
                $"Expected batch_dims in the range [{-indices.Rank}, {indices.Rank}], but got {batchDims}");
            int batch = (int)(batchDims < 0 ? batchDims + indices.Rank : batchDims);
            s.Require(batch < values.Rank, $"batch_dims ({batch}) must be less than rank(params) ({values.Rank}).");
            s.Require(batch <= axis, $"batch_dims ({batch}) must be less than or equal to axis ({axis}).");
            for (int i = 0; i < batch; i++)
            {
                s.Require(values[i] == indices[i], $"params.shape[{i}]: {values[i]} should be equal to indices.shape[{i}]: {indices[i]}");
            }

            return batch;
        }

        private static void Copy(StepContext s, ReadOnlySpan<T> values, Slabs from, Tensor indices, Slabs batches, Span<T> output)
        {
            int inner = (int)from.Inner;
            int picks = (int)(batches.Length * batches.Inner);
            long rowsInBatch = from.Outer / batches.Outer;
            int at = 0;
            for (long row = 0; row < from.Outer; row++)
            {
                int first = (int)(row / rowsInBatch) * picks;
                for (int k = 0; k < picks; k++, at += inner)
                {
                    long index = indices.Integer(first + k);
                    if ((ulong)index >= (ulong)from.Length) throw IndexErrors.OutOfRange(indices, first + k, from.Length);
                    values.Slice((int)(((row * from.Length) + index) * inner), inner).CopyTo(output[at..]);
                }
            }
        }
    }
}
