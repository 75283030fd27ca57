using Weir.Simd;

namespace Weir.Benchmarks.Kernels;

/// <summary>Convolutions of ResNet-50 and MobileNetV2 with constant filters. ONNX Runtime's images have their channels first, and it reorders them in each call.</summary>
internal static class ConvBenchmarks
{
    // Input size, window, stride, input and output channels.
    private static readonly (int Size, int Window, int Stride, int Inputs, int Outputs)[] Shapes =
    [
        (224, 7, 2, 3, 64), (56, 1, 1, 64, 64), (56, 3, 1, 64, 64), (56, 1, 1, 64, 256), (56, 1, 1, 256, 64), (56, 1, 1, 256, 128), (56, 3, 2, 128, 128),
        (28, 1, 1, 128, 512), (56, 1, 2, 256, 512), (28, 3, 1, 128, 128), (28, 1, 1, 512, 128), (28, 3, 2, 256, 256), (14, 1, 1, 256, 1024), (28, 1, 2, 512, 1024),
        (14, 3, 1, 256, 256), (14, 1, 1, 1024, 256), (14, 3, 2, 512, 512), (7, 1, 1, 512, 2048), (7, 3, 1, 512, 512), (7, 1, 1, 2048, 512),
        (224, 3, 2, 3, 32), (112, 1, 1, 32, 16), (112, 1, 1, 16, 96), (56, 1, 1, 96, 24), (56, 1, 1, 24, 144), (28, 1, 1, 32, 192), (14, 1, 1, 384, 64), (7, 1, 1, 160, 960),
        (7, 1, 1, 320, 1280),
    ];

    private static readonly (int Size, int Stride, int Channels)[] Depthwise =
    [
        (112, 1, 32), (112, 2, 96), (56, 1, 144), (56, 2, 144), (28, 1, 192), (14, 1, 384), (14, 2, 576), (7, 1, 960),
    ];

    public static void Run(int threads)
    {
        foreach ((int size, int window, int stride, int inputs, int outputs) in Shapes)
            Dense(size, window, stride, inputs, outputs, threads);
        foreach ((int size, int stride, int channels) in Depthwise)
            ByChannel(size, stride, channels, threads);
    }

    private static void Dense(int size, int window, int stride, int inputs, int outputs, int threads)
    {
        (WindowShape windows, int output) = Same(size, window, stride);
        var shape = new ConvShape(windows, inputs, outputs);
        float[] x = NativeArray.Random(size * size * inputs, 1, 1), filter = NativeArray.Random(shape.Depth * outputs, 1, 2);
        using var input = new NativeArray(x);
        using var result = new NativeArray(output * output * outputs);
        using PackedFilter packed = PackedFilter.Create<float>(shape.Filter, filter);
        using OneNodeModel model = Onnx(size, inputs, outputs, output, window, stride, 1, x, filter, threads);
        SideBySide.Print(
            $"{window}x{window}/{stride} {size} {inputs}->{outputs}",
            2.0 * output * output * outputs * shape.Depth,
            new("weir", () => Conv.Run<float, Identity>(shape, input.Span, packed, default, result.Span)),
            new("ort", model.Run));
    }

    private static void ByChannel(int size, int stride, int channels, int threads)
    {
        (WindowShape windows, int output) = Same(size, 3, stride);
        var shape = new DepthwiseShape(windows, channels, 1);
        float[] x = NativeArray.Random(size * size * channels, 1, 1), filter = NativeArray.Random(9 * channels, 1, 2);
        using var input = new NativeArray(x);
        using var weights = new NativeArray(filter);
        using var result = new NativeArray(output * output * channels);
        using OneNodeModel model = Onnx(size, channels, channels, output, 3, stride, channels, x, filter, threads);
        SideBySide.Print(
            $"depthwise 3x3/{stride} {size} {channels}",
            18.0 * output * output * channels,
            new("weir", () => Weir.Simd.Depthwise.Run<float, Identity>(shape, input.Span, weights.Span, default, result.Span)),
            new("ort", model.Run));
    }

    private static (WindowShape Windows, int Output) Same(int size, int window, int stride)
    {
        int output = (size + stride - 1) / stride, padding = Math.Max(0, ((output - 1) * stride) + window - size);
        var axis = new WindowAxis(size, window, stride, 1, padding / 2, output);
        return (new WindowShape(1, WindowAxis.None, axis, axis), output);
    }

    private static OneNodeModel Onnx(int size, int inputs, int outputs, int output, int window, int stride, int groups, float[] x, float[] filter, int threads)
    {
        int padding = Math.Max(0, ((output - 1) * stride) + window - size), before = padding / 2, after = padding - before;
        return new OneNodeModel(
            "Conv",
            [([1, inputs, size, size], x, false), ([outputs, inputs / groups, window, window], filter, true)],
            [1, outputs, output, output],
            threads,
            [("strides", [stride, stride]), ("pads", [before, before, after, after])],
            [("group", groups)]);
    }
}
