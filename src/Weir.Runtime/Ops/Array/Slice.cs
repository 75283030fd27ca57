using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A block of a tensor: from a position, of given sizes; a size of -1 takes all that is left.</summary>
/// <remarks>Source: slice_op.cc.</remarks>
internal sealed class Slice : Op
{
    private static readonly ElementTypes NoKernels = new(DType.QInt16, DType.QUInt16, DType.Resource, DType.Variant);

    public override OpDefinition Definition { get; } = "Slice(input: T, begin: Index, size: Index) -> output: T; T: type; Index: {int32, int64}";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        Shape vector = c.Merge(c.WithRank(1, 1), c.WithRank(2, 1));
        long rank = c.MergeSizes(vector[0], x.HasRank ? x.Rank : -1);
        if (rank is < 0 or > Shape.MaxRank) return;
        long[] result = Shape.OfRank((int)rank).Dimensions.ToArray();
        (long?[]? begin, long?[]? size) = (c.Integers(1), c.Integers(2));
        for (int i = 0; i < result.Length && size is not null; i++)
        {
            c.Require(size[i] is null or >= -1, $"Invalid value in tensor used for shape: {size[i]}");
            bool rest = size[i] == -1 && begin?[i] is not null && x.HasRank && x[i] >= 0;
            result[i] = rest ? Math.Max(0, x[i] - begin![i]!.Value) : size[i] ?? -1;
        }

        c.Output(0, Shape.Of(result));
    }

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        bool known = c.TryConstant(1, out long[] begin) & c.TryConstant(2, out long[] size);
        if (!known || begin.Length != 1 || size.Length != 1 || c.Integers(0) is not { } values || c.Input(0).Rank != 1) return null;
        long length = size[0] == -1 ? values.Length - begin[0] : size[0];
        return begin[0] < 0 || length < 0 || begin[0] + length > values.Length ? null : values[(int)begin[0]..(int)(begin[0] + length)];
    }

    public override void Gradient(GradientContext g)
    {
        // What is left out got nothing: zeros before and behind.
        Output begin = g.Input(1);
        Output behind = CastOp.Build(ShapeOp.Build(g.Input(0)), begin.DType) - CastOp.Build(ShapeOp.Build(g.Output(0)), begin.DType) - begin;
        g.Flow(0, Pad.Build(g.Outgoing(0), Pack.Build([begin, behind], axis: 1)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Index");
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(default(Maker));
    }

    public static Output Build(Output x, Output begin, Output size) => x.Operation.Graph.AddOperation("Slice", [x, begin, size])[0];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Block<T>();
    }

    private sealed class Block<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor begin, Tensor size) = (s.Input(0), s.Input(1), s.Input(2));
            int rank = x.Shape.Rank;
            s.Require(begin.Shape.Rank == 1 && size.Shape.Rank == 1 && begin.ElementCount == rank && size.ElementCount == rank,
                $"Expected begin and size arguments to be 1-D tensors of size {rank}, but got shapes {begin.Shape} and {size.Shape} instead.");
            Span<long> starts = stackalloc long[rank];
            Span<long> sizes = stackalloc long[rank];
            begin.Integers(starts);
            size.Integers(sizes);
            bool whole = true;
            for (int i = 0; i < rank; i++)
            {
                long length = x.Shape[i];
                if (sizes[i] == -1) sizes[i] = length - starts[i];
                s.Require(starts[i] >= 0 && starts[i] <= length, $"Expected begin[{i}] in [0, {length}], but got {starts[i]}");
                s.Require(sizes[i] >= 0 && sizes[i] <= length - starts[i], $"Expected size[{i}] in [0, {length - starts[i]}], but got {sizes[i]}");
                whole &= sizes[i] == length;
            }

            if (whole)
            {
                s.Forward(0, 0);
                return;
            }

            Blocks.CopyOut(MovedElements.Of<T>(x), x.Shape.Dimensions, starts, MovedElements.Of<T>(s.Output(0, sizes)), sizes);
        }
    }
}
