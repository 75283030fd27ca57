using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Turns the hue of pixels, or scales their saturation. Two rows of the table.</summary>
/// <remarks>Source: adjust_hue_op.cc, adjust_saturation_op.cc. There is no gradient in TensorFlow.</remarks>
internal sealed class AdjustColor(OpDefinition definition, Kernel kernel) : Op
{
    public static readonly Op[] All =
    [
        new AdjustColor("AdjustHue(images: T, delta: float) -> output: T; T: {half, float} = float", new Impl<TurnedHue>("delta")),
        new AdjustColor("AdjustSaturation(images: T, scale: float) -> output: T; T: {half, float} = float", new Impl<ScaledSaturation>("scale")),
    ];

    /// <summary>A map made of the amount that the op's second input says.</summary>
    private interface IAdjustment<TSelf> : IColorMap
    {
        static abstract TSelf By(float amount);
    }

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape images = c.WithRankAtLeast(0, 3);
        c.WithRank(1, 0);
        c.Output(0, images);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") == DType.Float32 ? kernel : throw r.NoKernel("T");

    /// <summary>Red, green and blue where the hue's sector says which of them is the largest and which the smallest; elsewhere all are the smallest.</summary>
    private static (T Red, T Green, T Blue) InSector<T>(int sector, T most, T middle, T least) => sector switch
    {
        0 => (most, middle, least),
        1 => (middle, most, least),
        2 => (least, most, middle),
        3 => (least, middle, most),
        4 => (middle, least, most),
        5 => (most, least, middle),
        _ => (least, least, least),
    };

    private sealed class Impl<TMap>(string amount) : Kernel
        where TMap : struct, IAdjustment<TMap>
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor by) = (s.Input(0), s.Input(1));
            s.Require(x.Shape.Rank >= 3, $"input must be at least 3-D, got shape{x.Shape}");
            s.Require(by.Shape.Rank == 0, $"{amount} must be scalar: {by.Shape}");
            long channels = x.Shape[x.Shape.Rank - 1];
            s.Require(channels == ColorPixels.Channels, $"input must have 3 channels but instead has {channels} channels.");
            TMap map = TMap.By(by.Elements<float>()[0]);
            ColorPixels.Run<float, TMap>(x, s.OutputOver(0, 0), map);
        }
    }

    /// <remarks>The hue is a number from 0 to 6 whose whole part says which channel is the largest and which the smallest.</remarks>
    private readonly struct TurnedHue(float delta) : IAdjustment<TurnedHue>
    {
        private const int Sectors = 6;

        public static TurnedHue By(float amount) => new(amount);

        public (T First, T Second, T Third) Map<T>(T red, T green, T blue)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T least = T.Min(red, T.Min(green, blue)), most = T.Max(red, T.Max(green, blue)), middle;
            int sector;
            if (red < green) (middle, sector) = blue < red ? (red, 1) : blue > green ? (green, 3) : (blue, 2);
            else (middle, sector) = blue < green ? (green, 0) : blue > red ? (red, 4) : (blue, 5);
            T hue = most == least ? T.Zero : T.CreateTruncating(sector) + Part((middle - least) / (most - least), sector);
            hue = Around(hue + (T.CreateTruncating(delta) * T.CreateTruncating(Sectors)));

            // A hue that is not a number falls into the last sector.
            sector = hue >= T.Zero ? int.CreateTruncating(hue) : Sectors - 1;
            middle = least + (Part(hue - T.CreateTruncating(sector), sector) * (most - least));
            return InSector(sector, most, middle, least);
        }

        // In every other sector the middle channel falls.
        private static T Part<T>(T ratio, int sector) where T : IFloatingPointIeee754<T> => (sector & 1) == 0 ? ratio : T.One - ratio;

        private static T Around<T>(T hue)
            where T : IFloatingPointIeee754<T>
        {
            T all = T.CreateTruncating(Sectors);
            if (hue < T.Zero || hue >= all) hue -= all * T.Floor(hue / all);
            return hue < T.Zero || hue >= all ? T.Zero : hue;
        }
    }

    private readonly struct ScaledSaturation(float scale) : IAdjustment<ScaledSaturation>
    {
        public static ScaledSaturation By(float amount) => new(amount);

        public (T First, T Second, T Third) Map<T>(T red, T green, T blue)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T value = T.Max(red, T.Max(green, blue)), range = value - T.Min(red, T.Min(green, blue)), six = T.CreateTruncating(6), two = T.CreateTruncating(2);
            T saturation = value > T.Zero ? range / value : T.Zero, norm = T.One / (six * range);
            T hue = red == value ? norm * (green - blue) : green == value ? (norm * (blue - red)) + (two / six) : (norm * (red - green)) + ((two + two) / six);
            if (range <= T.Zero) hue = T.Zero;
            if (hue < T.Zero) hue += T.One;

            T chroma = T.Min(T.One, T.Max(T.Zero, saturation * T.CreateTruncating(scale))) * value, rest = value - chroma, sixth = hue * six;
            T second = chroma * (T.One - T.Abs(sixth - (two * T.Floor(sixth / two)) - T.One)), zero = T.Zero;
            (T r, T g, T b) = InSector(int.CreateTruncating(sixth), chroma, second, zero);
            return (r + rest, g + rest, b + rest);
        }
    }
}
