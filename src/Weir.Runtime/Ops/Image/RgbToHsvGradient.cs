namespace Weir.Ops;

/// <summary>The gradient of RGBToHSV: value is the largest channel, saturation and hue are quotients by it and by its distance from the smallest.</summary>
/// <remarks>Of equal channels red counts before green before blue as the largest, and after them as the smallest. Source: image_grad.py.</remarks>
internal static class RgbToHsvGradient
{
    public static void Build(GradientContext g)
    {
        DType dtype = g.Input(0).DType.BaseType();
        Output[] x = Channels(g.Input(0)), dy = Channels(g.Outgoing(0));
        Output[] largest = [Mask(AtLeast(x, 0, 1), AtLeast(x, 0, 2)), Mask(Above(x, 1, 0), AtLeast(x, 1, 2)), Mask(Above(x, 2, 0), Above(x, 2, 1))];
        Output[] smallest = [Mask(Above(x, 1, 0), Above(x, 2, 0)), Mask(AtLeast(x, 0, 1), Above(x, 2, 1)), Mask(AtLeast(x, 0, 2), AtLeast(x, 1, 2))];
        Output most = Selected(largest), least = Selected(smallest), one = OnesLike.Build(most);
        Output perMost = BinaryMath.DivNoNan(one, most), perRange = BinaryMath.DivNoNan(one, most - least);

        // hue = numerator / range / 6 + a constant of the sector
        Output numerator = (largest[0] * (x[1] - x[2])) + (largest[1] * (x[2] - x[0])) + (largest[2] * (x[0] - x[1]));
        Output[] numeratorSlopes = [largest[2] - largest[1], largest[0] - largest[2], largest[1] - largest[0]];
        Output hueFactor = dy[0] * perRange * Positive(most) * (1.0 / 6), steepness = numerator * perRange;
        Output[] dx = new Output[ColorPixels.Channels];
        for (int c = 0; c < dx.Length; c++)
        {
            Output hue = hueFactor * (numeratorSlopes[c] - (steepness * (largest[c] - smallest[c])));
            Output saturation = dy[1] * Positive(x[c]) * ((largest[c] * least * perMost * perMost) - (smallest[c] * perMost));
            dx[c] = hue + saturation + (dy[2] * largest[c]);
        }

        g.Flow(0, Pack.Build(dx, axis: -1));

        Output Mask(Output a, Output b) => CastOp.Build(Logic.And(a, b), dtype);
        Output Positive(Output a) => CastOp.Build(Comparisons.Greater(a, g.Graph.ZerosLike(a)), dtype);
        Output Selected(Output[] masks) => (masks[0] * x[0]) + (masks[1] * x[1]) + (masks[2] * x[2]);
    }

    private static Output AtLeast(Output[] x, int a, int b) => Comparisons.GreaterEqual(x[a], x[b]);

    private static Output Above(Output[] x, int a, int b) => Comparisons.Greater(x[a], x[b]);

    private static Output[] Channels(Output pixels)
    {
        Output[] channels = new Output[ColorPixels.Channels];
        for (int c = 0; c < channels.Length; c++) channels[c] = GatherV2.Build(pixels, pixels.Operation.Graph.Const(c), axis: -1);
        return channels;
    }
}
