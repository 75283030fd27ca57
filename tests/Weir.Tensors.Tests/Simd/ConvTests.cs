using CsCheck;

using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class ConvTests
{
    private static readonly Gen<WindowAxis> Axes = Gen.Select(
        Gen.Int[1, 19], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[0, 3], Gen.Int[0, 3], Axis);

    private static readonly Gen<WindowShape> Windows = Gen.Select(
        Gen.Int[1, 3], Gen.Frequency((3, Gen.Const(WindowAxis.None)), (1, Axes)), Axes, Axes, (batch, planes, rows, columns) => new WindowShape(batch, planes, rows, columns));

    private static readonly Gen<ConvShape> Shapes = Gen.Select(
        Windows, Gen.Int[1, 9], Gen.Frequency((3, Gen.Int[1, 20]), (1, Gen.Int[21, 70])), Gen.Frequency((3, Gen.Const(1)), (1, Gen.Int[2, 3])),
        (windows, inputs, outputs, groups) => new ConvShape(windows, inputs * groups, outputs * groups, groups));

    private static readonly Gen<DepthwiseShape> DepthwiseShapes = Gen.Select(
        Windows, Gen.Frequency((3, Gen.Int[1, 40]), (1, Gen.Int[41, 90])), Gen.Frequency((3, Gen.Const(1)), (1, Gen.Int[2, 3])),
        (windows, channels, multiplier) => new DepthwiseShape(windows, channels, multiplier));

    [Fact]
    public void Convolutions_agree_with_double_precision() => Shapes.Sample(CheckConv, iter: TierTests.Iterations(300));

    [Fact]
    public void Windows_wider_than_the_input_agree()
    {
        WindowAxis wide = Axis(5, 3, 1, 400, 0, 0) with { Before = 400, Output = 5 };
        CheckConv(new ConvShape(new WindowShape(2, WindowAxis.None, wide, wide), 4, 34));
        CheckConv(new ConvShape(new WindowShape(2, WindowAxis.None, wide, wide), 4, 6, 2));
    }

    [Fact]
    public void Large_convolutions_agree()
    {
        CheckConv(Square(2, 30, 3, 2, 64, 96));
        CheckConv(Square(1, 40, 1, 1, 70, 40));
        CheckConv(Square(1, 64, 7, 2, 3, 64));
    }

    [Fact]
    public void Convolutions_of_pixels_that_share_a_set_of_the_cache_agree()
    {
        CheckConv(Square(1, 5, 1, 1, 1024, 34));
        CheckConv(Square(2, 9, 1, 2, 512, 20));
        CheckConv(Square(1, 9, 3, 1, 1024, 10));
    }

    [Fact]
    public void Depthwise_convolutions_agree_with_double_precision() => DepthwiseShapes.Sample(CheckDepthwise, iter: TierTests.Iterations(200));

    [Fact]
    public void Gradients_of_convolutions_are_the_transposed_sums() => Shapes.Sample(
        shape =>
        {
            // <conv(x, f), dy> = <x, dx> = <f, df>, in whole numbers exactly.
            shape = shape with { InputChannels = shape.InputChannels / shape.Groups, OutputChannels = shape.OutputChannels / shape.Groups, Groups = 1 };
            float[] x = Values(shape.Windows.InputPixels * shape.InputChannels, 1), f = Values((long)shape.Depth * shape.OutputChannels, 2);
            float[] dy = Values(shape.Windows.OutputPixels * shape.OutputChannels, 3);
            float[] y = new float[dy.Length], dx = new float[x.Length], df = new float[f.Length];
            Conv.Run<float, Identity>(shape, x, f, default, y);
            ConvGradients.Input<float>(shape, f, dy, dx);
            ConvGradients.Filter<float>(shape, x, dy, df);
            Assert.Equal(Dot(y, dy), Dot(x, dx));
            Assert.Equal(Dot(y, dy), Dot(f, df));
        },
        iter: TierTests.Iterations(100));

    [Fact]
    public void Gradients_of_depthwise_convolutions_are_the_transposed_sums() => DepthwiseShapes.Sample(
        shape =>
        {
            float[] x = Values(shape.Windows.InputPixels * shape.InputChannels, 1), f = Values((long)shape.Windows.Places * shape.OutputChannels, 2);
            float[] dy = Values(shape.Windows.OutputPixels * shape.OutputChannels, 3);
            float[] y = new float[dy.Length], dx = new float[x.Length], df = new float[f.Length];
            Depthwise.Run<float, Identity>(shape, x, f, default, y);
            Depthwise.InputGradient<float>(shape, f, dy, dx);
            Depthwise.FilterGradient<float>(shape, x, dy, df);
            Assert.Equal(Dot(y, dy), Dot(x, dx));
            Assert.Equal(Dot(y, dy), Dot(f, df));
        },
        iter: TierTests.Iterations(100));

    [Fact]
    public void Bits_do_not_depend_on_threads() => Shapes.Sample(
        shape =>
        {
            float[] x = Fractions(shape.Windows.InputPixels * shape.InputChannels, 1), f = Fractions((long)shape.Depth * shape.OutputChannels, 2);
            float[] one = new float[shape.Windows.OutputPixels * shape.OutputChannels], two = new float[one.Length];
            using (WorkPool.EnterRun(1))
                Conv.Run<float, Identity>(shape, x, f, default, one);
            using (WorkPool.EnterRun(2))
                Conv.Run<float, Identity>(shape, x, f, default, two);
            Assert.Equal(one, two);
        },
        iter: TierTests.Iterations(50));

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        ConvShape shape = Square(1, 4, 3, 1, 2, 3);
        Assert.Throws<ArgumentException>(() => Conv.Run<float, Identity>(shape, new float[31], new float[54], default, new float[48]));
        Assert.Throws<ArgumentException>(() => Conv.Run<float, Identity>(shape, new float[32], new float[54], new Finish<float> { Offset = new float[2] }, new float[48]));
        using PackedFilter packed = PackedFilter.Create<float>(new FilterShape(18, 4), new float[72]);
        Assert.Throws<ArgumentException>(() => Conv.Run<float, Identity>(shape, new float[32], packed, default, new float[48]));
    }

    private static WindowAxis Axis(int input, int window, int stride, int dilation, int before, int after)
    {
        int extent = ((window - 1) * dilation) + 1;
        return new WindowAxis(input, window, stride, dilation, before, Math.Max(0, ((input + before + after - extent) / stride) + 1));
    }

    private static ConvShape Square(int batch, int size, int window, int stride, int inputs, int outputs)
    {
        WindowAxis axis = Axis(size, window, stride, 1, window / 2, window / 2);
        return new ConvShape(new WindowShape(batch, WindowAxis.None, axis, axis), inputs, outputs);
    }

    private static void CheckConv(ConvShape shape)
    {
        float[] x = Fractions(shape.Windows.InputPixels * shape.InputChannels, 1), f = Fractions((long)shape.Depth * shape.OutputChannels, 2), bias = Fractions(shape.OutputChannels, 3);
        float[] fed = new float[shape.Windows.OutputPixels * shape.OutputChannels], packed = new float[fed.Length];
        Conv.Run<float, Identity>(shape, x, f, default, fed);
        using PackedFilter weights = PackedFilter.Create<float>(shape.Filter, f);
        float[] factor = Fractions(shape.OutputChannels, 4), addend = Fractions(fed.Length, 5);
        addend.CopyTo(packed, 0);
        Conv.Run<float, Relu>(shape, x, weights, new Finish<float> { Factor = factor, Offset = bias, Addend = packed }, packed);
        int inputs = shape.InputChannels / shape.Groups, outputs = shape.OutputChannels / shape.Groups;
        for (int i = 0; i < fed.Length; i++)
        {
            (int pixel, int channel) = Math.DivRem(i, shape.OutputChannels);
            double sum = 0;
            foreach ((int place, long input) in Places(shape.Windows, pixel))
            {
                for (int c = 0; c < inputs; c++)
                    sum += x[(input * shape.InputChannels) + (channel / outputs * inputs) + c] * (double)f[(((place * inputs) + c) * shape.OutputChannels) + channel];
            }
            Assert.True(Math.Abs(sum - fed[i]) < 1e-5 * (1 + Math.Sqrt(shape.Depth)), $"{shape}: {fed[i]} instead of {sum} at {i}");
            Assert.True(Math.Abs(Math.Max(0, (sum * factor[channel]) + bias[channel] + addend[i]) - packed[i]) < 1e-5 * (1 + Math.Sqrt(shape.Depth)), $"{shape}: {packed[i]} of the sum {sum} at {i}");
        }
    }

    private static void CheckDepthwise(DepthwiseShape shape)
    {
        float[] x = Fractions(shape.Windows.InputPixels * shape.InputChannels, 1), f = Fractions((long)shape.Windows.Places * shape.OutputChannels, 2), bias = Fractions(shape.OutputChannels, 3);
        float[] y = new float[shape.Windows.OutputPixels * shape.OutputChannels];
        Depthwise.Run<float, Relu>(shape, x, f, new Finish<float> { Offset = bias }, y);
        for (int i = 0; i < y.Length; i++)
        {
            (int pixel, int channel) = Math.DivRem(i, shape.OutputChannels);
            double sum = bias[channel];
            foreach ((int place, long input) in Places(shape.Windows, pixel))
                sum += x[(input * shape.InputChannels) + (channel / shape.Multiplier)] * (double)f[(place * shape.OutputChannels) + channel];
            Assert.True(Math.Abs(Math.Max(0, sum) - y[i]) < 1e-5, $"{shape}: {y[i]} instead of {sum} at {i}");
        }
    }

    // The window's places that lie in the input, and their pixels.
    private static IEnumerable<(int Place, long Input)> Places(WindowShape w, int pixel)
    {
        (int rest, int column) = Math.DivRem(pixel, w.Columns.Output);
        (rest, int row) = Math.DivRem(rest, w.Rows.Output);
        (int batch, int plane) = Math.DivRem(rest, w.Planes.Output);
        for (int place = 0; place < w.Places; place++)
        {
            int p = (plane * w.Planes.Stride) - w.Planes.Before + (place / w.Columns.Window / w.Rows.Window * w.Planes.Dilation);
            int r = (row * w.Rows.Stride) - w.Rows.Before + (place / w.Columns.Window % w.Rows.Window * w.Rows.Dilation);
            int c = (column * w.Columns.Stride) - w.Columns.Before + (place % w.Columns.Window * w.Columns.Dilation);
            if (p >= 0 && p < w.Planes.Input && r >= 0 && r < w.Rows.Input && c >= 0 && c < w.Columns.Input)
                yield return (place, ((((((long)batch * w.Planes.Input) + p) * w.Rows.Input) + r) * w.Columns.Input) + c);
        }
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    private static float[] Values(long n, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)n).Select(_ => (float)random.Next(-3, 4))];
    }

    private static float[] Fractions(long n, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)n).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }
}
