using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Draws the edges of boxes into images, with given colours or with ten of its own. Two rows of the table.</summary>
/// <remarks>A box that is inverted or outside is not drawn. Source: draw_bounding_box_op.cc.</remarks>
internal sealed class DrawBoundingBoxes(OpDefinition definition, bool hasColors) : Op
{
    public static readonly Op[] All =
    [
        new DrawBoundingBoxes("DrawBoundingBoxes(images: T, boxes: float) -> output: T; T: {float, half} = float", hasColors: false),
        new DrawBoundingBoxes("DrawBoundingBoxesV2(images: T, boxes: float, colors: float) -> output: T; T: {float, half} = float", hasColors: true),
    ];

    private const string Depths = "Channel depth should be either 1 (GRY), 3 (RGB), or 4 (RGBA)";

    /// <summary>Yellow, blue, red, lime, purple, olive, maroon, navy, aqua, fuchsia.</summary>
    private static readonly float[][] OwnColors =
    [
        [1, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 1], [0, 1, 0, 1], [0.5f, 0, 0.5f, 1],
        [0.5f, 0.5f, 0, 1], [0.5f, 0, 0, 1], [0, 0, 0.5f, 1], [0, 1, 1, 1], [1, 0, 1, 1],
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape images = hasColors ? c.WithRankAtLeast(0, 3) : c.WithRank(0, 4);
        if (!hasColors) c.Require(images[3] is -1 or 1 or 3 or 4, Depths);
        c.Output(0, images);
    }

    public override void Gradient(GradientContext g)
    {
        if (hasColors) base.Gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(new ElementTypes(DType.Float32, DType.Float16), new Maker(hasColors));

    private readonly struct Maker(bool hasColors) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(hasColors);
    }

    private sealed class Impl<T>(bool hasColors) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor images, Tensor boxes) = (s.Input(0), s.Input(1));
            s.Require(images.Shape.Rank == 4, "The rank of the images should be 4");
            s.Require(boxes.Shape.Rank == 3, "The rank of the boxes tensor should be 3");
            s.Require(images.Shape[0] == boxes.Shape[0], "The batch sizes should be the same");
            int depth = (int)Math.Min(images.Shape[3], int.MaxValue);
            s.Require(depth is 1 or 3 or 4, Depths);
            s.Require(boxes.Shape[2] == 4, $"The size of the third dimension of the box must be 4. Received: {boxes.Shape[2]}");
            T[][] colors = Array.ConvertAll(Colors(s, depth), color => Array.ConvertAll(color, value => RealNumber.FromDouble<T>(value)));
            Tensor output = s.OutputLike(0, images);
            images.Elements<T>().CopyTo(output.Elements<T>());
            if (output.ElementCount == 0) return;
            (int rows, int columns, int perImage) = (checked((int)images.Shape[1]), checked((int)images.Shape[2]), checked((int)boxes.Shape[1]));
            for (int image = 0; image < images.Shape[0]; image++)
            {
                Span<T> canvas = output.Elements<T>().Slice(image * rows * columns * depth, rows * columns * depth);
                for (int box = 0; box < perImage; box++)
                {
                    Draw(canvas, rows, columns, boxes.Elements<float>().Slice(((image * perImage) + box) * 4, 4), colors[box % colors.Length]);
                }
            }
        }

        private float[][] Colors(StepContext s, int depth)
        {
            if (hasColors)
            {
                Tensor colors = s.Input(2);
                s.Require(colors.Shape.Rank == 2, $"colors must be a 2-D matrix{colors.Shape}");
                s.Require(colors.Shape[1] >= depth, $"colors must have equal or more channels than the image provided: {colors.Shape}");
                int count = (int)colors.Shape[0], width = (int)colors.Shape[1];
                if (count > 0) return [.. Enumerable.Range(0, count).Select(i => colors.Elements<float>().Slice(i * width, depth).ToArray())];
            }

            return Array.ConvertAll(OwnColors, color => depth == 1 ? [1] : color[..depth]);
        }

        private static void Draw(Span<T> canvas, int rows, int columns, ReadOnlySpan<float> box, ReadOnlySpan<T> color)
        {
            (long top, long left, long bottom, long right) = (WholePart.Of(box[0] * (rows - 1)), WholePart.Of(box[1] * (columns - 1)), WholePart.Of(box[2] * (rows - 1)), WholePart.Of(box[3] * (columns - 1)));
            if (top > bottom || left > right || top >= rows || bottom < 0 || left >= columns || right < 0) return;
            (int firstRow, int lastRow) = ((int)Math.Max(top, 0), (int)Math.Min(bottom, rows - 1));
            (int firstColumn, int lastColumn) = ((int)Math.Max(left, 0), (int)Math.Min(right, columns - 1));
            for (int column = firstColumn; column <= lastColumn; column++)
            {
                if (top >= 0) color.CopyTo(canvas[(((firstRow * columns) + column) * color.Length)..]);
                if (bottom < rows) color.CopyTo(canvas[(((lastRow * columns) + column) * color.Length)..]);
            }

            for (int row = firstRow; row <= lastRow; row++)
            {
                if (left >= 0) color.CopyTo(canvas[(((row * columns) + firstColumn) * color.Length)..]);
                if (right < columns) color.CopyTo(canvas[(((row * columns) + lastColumn) * color.Length)..]);
            }
        }
    }
}
