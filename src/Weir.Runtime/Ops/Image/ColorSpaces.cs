using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Colours as red, green and blue, or as hue, saturation and value, all from 0 to 1. Two rows of the table.</summary>
/// <remarks>Source: colorspace_op.h; gradient: image_grad.py.</remarks>
internal sealed class ColorSpaces(OpDefinition definition, Func<KernelRequest, Kernel> kernel, Action<GradientContext> gradient) : Op
{
    public static readonly Op[] All =
    [
        new ColorSpaces("HSVToRGB(images: T) -> output: T; T: {half, bfloat16, float, double} = float",
            r => r.ForNumber(ElementTypes.Floats, default(Maker<HsvToRgb>)), GradientContext.Nothing),
        new ColorSpaces("RGBToHSV(images: T) -> output: T; T: {half, bfloat16, float, double} = float",
            r => r.ForNumber(ElementTypes.Floats, default(Maker<RgbToHsv>)), RgbToHsvGradient.Build),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape image = c.WithRankAtLeast(0, 1);
        if (image.HasRank) c.Output(0, Shape.Of([.. image.Dimensions[..^1], c.MergeSizes(image[image.Rank - 1], ColorPixels.Channels)]));
    }

    public override void Gradient(GradientContext g) => gradient(g);

    public override Kernel CreateKernel(KernelRequest r) => kernel(r);

    private readonly struct Maker<TMap> : IKernelMaker
        where TMap : struct, IColorMap
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T, TMap>();
    }

    private sealed class Impl<T, TMap> : Kernel
        where T : unmanaged
        where TMap : struct, IColorMap
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank >= 1, $"input must be at least 1D{x.Shape}");
            long channels = x.Shape[x.Shape.Rank - 1];
            if (channels != ColorPixels.Channels)
            {
                throw new TfException(StatusCode.FailedPrecondition, $"input must have 3 channels but input only has {channels} channels.");
            }

            ColorPixels.Run<T, TMap>(x, s.OutputOver(0, 0), default);
        }
    }

    private readonly struct RgbToHsv : IColorMap
    {
        public (T First, T Second, T Third) Map<T>(T red, T green, T blue)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T value = Larger(Larger(red, green), blue), range = value - Smaller(Smaller(red, green), blue), six = T.CreateTruncating(6);
            T norm = T.One / range * (T.One / six);
            T hue = red == value ? norm * (green - blue)
                : green == value ? (norm * (blue - red)) + (T.CreateTruncating(2) / six)
                : (norm * (red - green)) + (T.CreateTruncating(4) / six);
            if (!(range > T.Zero)) hue = T.Zero;
            if (hue < T.Zero) hue += T.One;
            return (hue, value > T.Zero ? range / value : T.Zero, value);
        }

        // A red or green that is not a number does not count.
        private static T Larger<T>(T x, T y) where T : IFloatingPointIeee754<T> => x > y ? x : y;

        private static T Smaller<T>(T x, T y) where T : IFloatingPointIeee754<T> => x < y ? x : y;
    }

    private readonly struct HsvToRgb : IColorMap
    {
        public (T First, T Second, T Third) Map<T>(T hue, T saturation, T value)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T two = T.CreateTruncating(2), sixth = hue * T.CreateTruncating(6), rest = T.One - saturation;
            T red = Unit(T.Abs(sixth - T.CreateTruncating(3)) - T.One), green = Unit(two - T.Abs(sixth - two)), blue = Unit(two - T.Abs(sixth - T.CreateTruncating(4)));
            return ((rest + (saturation * red)) * value, (rest + (saturation * green)) * value, (rest + (saturation * blue)) * value);
        }

        private static T Unit<T>(T x) where T : IFloatingPointIeee754<T> => x < T.Zero ? T.Zero : x > T.One ? T.One : x;
    }
}
