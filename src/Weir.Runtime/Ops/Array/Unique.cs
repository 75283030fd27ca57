using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The different elements of a vector, or slices along an axis, in the order in which they first appear; where each is; how often. Four rows.</summary>
/// <remarks>Source: unique_op.cc.</remarks>
internal sealed class Unique(OpDefinition definition, bool hasAxis, bool counts) : Op
{
    private static readonly ElementTypes Types = ElementTypes.Reals | new ElementTypes(DType.Bool);

    public static readonly Op[] All =
    [
        new Unique("Unique(x: T) -> y: T, idx: out_idx; T: type; out_idx: {int32, int64} = int32", hasAxis: false, counts: false),
        new Unique("UniqueV2(x: T, axis: Taxis) -> y: T, idx: out_idx; T: type; Taxis: {int32, int64} = int64; out_idx: {int32, int64} = int32", hasAxis: true, counts: false),
        new Unique("UniqueWithCounts(x: T) -> y: T, idx: out_idx, count: out_idx; T: type; out_idx: {int32, int64} = int32", hasAxis: false, counts: true),
        new Unique("UniqueWithCountsV2(x: T, axis: Taxis) -> y: T, idx: out_idx, count: out_idx; T: type; Taxis: {int32, int64} = int64; "
            + "out_idx: {int32, int64} = int32", hasAxis: true, counts: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        if (counts) c.Output(2, Shape.OfRank(1));
        if (!hasAxis)
        {
            c.WithRank(0, 1);
            c.Output(0, Shape.OfRank(1));
            c.Output(1, x);
            return;
        }

        c.Require(c.Input(1).Rank is -1 or 1, "axis expects a 1D vector.");
        c.Output(1, Shape.OfRank(1));
        if (!c.TryConstant(1, out long[] axes)) return;
        c.Require(axes.Length <= 1, "axis does not support input tensors larger than 1 elements.");
        if (!x.HasRank) return;
        c.Require(axes.Length == 1 || x.Rank == 1, "x expects a 1D vector.");
        long wanted = axes.Length == 0 ? 0 : axes[0];
        c.Require(wanted >= -x.Rank && wanted < x.Rank, $"axis expects to be in the range [{-x.Rank}, {x.Rank})");
        int axis = (int)(wanted < 0 ? wanted + x.Rank : wanted);
        c.Output(0, Shape.Of([.. x.Dimensions[..axis], -1, .. x.Dimensions[(axis + 1)..]]));
        c.Output(1, Shape.Of(x[axis]));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("out_idx", "Taxis");
        return r.Type("T") == DType.String ? new Find<byte[]>(hasAxis, counts) : r.ForType(Types, new Maker(hasAxis, counts));
    }

    private readonly struct Maker(bool hasAxis, bool counts) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Find<T>(hasAxis, counts);
    }

    private sealed class Find<T>(bool hasAxis, bool counts) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            int axis = Axis(s, x.Shape);
            Slabs slabs = Slabs.Of(x.Shape.Dimensions, axis);
            s.Require(slabs.Length <= int.MaxValue, "unique does not support input tensors larger than 2147483647 elements");
            int length = (int)slabs.Length;
            int[] memory = ArrayPool<int>.Shared.Rent(2 * length);
            Span<int> ids = memory.AsSpan(0, length);
            Span<int> firsts = memory.AsSpan(length, length);
            int count = DistinctRows.Number<T>(MovedElements.Of<T>(x), slabs, ids, firsts);
            Span<long> sizes = stackalloc long[x.Shape.Rank];
            x.Shape.Dimensions.CopyTo(sizes);
            sizes[axis] = count;
            Take(MovedElements.Of<T>(x), slabs, firsts[..count], MovedElements.Of<T>(s.Output(0, sizes)));
            Write(ids, s.Output(1, length));
            if (counts)
            {
                firsts[..count].Clear();
                foreach (int id in ids) firsts[id]++;
                Write(firsts[..count], s.Output(2, count));
            }

            ArrayPool<int>.Shared.Return(memory);
        }

        private int Axis(StepContext s, Shape x)
        {
            if (hasAxis)
            {
                Tensor axes = s.Input(1);
                s.Require(axes.Shape.Rank == 1, "axis expects a 1D vector.");
                s.Require(axes.ElementCount <= 1, "axis does not support input tensors larger than 1 elements");
                if (axes.ElementCount == 1)
                {
                    long axis = axes.Integer(0);
                    s.Require(axis >= -x.Rank && axis < x.Rank, $"axis has to be between [0, {x.Rank})");
                    return (int)(axis < 0 ? axis + x.Rank : axis);
                }
            }

            s.Require(x.Rank == 1, "unique expects a 1D vector.");
            return 0;
        }

        private static void Take(ReadOnlySpan<T> x, Slabs slabs, ReadOnlySpan<int> rows, Span<T> y)
        {
            int inner = (int)slabs.Inner;
            for (int outer = 0, at = 0; outer < slabs.Outer; outer++)
            {
                foreach (int row in rows)
                {
                    x.Slice((int)(((outer * slabs.Length) + row) * inner), inner).CopyTo(y[at..]);
                    at += inner;
                }
            }
        }

        private static void Write(ReadOnlySpan<int> values, Tensor output)
        {
            if (output.DType == DType.Int32) values.CopyTo(output.Elements<int>());
            else for (int i = 0; i < values.Length; i++) output.Elements<long>()[i] = values[i];
        }
    }
}
