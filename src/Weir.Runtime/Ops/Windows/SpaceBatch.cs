using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Moves the places of spatial blocks to the batch dimension, after padding, and back, before cropping. Four rows of the table.</summary>
/// <remarks>Source: spacetobatch_op.cc, batchtospace_op.cc; gradients: array_grad.py.</remarks>
internal sealed class SpaceBatch(OpDefinition definition, bool toBatch, bool hasShape) : Op
{
    public static readonly Op[] All =
    [
        new SpaceBatch("BatchToSpace(input: T, crops: Tidx) -> output: T; T: type; block_size: int >= 2; Tidx: {int32, int64} = int32", toBatch: false, hasShape: false),
        new SpaceBatch("BatchToSpaceND(input: T, block_shape: Tblock_shape, crops: Tcrops) -> output: T; T: type; Tblock_shape: {int32, int64} = int32; "
            + "Tcrops: {int32, int64} = int32", toBatch: false, hasShape: true),
        new SpaceBatch("SpaceToBatch(input: T, paddings: Tpaddings) -> output: T; T: type; Tpaddings: {int32, int64} = int32; block_size: int >= 2", toBatch: true, hasShape: false),
        new SpaceBatch("SpaceToBatchND(input: T, block_shape: Tblock_shape, paddings: Tpaddings) -> output: T; T: type; Tblock_shape: {int32, int64} = int32; "
            + "Tpaddings: {int32, int64} = int32", toBatch: true, hasShape: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = hasShape ? c.Input(0) : c.WithRank(0, 4);
        int marginInput = hasShape ? 2 : 1;
        c.Require(!hasShape || !c.Input(1).HasRank || c.Input(1).Rank == 1, "block_shape must have rank 1.");
        long dimensions = hasShape ? c.WithRank(1, 1)[0] : 2;
        Shape margins = c.WithRank(marginInput, 2);
        c.MergeSizes(margins[1], 2);
        dimensions = c.MergeSizes(margins[0], dimensions);
        if (dimensions < 0) return;
        c.Require(!x.HasRank || x.Rank > dimensions, $"Shape must be at least rank {dimensions + 1} but is rank {x.Rank}");
        if (!x.HasRank) return;
        long[]? blocks = Blocks(c, (int)dimensions), margin = c.TryConstant(marginInput, out long[] given) ? given : null;
        long[] sizes = x.Dimensions.ToArray();
        for (int i = 0; i < dimensions; i++)
        {
            c.Require(blocks is null || blocks[i] > 0, "block_shape must be positive");
            c.Require(margin is null || (margin[2 * i] >= 0 && margin[(2 * i) + 1] >= 0), $"{(toBatch ? "paddings" : "crops")} cannot be negative");
            sizes[i + 1] = blocks is null || margin is null || x[i + 1] < 0 ? -1 : Space(c, x[i + 1], blocks[i], margin[2 * i] + margin[(2 * i) + 1]);
        }

        long product = blocks is null ? -1 : Product(c, blocks);
        c.Require(toBatch || product < 0 || x[0] < 0 || x[0] % product == 0, $"Dimension size must be evenly divisible by {product} but is {x[0]}");
        sizes[0] = product < 0 || x[0] < 0 ? -1 : toBatch ? Product(c, [x[0], product]) : x[0] / product;
        c.Output(0, Shape.Of(sizes));
    }

    private static long Product(ShapeContext c, ReadOnlySpan<long> sizes)
    {
        Int128 product = 1;
        foreach (long size in sizes) c.Require((product *= size) <= long.MaxValue, "block_shape is too large");
        return (long)product;
    }

    public override void Gradient(GradientContext g)
    {
        string op = (toBatch, hasShape) switch
        {
            (true, true) => "BatchToSpaceND",
            (true, false) => "BatchToSpace",
            (false, true) => "SpaceToBatchND",
            _ => "SpaceToBatch",
        };
        g.Flow(0, g.Graph.AddOperation(op, hasShape ? [g.Outgoing(0), g.Input(1), g.Input(2)] : [g.Outgoing(0), g.Input(1)], g.Attributes("block_size"))[0]);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx", "Tblock_shape", "Tcrops", "Tpaddings");
        if (!ElementTypes.Reals.Contains(r.Type("T"))) throw r.NoKernel("T");
        return r.ForMoving(new Maker(toBatch, hasShape ? 0 : r.Int("block_size")));
    }

    private long[]? Blocks(ShapeContext c, int dimensions)
    {
        if (!hasShape) return [.. Enumerable.Repeat(c.Attributes.Get<long>("block_size"), dimensions)];
        return c.TryConstant(1, out long[] blocks) ? blocks : null;
    }

    private long Space(ShapeContext c, long size, long block, long margin)
    {
        if (!toBatch) return checked((size * block) - margin) is >= 0 and long cropped ? cropped : throw c.Error($"Negative dimension size caused by subtracting {margin} from {size * block}");
        long padded = checked(size + margin);
        c.Require(padded % block == 0, $"Dimension size must be evenly divisible by {block} but is {padded}");
        return padded / block;
    }

    private readonly struct Maker(bool toBatch, long block) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Impl<T>(toBatch, block);
    }

    /// <param name="toBatch">The direction.</param>
    /// <param name="block">The block size in both dimensions; 0: input 1 says the sizes.</param>
    private sealed class Impl<T>(bool toBatch, long block) : Kernel
    {
        private const long Most = 1 << 30;

