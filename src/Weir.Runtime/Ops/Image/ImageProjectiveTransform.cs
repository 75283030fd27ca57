using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Images seen through a projective map: each pixel is that of the place which the map gives for it. Two rows of the table.</summary>
/// <remarks>Source: image_ops.h; gradients: image_grad.py.</remarks>
internal sealed class ImageProjectiveTransform(OpDefinition definition, bool hasFillValue) : Op
{
    private const string Attributes = "dtype: {uint8, int32, int64, half, float, double}; interpolation: string; fill_mode: string = \"CONSTANT\"";

    public static readonly Op[] All =
    [
        new ImageProjectiveTransform("ImageProjectiveTransformV2(images: dtype, transforms: float, output_shape: int32) -> transformed_images: dtype; " + Attributes, hasFillValue: false),
        new ImageProjectiveTransform("ImageProjectiveTransformV3(images: dtype, transforms: float, output_shape: int32, fill_value: float) -> transformed_images: dtype; " + Attributes,
            hasFillValue: true),
    ];

    /// <summary>The numbers of a map; the ninth is 1.</summary>
    private const int Coefficients = 8;

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => ImageSizes.Infer(c, sizeInput: 2);

    /// <remarks>The gradient is seen through the inverse maps.</remarks>
    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        Output ninth = graph.Const(Tensor.From(0f, 0, 0, 0, 0, 0, 0, 0, 1));
        Output maps = Pad.Build(g.Input(1), graph.Const(Tensor.From(0, 0, 0, 1).Reshape(Shape.Of(2, 2)))) + ninth;
        Output inverse = MatrixMaps.Inverse(Reshape.Build(maps, graph.Const(Tensor.From(-1, 3, 3))), adjoint: false);
        Output flat = Reshape.Build(inverse, graph.Const(Tensor.From(-1, Coefficients + 1)));
        Output transforms = MatrixGraph.Columns(flat / MatrixGraph.Columns(flat, Coefficients, Coefficients + 1), 0, Coefficients);
        Output sizes = Slice.Build(ShapeOp.Build(g.Input(0)), graph.Const(Tensor.From(1)), graph.Const(Tensor.From(2)));
        Output[] inputs = hasFillValue ? [g.Outgoing(0), transforms, sizes, graph.Const(0.0, DType.Float32)] : [g.Outgoing(0), transforms, sizes];
        g.Flow(0, graph.AddOperation(definition.Name, inputs, g.Attributes("interpolation", "fill_mode"))[0]);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool linear = r.String("interpolation") switch
        {
            "BILINEAR" => true,
            "NEAREST" => false,
            string other => throw new TfException(StatusCode.InvalidArgument, $"Invalid interpolation {other}. Supported types: NEAREST, BILINEAR"),
        };
        FillMode fill = r.String("fill_mode") switch
        {
            "REFLECT" => FillMode.Reflect,
            "WRAP" => FillMode.Wrap,
            "CONSTANT" => FillMode.Constant,
            "NEAREST" => FillMode.Nearest,
            string other => throw new TfException(StatusCode.InvalidArgument, $"Invalid mode {other}. Supported types: REFLECT, WRAP, CONSTANT, NEAREST"),
        };
        return r.Type("dtype") switch
        {
            DType.UInt8 => new Impl<byte>(linear, fill),
            DType.Int32 => new Impl<int>(linear, fill),
            DType.Int64 => new Impl<long>(linear, fill),
            DType.Float16 => new Impl<Half>(linear, fill),
            DType.Float32 => new Impl<float>(linear, fill),
            DType.Float64 => new Impl<double>(linear, fill),
            _ => throw r.NoKernel("dtype"),
        };
    }

    private sealed unsafe class Impl<T>(bool linear, FillMode fill) : Kernel
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (Tensor images, Tensor transforms, Tensor size) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(images.Shape.Rank == 4, "Input images must have rank 4");
            s.Require(transforms.Shape.Rank == 2 && (transforms.Shape[0] == images.Shape[0] || transforms.Shape[0] == 1) && transforms.Shape[1] == Coefficients,
                "Input transform should be num_images x 8 or 1 x 8");
            s.Require(size.Shape.Rank == 1, $"output shape must be 1-dimensional{size.Shape}");
            s.Require(size.ElementCount == 2, $"output shape must have two elements{size.Shape}");
            (int rows, int columns) = (size.Elements<int>()[0], size.Elements<int>()[1]);
            s.Require(rows > 0 && columns > 0, "output dimensions must be positive");
            float outside = 0;
            if (s.InputCount > 3)
            {
                s.Require(s.Input(3).Shape.Rank == 0, $"fill_value must be a scalar{s.Input(3).Shape}");
                outside = s.Input(3).Elements<float>()[0];
            }

            Tensor output = s.Output(0, images.Shape[0], rows, columns, images.Shape[3]);
            if (output.ElementCount == 0) return;
            (int inputRows, int inputColumns, int channels) = (checked((int)images.Shape[1]), checked((int)images.Shape[2]), checked((int)images.Shape[3]));
            Job job = new((T*)images.Data, inputRows, inputColumns, (float*)transforms.Data, transforms.Shape[0] > 1, (T*)output.Data, rows, columns, channels, linear, fill, T.CreateTruncating(outside));
            WorkPool.Run(job, images.Shape[0] * rows, columns * (20_000L + (channels * 5_000L)));
        }

        /// <summary>Rows of the output, one after another.</summary>
        private readonly struct Job(
            T* images, int inputRows, int inputColumns, float* transforms, bool oneEach, T* output, int rows, int columns, int channels, bool linear, FillMode fill, T outside) : IParallelJob
        {
            public void Run(long begin, long end)
            {
                for (long item = begin; item < end; item++)
                {
                    (long image, long row) = Math.DivRem(item, rows);
                    float* m = transforms + (oneEach ? image * Coefficients : 0);
                    T* from = images + ((nint)image * inputRows * inputColumns * channels), to = output + ((nint)item * columns * channels);
                    for (int column = 0; column < columns; column++, to += channels) Pixel(m, column, row, from, to);
                }
            }

            private void Pixel(float* m, int column, long row, T* from, T* to)
            {
                float projection = (m[6] * column) + (m[7] * row) + 1;
                float x = fill.Map(((m[0] * column) + (m[1] * row) + m[2]) / projection, inputColumns), y = fill.Map(((m[3] * column) + (m[4] * row) + m[5]) / projection, inputRows);
                if (projection == 0)
                {
                    new Span<T>(to, channels).Fill(outside);
                    return;
                }

                if (!linear)
                {
                    T* source = Source(from, WholePart.Of(MathF.Round(y, MidpointRounding.AwayFromZero)), WholePart.Of(MathF.Round(x, MidpointRounding.AwayFromZero)));
                    for (int channel = 0; channel < channels; channel++) to[channel] = source is null ? outside : source[channel];
                    return;
                }

                float top = MathF.Floor(y), left = MathF.Floor(x), bottom = top + 1, right = left + 1;
                T* topLeft = Source(from, WholePart.Of(top), WholePart.Of(left)), topRight = Source(from, WholePart.Of(top), WholePart.Of(right));
                T* bottomLeft = Source(from, WholePart.Of(bottom), WholePart.Of(left)), bottomRight = Source(from, WholePart.Of(bottom), WholePart.Of(right));
                for (int channel = 0; channel < channels; channel++)
                {
                    float above = ((right - x) * Number(topLeft, channel)) + ((x - left) * Number(topRight, channel));
                    float below = ((right - x) * Number(bottomLeft, channel)) + ((x - left) * Number(bottomRight, channel));
                    to[channel] = T.CreateTruncating(((bottom - y) * above) + ((y - top) * below));
                }
            }

            private T* Source(T* from, long y, long x) => y >= 0 && y < inputRows && x >= 0 && x < inputColumns ? from + ((((nint)y * inputColumns) + (nint)x) * channels) : null;

            private float Number(T* source, int channel) => float.CreateTruncating(source is null ? outside : source[channel]);
        }
    }
}
