using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A convolution of images with their mirror image around them, resized before that in one of the two rows of the table.</summary>
/// <remarks>Source: conv_ops_fused_image_transform.cc. There is no gradient in TensorFlow.</remarks>
internal sealed class PaddedConv2D(OpDefinition definition, bool resizes) : Op
{
    private const string Rest = "mode: {\"REFLECT\", \"SYMMETRIC\"}; strides: list(int); padding: {\"SAME\", \"VALID\"}";

    public static readonly Op[] All =
    [
        new PaddedConv2D("FusedPadConv2D(input: T, paddings: int32, filter: T) -> output: T; T: {half, bfloat16, float, double}; " + Rest, resizes: false),
        new PaddedConv2D("FusedResizeAndPadConv2D(input: T, size: int32, paddings: int32, filter: T) -> output: T; T: {half, float, double}; "
            + "resize_align_corners: bool = false; " + Rest, resizes: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        int paddings = resizes ? 2 : 1;
        Shape input = c.WithRank(0, 4), filter = c.WithRank(paddings + 1, 4);
        if (resizes) c.MergeSizes(c.WithRank(1, 1)[0], 2);
        c.WithRank(paddings, 2);
        c.MergeSizes(input[3], filter[2]);
        c.Output(0, Shape.Of(input[0], -1, -1, filter[3]));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        WindowRule rule = WindowRule.Of(r, 2);
        if (!rule.StridesAreSpatial) throw new TfException(StatusCode.InvalidArgument, "Current implementation does not yet support strides in the batch and depth dimensions.");
        bool? align = resizes ? r.Bool("resize_align_corners") : null;
        return r.ForNumber(resizes ? ElementTypes.WideFloats | new ElementTypes(DType.Float16) : ElementTypes.Floats, new Maker(rule, r.String("mode") == "REFLECT" ? 1 : 0, align));
    }

    private readonly struct Maker(WindowRule rule, int edge, bool? align) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule, edge, align);
    }

    /// <param name="rule">How the windows slide.</param>
    /// <param name="edge">1: the edge is left out of the mirror image.</param>
    /// <param name="align">How images are resized; null: not at all.</param>
    private sealed unsafe class Impl<T>(WindowRule rule, int edge, bool? align) : ConvKernel<T, Simd.Identity>(rule, align is null ? 2 : 3)
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor paddings, Tensor filter) = (s.Input(0), s.Input(FilterInput - 1), s.Input(FilterInput));
            s.Require(x.ElementCount > 0, "Input tensor can't be empty");
            s.Require(x.Shape.Rank == 4, $"Fused mirror padding only supports four-dimensional inputs, but {x.Shape.Rank} requested");
            (long rows, long columns) = (x.Shape[1], x.Shape[2]);
            if (align is not null)
            {
                ImageSizes sizes = ImageSizes.Of(s);
                (rows, columns) = (sizes.OutputRows, sizes.OutputColumns);
            }

            s.Require(paddings.Shape.Rank == 2 && paddings.Shape[1] == 2, $"paddings must be a matrix with 2 columns: {paddings.Shape}");
            s.Require(paddings.Shape[0] == 4, $"The first dimension of paddings must be the rank of inputs: 4 {paddings.Shape}");
            (int top, long paddedRows) = Padded(s, paddings, 1, rows);
            (int left, long paddedColumns) = Padded(s, paddings, 2, columns);
            foreach (int d in (ReadOnlySpan<int>)[0, 3])
            {
                s.Require(paddings.Integer(2 * d) == 0 && paddings.Integer((2 * d) + 1) == 0, $"Fused mirror padding only support spatial padding, not {(d == 0 ? "batches" : "channels")}");
            }

            s.Require(filter.Shape.Rank == 4, $"filter must be 4-dimensional: {filter.Shape}");
            s.Require(filter.Shape[2] == x.Shape[3], $"input and filter must have the same depth: {x.Shape[3]} vs {filter.Shape[2]}");
            ReadOnlySpan<long> padded = [x.Shape[0], paddedRows, paddedColumns, x.Shape[3]];
            ConvShape shape = ConvSizes.Of(s, Rule, padded, filter.Shape.Dimensions);
            s.RequireRoom(Math.Min(s.RequireSizes(padded), long.MaxValue / sizeof(double)) * x.DType.ElementSize());
            Span<long> output = stackalloc long[4];
            Rule.OutputSizes(shape.Windows, shape.OutputChannels, output);
            Tensor result = s.Output(0, output);
            s.Require(result.ElementCount > 0, "Output tensor can't be empty");
            using Tensor image = Tensor.Allocate(x.DType, Shape.Of(padded));
            Surround(x, image, (int)rows, (int)columns, top, left);
            Convolve(s, shape, image.Elements<T>(), result);
        }

        private (int Before, long Size) Padded(StepContext s, Tensor paddings, int dimension, long size)
        {
            (long before, long after) = (paddings.Integer(2 * dimension), paddings.Integer((2 * dimension) + 1));
            s.Require(before >= 0 && after >= 0, $"paddings must be non-negative: {before} {after}");
            s.Require(edge == 0 || (before < size && after < size), $"paddings must be less than the dimension size: {before}, {after} not less than {size}");
            s.Require(before <= size && after <= size, $"paddings must be no greater than the dimension size: {before}, {after} greater than {size}");
            return ((int)before, size + before + after);
        }

        /// <summary>Fills an image with the pixels of another, resized if need be, and their mirror image.</summary>
        private void Surround(Tensor x, Tensor image, int rows, int columns, int top, int left)
        {
            (int inputRows, int inputColumns, int channels) = ((int)x.Shape[1], (int)x.Shape[2], (int)x.Shape[3]);
            AxisTaps down = default, across = default;
            if (align is { } corners)
            {
                down = AxisTaps.Linear(ScratchUse.RowTaps, inputRows, rows, corners, halfPixelCenters: false);
                across = AxisTaps.Linear(ScratchUse.ColumnTaps, inputColumns, columns, corners, halfPixelCenters: false);
            }

            T* to = (T*)image.Data;
            for (int line = 0; line < image.Shape[0] * image.Shape[1]; line++)
            {
                (int batch, int paddedRow) = Math.DivRem(line, (int)image.Shape[1]);
                T* from = (T*)x.Data + ((nint)batch * inputRows * inputColumns * channels);
                int row = Mirrored(paddedRow - top, rows);
                for (int paddedColumn = 0; paddedColumn < image.Shape[2]; paddedColumn++, to += channels)
                {
                    int column = Mirrored(paddedColumn - left, columns);
                    if (align is null)
                    {
                        new ReadOnlySpan<T>(from + ((((nint)row * columns) + column) * channels), channels).CopyTo(new Span<T>(to, channels));
                        continue;
                    }

                    T* above = from + ((nint)down.Places[2 * row] * inputColumns * channels), below = from + ((nint)down.Places[(2 * row) + 1] * inputColumns * channels);
                    nint a = (nint)across.Places[2 * column] * channels, b = (nint)across.Places[(2 * column) + 1] * channels;
                    (double partY, double partX) = (down.Weights[(2 * row) + 1], across.Weights[(2 * column) + 1]);
                    for (int channel = 0; channel < channels; channel++)
                    {
                        double upper = Between(above[a + channel], above[b + channel], partX), lower = Between(below[a + channel], below[b + channel], partX);
                        to[channel] = RealNumber.FromDouble<T>(upper + ((lower - upper) * partY));
                    }
                }
            }
        }

        private int Mirrored(int place, int size) => place < 0 ? edge - 1 - place : place >= size ? (2 * size) - 1 - edge - place : place;

        private static double Between(T a, T b, double part)
        {
            double from = RealNumber.ToDouble(a);
            return from + ((RealNumber.ToDouble(b) - from) * part);
        }
    }
}
