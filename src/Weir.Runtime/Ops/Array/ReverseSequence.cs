using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Turns round the first elements of a dimension, as many as seq_lengths says for each place along another one.</summary>
/// <remarks>Source: reverse_sequence_op.cc; gradient: array_grad.py.</remarks>
internal sealed class ReverseSequence : Op
{
    public override OpDefinition Definition { get; } =
        "ReverseSequence(input: T, seq_lengths: Tlen) -> output: T; seq_dim: int; batch_dim: int = 0; T: type; Tlen: {int32, int64} = int64";

    public override void InferShapes(ShapeContext c)
    {
        (Shape x, Shape lengths) = (c.Input(0), c.WithRank(1, 1));
        (long sequence, long batch) = (c.Attributes.Get<long>("seq_dim"), c.Attributes.Get<long>("batch_dim"));
        if (!x.HasRank) return;
        c.Require(batch < x.Rank, $"batch_dim must be < input rank: {batch} vs {x.Rank}");
        c.Require(sequence < x.Rank, $"seq_dim must be < input rank: {sequence} vs {x.Rank}");
        c.Require(batch >= 0, $"batch_dim must be >=0, got {batch}");
        long[] sizes = x.Dimensions.ToArray();
        sizes[batch] = c.MergeSizes(sizes[batch], lengths[0]);
        c.Output(0, Shape.Of(sizes));
    }

    public override void Gradient(GradientContext g) =>
        g.Flow(0, g.Graph.AddOperation(Name, [g.Outgoing(0), g.Input(1)], g.Attributes("seq_dim", "batch_dim"))[0]);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tlen");
        Maker maker = new(r.Int("seq_dim"), r.Int("batch_dim"));
        return ElementTypes.Quantized.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(maker);
    }

    private readonly struct Maker(long sequence, long batch) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Turn<T>(sequence, batch);
    }

    private sealed class Turn<T>(long sequence, long batch) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor lengths) = (s.Input(0), s.Input(1));
            Check(s, x.Shape, lengths);
            Tensor y = s.OutputLike(0, x);
            if (y.ElementCount == 0) return;
            // [outer, first, between, second, inner] around the two dimensions, whichever comes first.
            bool batchFirst = batch < sequence;
            (int first, int second) = batchFirst ? ((int)batch, (int)sequence) : ((int)sequence, (int)batch);
            Slabs around = Slabs.Of(x.Shape.Dimensions, first);
            Slabs within = Slabs.Of(x.Shape.Dimensions[(first + 1)..], second - first - 1);
            ReadOnlySpan<T> source = MovedElements.Of<T>(x);
            Span<T> destination = MovedElements.Of<T>(y);
            int inner = (int)within.Inner;
            long rows = source.Length / inner;
            for (long row = 0; row < rows; row++)
            {
                (long rest, long j) = Math.DivRem(row, within.Length);
                (rest, long between) = Math.DivRem(rest, within.Outer);
                (long outer, long i) = Math.DivRem(rest, around.Length);
                long length = lengths.Integer((int)(batchFirst ? i : j));
                if (batchFirst) j = j < length ? length - 1 - j : j;
                else i = i < length ? length - 1 - i : i;
                long from = (((((outer * around.Length) + i) * within.Outer) + between) * within.Length) + j;
                source.Slice((int)from * inner, inner).CopyTo(destination[((int)row * inner)..]);
            }
        }

        private void Check(StepContext s, Shape x, Tensor lengths)
        {
            s.Require(lengths.Shape.Rank == 1, $"seq_lengths must be 1-dim, not {lengths.Shape.Rank}");
            s.Require(batch != sequence, $"batch_dim == seq_dim == {sequence}");
            s.Require(sequence < x.Rank, $"seq_dim must be < input rank ( {sequence} vs. {x.Rank})");
            s.Require(batch < x.Rank, $"batch_dim must be < input rank ( {batch} vs. {x.Rank})");
            s.Require(sequence >= 0, $"Invalid seq_dim {sequence}");
            s.Require(batch >= 0, $"Invalid batch_dim {batch}");
            s.Require(lengths.ElementCount == x[(int)batch], $"Length of seq_lengths != input.dims({batch}), ({lengths.ElementCount} vs. {x[(int)batch]})");
            for (int i = 0; i < lengths.ElementCount; i++)
            {
                s.Require(lengths.Integer(i) >= 0, $"seq_lens({i}) < 0");
                s.Require(lengths.Integer(i) <= x[(int)sequence], $"seq_lens({i}) > input.dims({sequence})");
            }
        }
    }
}
