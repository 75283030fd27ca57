namespace Weir.Ops;

/// <summary>What places outside of an image show.</summary>
internal enum FillMode
{
    /// <summary>A constant.</summary>
    Constant,

    /// <summary>The image mirrored, edges twice: d c b a | a b c d | d c b a.</summary>
    Reflect,

    /// <summary>The image again.</summary>
    Wrap,

    /// <summary>The nearest edge.</summary>
    Nearest,
}

/// <summary>Where in the image a place outside of it is looked up.</summary>
/// <remarks>Source: image_ops.h, whose roundings these are.</remarks>
internal static class FillModes
{
    public static float Map(this FillMode mode, float place, int size) => mode switch
    {
        FillMode.Reflect => Bound(Reflected(place, size), size),
        FillMode.Wrap => Bound(Wrapped(place, size), size),
        FillMode.Nearest => Bound(place, size),
        _ => place,
    };

    private static float Reflected(float place, int size)
    {
        long twice = 2L * size;
        if (place < 0)
        {
            if (size <= 1) return 0;
            place = (twice * WholePart.Of(-place / twice)) + place;
            return place < -size ? place + twice : -place - 1;
        }

        if (!(place > size - 1)) return place;
        if (size <= 1) return 0;
        place -= twice * WholePart.Of(place / twice);
        return place >= size ? twice - place - 1 : place;
    }

    private static float Wrapped(float place, int size)
    {
        if (place < 0) return size <= 1 ? 0 : place + (size * (WholePart.Of(-place / (size - 1)) + 1));
        if (!(place > size - 1)) return place;
        return size <= 1 ? 0 : place - (size * WholePart.Of(place / (size - 1)));
    }

    private static float Bound(float place, int size)
    {
        float least = place < 0 ? 0 : place;
        return size - 1 < least ? size - 1 : least;
    }
}
