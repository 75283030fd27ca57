using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Quantized images in another size; pixels between others are on a line.</summary>
/// <remarks>Source: quantized_resize_bilinear_op.cc.</remarks>
internal sealed class QuantizedResizeBilinear : Op
{
    public override OpDefinition Definition { get; } = "QuantizedResizeBilinear(images: T, size: int32, min: float, max: float) -> resized_images: T, out_min: float, out_max: float; "
        + "T: {quint8, qint32, float}; align_corners: bool = false; half_pixel_centers: bool = false";

    public override void InferShapes(ShapeContext c)
    {
        ImageSizes.Infer(c);
        c.Output(1, c.WithRank(2, 0));
        c.Output(2, c.WithRank(3, 0));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        (bool align, bool half) = ImageSizes.Flags(r);
        Kernel images = r.Type("T") switch
        {
            DType.Float32 => new Floats(align, half),
            DType.QUInt8 => new Integers<byte>(align, half, places: 7),
            _ => new Integers<int>(align, half, places: 30),
        };
        return new KeptRange(images, 2, "min", "max");
    }

    private abstract class Resizing(bool align, bool half) : Kernel
    {
        public override void Run(StepContext s)
        {
            ImageSizes sizes = ImageSizes.Of(s);
            Tensor y = s.Output(0, sizes.Batch, sizes.OutputRows, sizes.OutputColumns, sizes.Channels);
            if (y.ElementCount == 0) return;
            AxisTaps rows = AxisTaps.Linear(ScratchUse.RowTaps, sizes.Rows, sizes.OutputRows, align, half);
            AxisTaps columns = AxisTaps.Linear(ScratchUse.ColumnTaps, sizes.Columns, sizes.OutputColumns, align, half);
            Resample(sizes, rows, columns, s.Input(0), y);
        }

        protected abstract void Resample(in ImageSizes sizes, in AxisTaps rows, in AxisTaps columns, Tensor x, Tensor y);
    }

    private sealed unsafe class Floats(bool align, bool half) : Resizing(align, half)
    {
        protected override void Resample(in ImageSizes sizes, in AxisTaps rows, in AxisTaps columns, Tensor x, Tensor y) =>
            Resampling.Run(rows, columns, sizes.Rows, sizes.Columns, sizes.Channels, sizes.Batch, (float*)x.Data, (float*)y.Data);
    }

    /// <summary>With integers, weights among them: what is behind the point is cut off before it is multiplied again.</summary>
    private sealed unsafe class Integers<T>(bool align, bool half, int places) : Resizing(align, half)
        where T : unmanaged, IBinaryInteger<T>
    {
        private readonly long one = 1L << places;

        protected override void Resample(in ImageSizes sizes, in AxisTaps rows, in AxisTaps columns, Tensor x, Tensor y)
        {
            T* to = (T*)y.Data;
            nint line = (nint)sizes.Columns * sizes.Channels;
            for (nint row = 0; row < (nint)sizes.Batch * sizes.OutputRows; row++)
            {
                (nint image, nint at) = Math.DivRem(row, sizes.OutputRows);
                T* first = (T*)x.Data + (image * sizes.Rows * line);
                T* above = first + (rows.Places[2 * at] * line), below = first + (rows.Places[(2 * at) + 1] * line);
                long down = (long)(rows.Weights[(2 * at) + 1] * one);
                for (nint column = 0; column < sizes.OutputColumns; column++, to += sizes.Channels)
                {
                    nint left = (nint)columns.Places[2 * column] * sizes.Channels, right = (nint)columns.Places[(2 * column) + 1] * sizes.Channels;
                    long across = (long)(columns.Weights[(2 * column) + 1] * one);
                    for (int channel = 0; channel < sizes.Channels; channel++)
                    {
                        long upper = Between(above[left + channel], above[right + channel], across), lower = Between(below[left + channel], below[right + channel], across);
                        to[channel] = T.CreateTruncating((upper + ((lower - upper) / one * down) + (one / 2)) / one);
                    }
                }
            }
        }

        private long Between(T a, T b, long part) => (long.CreateTruncating(a) * one) + ((long.CreateTruncating(b) - long.CreateTruncating(a)) * part);
    }
}
