namespace Weir.Runtime.Tests;

/// <summary>A depthwise convolution between pointwise ones, band by band, against the convolutions one after the other: not a bit differs.</summary>
public sealed class SeparableFusionTests
{
    private const int Channels = 96;

    [Theory]
    [InlineData(1, 1, "SAME", true, true, true)]
    [InlineData(2, 1, "VALID", true, true, false)]
    [InlineData(1, 2, "SAME", true, true, false)]
    [InlineData(3, 2, "VALID", true, false, false)]
    [InlineData(3, 1, "SAME", false, true, true)]
    [InlineData(40, 1, "SAME", true, true, true)]
    public void A_block_is_one_step_and_gives_the_same_bits(int batch, int stride, string padding, bool expands, bool projects, bool adds)
    {
        Block block = new(stride, padding, expands, projects, adds, window: 3);
        long[] shape = [batch, 45, 47, expands ? 8 : Channels];
        (float[] joined, int steps) = block.Run(shape, apart: false);
        (float[] apart, int stepsApart) = block.Run(shape, apart: true);
        Assert.Equal(1, steps);
        Assert.True(stepsApart > 1);
        Assert.Equal(apart, joined);
    }

    [Fact]
    public void A_block_that_the_cache_holds_stays_convolutions()
    {
        Block block = new(stride: 1, "SAME", expands: true, projects: true, adds: true, window: 3);
        (float[] joined, int steps) = block.Run([1, 9, 9, 8], apart: false);
        (float[] apart, _) = block.Run([1, 9, 9, 8], apart: true);
        Assert.True(steps > 1);
        Assert.Equal(apart, joined);
    }

    [Fact]
    public void What_expands_may_see_more_than_a_pixel()
    {
        Block block = new(stride: 1, "SAME", expands: true, projects: true, adds: false, window: 3, expandWindow: 3);
        (float[] joined, int steps) = block.Run([1, 45, 47, 8], apart: false);
        (float[] apart, _) = block.Run([1, 45, 47, 8], apart: true);
        Assert.True(steps > 1);
        Assert.Equal(apart, joined);
    }

    [Fact]
    public void A_strided_convolution_before_a_block_stays_apart()
    {
        Block block = new(stride: 1, "SAME", expands: true, projects: true, adds: false, window: 3, expandWindow: 3, expandStride: 2);
        (float[] joined, int steps) = block.Run([1, 90, 94, 8], apart: false);
        (float[] apart, _) = block.Run([1, 90, 94, 8], apart: true);
        Assert.Equal(2, steps);
        Assert.Equal(apart, joined);
    }

    [Fact]
    public void A_window_may_be_higher_than_the_image()
    {
        Block block = new(stride: 1, "SAME", expands: true, projects: true, adds: true, window: 11);
        (float[] joined, int steps) = block.Run([2, 4, 100, 8], apart: false);
        (float[] apart, _) = block.Run([2, 4, 100, 8], apart: true);
        Assert.Equal(1, steps);
        Assert.Equal(apart, joined);
    }

    private sealed class Block
    {
        private readonly Graph graph = new();
        private readonly Output x, filtered, y;

        public Block(int stride, string padding, bool expands, bool projects, bool adds, int window, int expandWindow = 1, int expandStride = 1)
        {
            x = graph.Placeholder("x");
            Output images = graph.Apply("Neg", x);
            Output expanded = expands ? Activated(Convolve("Conv2D", images, [expandWindow, expandWindow, 8, Channels], expandStride, "SAME"), Channels) : images;
            filtered = Activated(Convolve("DepthwiseConv2dNative", expanded, [window, window, Channels, 1], stride, padding), Channels);
            int outputs = expands ? 8 : Channels;
            y = filtered;
            if (projects) y = Biased(Convolve("Conv2D", filtered, [1, 1, Channels, outputs], 1, "SAME"), outputs);
            if (adds) y = graph.Apply("AddV2", y, images);
        }

        /// <summary>Runs it.</summary>
        /// <param name="shape">Of the images.</param>
        /// <param name="apart">Whether what the depthwise convolution makes is fetched too, which keeps the block from being joined.</param>
        /// <returns>The result, and how many steps there were after the first.</returns>
        public (float[] Result, int Steps) Run(long[] shape, bool apart)
        {
            using Session session = new(graph, new SessionOptions());
            RunTrace trace = new();
            Output[] fetches = apart ? [y, filtered, graph.Apply("Neg", filtered.Operation.Inputs[0])] : [y];
            Tensor[] results = session.Run(new Dictionary<Output, Tensor> { [x] = FusionTests.Filled(shape) }, fetches, options: new RunOptions { Trace = trace });
            return (results[0].ToArray<float>(), trace.Entries.Count(entry => !entry.IsPrologue) - 1);
        }

        private Output Activated(Output sum, int channels) => graph.Apply("Relu6", Biased(sum, channels));

        private Output Biased(Output sum, int channels) => graph.Apply("BiasAdd", sum, Constant(FusionTests.Filled(channels)));

        private Output Convolve(string op, Output images, long[] filter, long stride, string padding) => graph.AddOperation(
            op, [images, Constant(FusionTests.Filled(filter))], new Dictionary<string, object> { ["strides"] = new[] { 1, stride, stride, 1 }, ["padding"] = padding })[0];

        private Output Constant(Tensor value) =>
            graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = value, ["dtype"] = value.DType })[0];
    }
}