        public override void Run(StepContext s)
        {
            (Tensor x, Tensor margins) = (s.Input(0), s.Input(block == 0 ? 2 : 1));
            s.Require(block == 0 || x.Shape.Rank == 4, $"Input rank should be: 4 instead of: {x.Shape.Rank}");
            s.Require(block > 0 || s.Input(1).Shape.Rank == 1, $"block_shape rank should be 1 instead of {s.Input(1).Shape.Rank}");
            int dimensions = block > 0 ? 2 : checked((int)s.Input(1).Shape[0]);
            s.Require(x.Shape.Rank > dimensions, $"input rank should be >= {dimensions + 1} instead of {x.Shape.Rank}");
            s.Require(margins.Shape.Rank == 2 && margins.Shape[0] == dimensions && margins.Shape[1] == 2, $"{(toBatch ? "paddings" : "crops")} should have shape [{dimensions}, 2] instead of {margins.Shape}");
            Span<long> blocks = stackalloc long[dimensions], before = stackalloc long[dimensions], sizes = stackalloc long[x.Shape.Rank];
            x.Shape.Dimensions.CopyTo(sizes);
            double product = 1;
            for (int i = 0; i < dimensions; i++)
            {
                blocks[i] = block > 0 ? block : s.Input(1).Integer(i);
                s.Require(blocks[i] is > 0 and <= Most, $"All values in block_shape must be positive, got value, {blocks[i]} at index {i}.");
                product *= blocks[i];
                before[i] = margins.Integer(2 * i);
                long after = margins.Integer((2 * i) + 1);
                s.Require(before[i] is >= 0 and <= Most && after is >= 0 and <= Most, $"{(toBatch ? "Paddings" : "Crops")} must be non-negative");
                s.Require(product <= Most && sizes[i + 1] <= Most, $"Product of block sizes or input is too large: {product}, {x.Shape}");
                sizes[i + 1] = Space(s, i, sizes[i + 1], blocks[i], before[i] + after);
            }

            s.Require(toBatch || sizes[0] % (long)product == 0, $"Input batch dimension ({sizes[0]}) is not divisible by product of block sizes ({product})");
            sizes[0] = toBatch ? checked(sizes[0] * (long)product) : sizes[0] / (long)product;
            Tensor y = s.Output(0, sizes);
            if (y.ElementCount > 0) Move(x, y, blocks, before);
        }

        private long Space(StepContext s, int dimension, long size, long by, long margin)
        {
            if (toBatch)
            {
                s.Require((size + margin) % by == 0, $"padded_shape[{dimension}]={size + margin} is not divisible by block_shape[{dimension}]={by}");
                return (size + margin) / by;
            }

            s.Require((size * by) - margin >= 0, $"cropped_shape[{dimension}]={(size * by) - margin} must be non-negative");
            return (size * by) - margin;
        }

        /// <summary>Writes the result run by run: what is behind the blocked dimensions stays together.</summary>
        private void Move(Tensor x, Tensor y, ReadOnlySpan<long> blocks, ReadOnlySpan<long> before)
        {
            ReadOnlySpan<T> source = MovedElements.Of<T>(x);
            Span<T> target = MovedElements.Of<T>(y);
            int run = 1;
            for (int d = blocks.Length + 1; d < y.Shape.Rank; d++) run *= (int)y.Shape[d];
            long batch = toBatch ? x.Shape[0] : y.Shape[0];
            for (int at = 0, row = 0; at < target.Length; at += run, row++)
            {
                long from = toBatch ? PaddedPixel(x.Shape, y.Shape, blocks, before, batch, row) : BlockedPixel(x.Shape, y.Shape, blocks, before, batch, row);
                if (from < 0) target.Slice(at, run).Fill(MovedElements.Zero<T>());
                else source.Slice((int)from * run, run).CopyTo(target.Slice(at, run));
            }
        }

        /// <summary>The pixel of an image that a pixel of the batch of places is; -1: it is padding.</summary>
        private static long PaddedPixel(Shape x, Shape y, ReadOnlySpan<long> blocks, ReadOnlySpan<long> before, long batch, long row)
        {
            long places = row;
            for (int i = 0; i < blocks.Length; i++) places /= y[i + 1];
            (long place, long image) = Math.DivRem(places, batch);
            long pixel = 0, stride = 1;
            for (int i = blocks.Length - 1; i >= 0; i--)
            {
                (row, long index) = Math.DivRem(row, y[i + 1]);
                (place, long offset) = Math.DivRem(place, blocks[i]);
                long position = (index * blocks[i]) + offset - before[i];
                if (position < 0 || position >= x[i + 1]) return -1;
                pixel += position * stride;
                stride *= x[i + 1];
            }

            return (image * stride) + pixel;
        }

        /// <summary>The pixel of the batch of places that a pixel of an image is.</summary>
        private static long BlockedPixel(Shape x, Shape y, ReadOnlySpan<long> blocks, ReadOnlySpan<long> before, long batch, long row)
        {
            long place = 0, placeStride = 1, pixel = 0, stride = 1;
            for (int i = blocks.Length - 1; i >= 0; i--)
            {
                (row, long position) = Math.DivRem(row, y[i + 1]);
                (long index, long offset) = Math.DivRem(position + before[i], blocks[i]);
                place += offset * placeStride;
                placeStride *= blocks[i];
                pixel += index * stride;
                stride *= x[i + 1];
            }

            return (((place * batch) + row) * stride) + pixel;
        }
    }
}
