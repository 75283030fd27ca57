using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A tensor cut into parts of given sizes along a dimension; one size may be -1: what is left.</summary>
/// <remarks>Source: split_v_op.cc; gradient: array_grad.py.</remarks>
internal sealed class SplitV : Op
{
    private static readonly ElementTypes NoKernels = new(DType.QInt8, DType.QInt16, DType.QUInt16, DType.QInt32);

    public override OpDefinition Definition { get; } = "SplitV(value: T, size_splits: Tlen, split_dim: int32) -> output: num_split * T; "
        + "num_split: int >= 1; T: type; Tlen: {int8, int32, int64} = int64";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        c.WithRank(2, 0);
        if (!x.HasRank) return;
        if (!c.TryConstant(2, out long[] dim))
        {
            c.AllOutputs(c.OutputCount == 1 ? x : Shape.OfRank(x.Rank));
            return;
        }

        c.Require(dim[0] >= -x.Rank && dim[0] < x.Rank, $"Dimension size, given by scalar input {dim[0]} must be in range [-{x.Rank}, {x.Rank})");
        int axis = (int)(dim[0] < 0 ? dim[0] + x.Rank : dim[0]);
        if (c.OutputCount == 1)
        {
            c.Output(0, x);
            return;
        }

        long[] sizes = x.Dimensions.ToArray();
        long[] parts = new long[c.OutputCount];
        Array.Fill(parts, -1);
        if (c.TryConstant(1, out long[] splits)) parts = Parts(c, splits, x[axis]);
        for (int i = 0; i < parts.Length; i++)
        {
            sizes[axis] = parts[i];
            c.Output(i, Shape.Of(sizes));
        }
    }

    private static long[] Parts(ShapeContext c, long[] splits, long length)
    {
        c.Require(splits.Length == c.OutputCount, "Length of size_splits should be equal to num_outputs");
        c.Require(splits.Count(size => size == -1) <= 1, "size_splits can only have one -1");
        long known = splits.Where(size => size != -1).Sum();
        int open = Array.IndexOf(splits, -1);
        foreach (long size in splits) c.Require(size >= -1, $"Split size at index {Array.IndexOf(splits, size)} must be >= 0. Got: {size}");
        if (length < 0) return splits;
        if (open >= 0)
        {
            c.Require(known <= length, $"Split size at index {open} must be >= 0. Got: {length - known}");
            splits[open] = length - known;
        }
        else
        {
            c.Require(known == length, $"can't split axis of size {length} into pieces of size [{string.Join(',', splits)}]");
        }

        return splits;
    }

    public override void Gradient(GradientContext g) => g.Flow(0, ConcatV2.Build([.. Enumerable.Range(0, g.Operation.OutputCount).Select(g.Outgoing)], g.Input(2)));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("num_split", "Tlen");
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(default(Maker));
    }

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Cut<T>();
    }

    private sealed class Cut<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor splits) = (s.Input(0), s.Input(1));
            int rank = x.Shape.Rank;
            s.Require(splits.Shape.Rank == 1 && splits.ElementCount == s.OutputCount,
                $"size of the split_tensor must be 1-D and have the same elements as outputs got {splits.Shape.Rank} -D and {splits.ElementCount} elements");
            s.Require(s.Input(2).ElementCount == 1, $"split_dim_tensor must have exactly one element, not {s.Input(2).Shape}.");
            long dim = s.Input(2).Integer(0);
            s.Require(dim >= -rank && dim < rank, $"-input rank(-{rank}) <= split_dim < input rank ({rank}), but got {dim}");
            int axis = (int)(dim < 0 ? dim + rank : dim);
            s.Require(s.OutputCount > 1 || splits.Integer(0) == x.Shape[axis], $"If there is only one output, it must have the same size as the input. "
                + $"Input size: {x.Shape[axis]} output size: {splits.Integer(0)}");
            long left = Left(s, splits, x.Shape[axis]);
            Copy(s, x, splits, axis, left);
        }

        private static long Left(StepContext s, Tensor splits, long length)
        {
            long known = 0;
            bool open = false;
            for (int i = 0; i < s.OutputCount; i++)
            {
                long size = splits.Integer(i);
                s.Require(size != -1 || !open, "There can only be one -1 in the input.");
                open |= size == -1;
                if (size == -1) continue;
                s.Require(size >= 0, $"Split size at index {i} must be >= 0. Got: {size}");
                known = checked(known + size);
            }

            s.Require(open ? known <= length : known == length,
                $"Determined shape must either match input shape along split_dim exactly if fully specified, or be less than the size of the input along split_dim "
                + $"if not fully specified.  Got: {known}");
            return length - known;
        }

        private static void Copy(StepContext s, Tensor x, Tensor splits, int axis, long left)
        {
            Span<long> sizes = stackalloc long[x.Shape.Rank];
            x.Shape.Dimensions.CopyTo(sizes);
            ReadOnlySpan<T> source = MovedElements.Of<T>(x);
            Slabs slabs = Slabs.Of(x.Shape.Dimensions, axis);
            long at = 0;
            for (int i = 0; i < s.OutputCount; i++)
            {
                sizes[axis] = splits.Integer(i) == -1 ? left : splits.Integer(i);
                long block = sizes[axis] * slabs.Inner;
                Slabs.Copy(slabs.Outer, block, source, slabs.Length * slabs.Inner, at, MovedElements.Of<T>(s.Output(i, sizes)), block, 0);
                at += block;
            }
        }
    }
}
