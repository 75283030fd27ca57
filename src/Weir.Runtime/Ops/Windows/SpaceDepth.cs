using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Blocks of pixels as one pixel's channels, and back. Two rows of the table.</summary>
/// <remarks>Channels last only. Source: spacetodepth_op.cc, depthtospace_op.cc; gradients: array_grad.py.</remarks>
internal sealed class SpaceDepth(OpDefinition definition, bool toDepth) : Op
{
    private const string Attributes = "T: type; block_size: int >= 2; data_format: {\"NHWC\", \"NCHW\", \"NCHW_VECT_C\"} = \"NHWC\"";

    public static readonly Op[] All =
    [
        new SpaceDepth("DepthToSpace(input: T) -> output: T; " + Attributes, toDepth: false),
        new SpaceDepth("SpaceToDepth(input: T) -> output: T; " + Attributes, toDepth: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        string format = c.Attributes.GetString("data_format");
        long block = c.Attributes.Get<long>("block_size");
        if (format == "NCHW_VECT_C")
        {
            c.Output(0, c.WithRank(0, 5) is { } five ? Shape.OfRank(five.Rank) : Shape.Unknown);
            return;
        }

        Shape x = c.WithRank(0, 4);
        (int channel, int row) = format == "NHWC" ? (3, 1) : (1, 2);
        long[] sizes = x.Dimensions.ToArray();
        sizes[row] = toDepth ? Divide(c, x[row], block) : Multiply(c, x[row], block);
        sizes[row + 1] = toDepth ? Divide(c, x[row + 1], block) : Multiply(c, x[row + 1], block);
        sizes[channel] = toDepth ? Multiply(c, Multiply(c, x[channel], block), block) : Divide(c, x[channel], Multiply(c, block, block));
        c.Output(0, Shape.Of(sizes));
    }

    public override void Gradient(GradientContext g) =>
        g.Flow(0, g.Graph.AddOperation(toDepth ? "DepthToSpace" : "SpaceToDepth", [g.Outgoing(0)], g.Attributes("block_size", "data_format"))[0]);

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (r.String("data_format") != "NHWC") throw r.NoKernel("T");
        return r.ForMoving(new Maker(r.Int("block_size"), toDepth));
    }

    private static long Divide(ShapeContext c, long size, long by)
    {
        c.Require(size < 0 || size % by == 0, $"Dimension size must be evenly divisible by {by} but is {size}");
        return size < 0 ? -1 : size / by;
    }

    private static long Multiply(ShapeContext c, long size, long by)
    {
        c.Require(size <= 0 || by <= long.MaxValue / size, $"Dimension size {size} times {by} is too large");
        return size < 0 ? -1 : size * by;
    }

    private readonly struct Maker(long block, bool toDepth) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Impl<T>(block, toDepth);
    }

    private sealed class Impl<T>(long block, bool toDepth) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank == 4, $"Input rank should be 4 instead of {x.Shape.Rank}");
            s.Require(block <= int.MaxValue, $"block_size is too large: {block}");
            (long rows, long columns, long depth) = (x.Shape[1], x.Shape[2], x.Shape[3]);
            if (toDepth)
            {
                s.Require(rows % block == 0 && columns % block == 0, $"Image width {columns} and height {rows} should be divisible by block_size: {block}");
                Tensor y = s.Output(0, x.Shape[0], rows / block, columns / block, checked(depth * block * block));
                Move(MovedElements.Of<T>(x), MovedElements.Of<T>(y), x.Shape[0] * (rows / block), columns / block, depth * block);
            }
            else
            {
                s.Require(depth % (block * block) == 0, $"Input depth dimension {depth} should be divisible by: {block * block}");
                Tensor y = s.Output(0, x.Shape[0], checked(rows * block), checked(columns * block), depth / (block * block));
                Move(MovedElements.Of<T>(x), MovedElements.Of<T>(y), x.Shape[0] * rows, columns, depth / block);
            }
        }

        /// <summary>Exchanges the two middle dimensions of [bands, block, columns, run] and [bands, columns, block, run].</summary>
        private void Move(ReadOnlySpan<T> x, Span<T> y, long bands, long columns, long run)
        {
            if (x.IsEmpty) return;
            (int length, int width) = ((int)run, (int)columns);
            for (int band = 0, begin = 0; band < bands; band++, begin += (int)(columns * block * run))
            {
                for (int line = 0; line < block; line++)
                {
                    for (int column = 0; column < width; column++)
                    {
                        int apart = begin + (((line * width) + column) * length), together = begin + (((column * (int)block) + line) * length);
                        x.Slice(toDepth ? apart : together, length).CopyTo(y.Slice(toDepth ? together : apart, length));
                    }
                }
            }
        }
    }
}
