using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Tensors joined along a dimension in which their sizes may differ.</summary>
/// <remarks>The kernel takes an axis in a vector of one element, the shape rule does not. Source: concat_op.cc.</remarks>
internal sealed class ConcatV2 : Op
{
    public override OpDefinition Definition { get; } = "ConcatV2(values: N * T, axis: Tidx) -> output: T; N: int >= 2; T: type; Tidx: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c) => Infer(c, axisInput: c.InputCount - 1, firstValue: 0);

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        List<long?> values = [];
        for (int i = 0; i < c.InputCount - 1; i++)
        {
            Shape part = c.Input(i);
            if (part.Rank != 1 || part[0] < 0 || part[0] + values.Count > ShapeContext.MaxConstant) return null;
            values.AddRange(c.Integers(i) ?? new long?[part[0]]);
        }

        return [.. values];
    }

    public override void Gradient(GradientContext g) => Flow(g, g.Operation.InputEdges.Length - 1, 0);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N", "Tidx");
        return r.ForMoving(new Maker(r.InputTypes.Count - 1, 0));
    }

    public static Output Build(IReadOnlyList<Output> values, int axis) => Build(values, values[0].Operation.Graph.Const(axis));

    public static Output Build(IReadOnlyList<Output> values, Output axis) =>
        values.Count == 1 ? values[0] : values[0].Operation.Graph.AddOperation("ConcatV2", [.. values, axis])[0];

    /// <summary>The shape rule of Concat and ConcatV2.</summary>
    public static void Infer(ShapeContext c, int axisInput, int firstValue)
    {
        c.WithRank(axisInput, 0);
        int count = c.InputCount - 1;
        int rank = -1;
        for (int i = 0; i < count; i++)
        {
            Shape value = c.Input(firstValue + i);
            if (!value.HasRank) continue;
            c.Require(value.Rank > 0, "Can't concatenate scalars (use tf.stack instead)");
            c.Require(rank < 0 || rank == value.Rank, $"Shape must be rank {rank} but is rank {value.Rank}");
            rank = value.Rank;
        }

        if (rank < 0) return;
        if (!c.TryConstant(axisInput, out long[] axes))
        {
            c.Output(0, Shape.OfRank(rank));
            return;
        }

        c.Require(axes[0] >= -rank && axes[0] < rank, $"Shape must be at least rank {(axes[0] < 0 ? -axes[0] : axes[0] + 1)} but is rank {rank}");
        int axis = (int)(axes[0] < 0 ? axes[0] + rank : axes[0]);
        long[] sizes = Shape.OfRank(rank).Dimensions.ToArray();
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            Shape value = c.Input(firstValue + i);
            total = total < 0 || !value.HasRank || value[axis] < 0 ? -1 : total + value[axis];
            for (int d = 0; value.HasRank && d < rank; d++)
            {
                if (d != axis) sizes[d] = c.MergeSizes(sizes[d], value[d]);
            }
        }

        sizes[axis] = total;
        c.Output(0, Shape.Of(sizes));
    }

    /// <summary>The gradient of Concat and ConcatV2: each value's part of what flows in.</summary>
    public static void Flow(GradientContext g, int axisInput, int firstValue)
    {
        Output[] values = g.Operation.InputEdges[firstValue..(firstValue + g.Operation.InputEdges.Length - 1)];
        Output axis = CastOp.Build(g.Input(axisInput), DType.Int32);
        axis = IntegerMath.FloorMod(axis, Rank.Build(values[0]));
        Output[] sizes = [.. values.Select(ShapeOp.Build)];
        Operation offsets = ConcatOffset.Build(axis, sizes);
        for (int i = 0; i < values.Length; i++) g.Flow(firstValue + i, Slice.Build(g.Outgoing(0), offsets[i], sizes[i]));
    }

    internal readonly struct Maker(int axisInput, int firstValue) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Join<T>(axisInput, firstValue);
    }

    private sealed class Join<T>(int axisInput, int firstValue) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(axisInput).ElementCount == 1 && s.Input(axisInput).Shape.Rank <= 1,
                $"axis tensor should be a scalar integer, but got shape {s.Input(axisInput).Shape}");
            long wanted = s.Input(axisInput).Integer(0);
            Shape first = s.Input(firstValue).Shape;
            s.Require(first.Rank > 0, "ConcatOp : Can't concatenate scalars (use tf.stack instead)");
            s.Require(wanted >= -first.Rank && wanted < first.Rank,
                $"ConcatOp : Expected concatenating dimensions in the range [{-first.Rank}, {first.Rank}), but got {wanted}");
            int axis = (int)(wanted < 0 ? wanted + first.Rank : wanted);
            Span<long> sizes = stackalloc long[first.Rank];
            first.Dimensions.CopyTo(sizes);
            sizes[axis] = TotalLength(s, first, axis);
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            Slabs slabs = Slabs.Of(sizes, axis);
            long at = 0;
            for (int i = 0; i < s.InputCount - 1; i++)
            {
                Tensor value = s.Input(firstValue + i);
                long block = value.Shape[axis] * slabs.Inner;
                Slabs.Copy(slabs.Outer, block, MovedElements.Of<T>(value), block, 0, output, slabs.Length * slabs.Inner, at);
                at += block;
            }
        }

        private long TotalLength(StepContext s, Shape first, int axis)
        {
            long total = 0;
            for (int i = 0; i < s.InputCount - 1; i++)
            {
                Shape value = s.Input(firstValue + i).Shape;
                s.Require(value.Rank == first.Rank,
                    $"ConcatOp : Ranks of all input tensors should match: shape[0] = {first} vs. shape[{i}] = {value}");
                for (int d = 0; d < first.Rank; d++)
                {
                    s.Require(d == axis || value[d] == first[d],
                        $"ConcatOp : Dimension {d} in both shapes must be equal: shape[0] = {first} vs. shape[{i}] = {value}");
                }

                total += value[axis];
            }

            return total;
        }
    }
}
