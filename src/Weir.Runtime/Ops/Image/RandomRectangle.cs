using Weir.Simd;

namespace Weir.Ops;

/// <summary>A rectangle of pixels; right and bottom are those behind the last.</summary>
internal readonly record struct PixelRectangle(int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left;

    public int Height => Bottom - Top;

    public float Area => (long)Width * Height;

    public PixelRectangle Intersect(PixelRectangle other)
    {
        PixelRectangle common = new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));
        return common.Left > common.Right || common.Top > common.Bottom ? default : common;
    }
}

/// <summary>Draws rectangles of random shape, size and place until one shows enough of an object.</summary>
/// <param name="areas">The part of the image that it covers.</param>
/// <param name="aspects">Its width divided by its height.</param>
/// <param name="attempts">How many are drawn.</param>
/// <remarks>Source: sample_distorted_bounding_box_op.cc, simple_philox.cc.</remarks>
internal sealed class RandomRectangle((float Least, float Most) areas, (float Least, float Most) aspects, int attempts)
{
    private const int AttemptsBetweenLooks = 1024;

    public int Attempts => attempts;

    public PixelRectangle? Find(ref PhiloxGenerator generator, PixelRectangle image, ReadOnlySpan<PixelRectangle> objects, float covered, CancellationToken cancellation)
    {
        for (int i = 0; i < attempts; i++)
        {
            if (i % AttemptsBetweenLooks == 0) cancellation.ThrowIfCancellationRequested();
            float aspect = (UniformFloat.Of(generator.Next()) * (aspects.Most - aspects.Least)) + aspects.Least;
            if (Draw(ref generator, image, aspect) is { } drawn && Shows(drawn, objects, covered)) return drawn;
        }

        return null;
    }

    private static bool Shows(PixelRectangle crop, ReadOnlySpan<PixelRectangle> objects, float covered)
    {
        if (crop.Area < 1) return false;
        foreach (PixelRectangle one in objects)
        {
            if (one.Area >= 1 && crop.Intersect(one).Area / one.Area >= covered) return true;
        }

        return false;
    }

    private PixelRectangle? Draw(ref PhiloxGenerator generator, PixelRectangle image, float aspect)
    {
        if (areas.Most <= 0 || aspect <= 0 || image.Width <= 0 || image.Height <= 0 || areas.Least > areas.Most) return null;
        float leastArea = areas.Least * image.Width * image.Height, mostArea = areas.Most * image.Width * image.Height;
        int height = Nearest(MathF.Sqrt(leastArea / aspect)), most = Nearest(MathF.Sqrt(mostArea / aspect));
        if (Nearest(most * aspect) > image.Width)
        {
            most = (int)((image.Width + 0.5 - 0.0000001f) / aspect);
            if (Nearest(most * aspect) > image.Width) most--;
        }

        most = Math.Min(most, image.Height);
        height = Math.Min(height, most);
        if (height < most) height += (int)Below((uint)(most - height + 1), ref generator);

        // Rounding may have made it a little too small, or too large.
        int width = Nearest(height * aspect);
        if (Area(width, height) < leastArea) width = Nearest(++height * aspect);
        if (Area(width, height) > mostArea) width = Nearest(--height * aspect);
        float area = Area(width, height);
        if (area < leastArea || area > mostArea || width > image.Width || height > image.Height || width <= 0 || height <= 0) return null;
        int top = height < image.Height ? (int)Below((uint)(image.Height - height), ref generator) : 0;
        int left = width < image.Width ? (int)Below((uint)(image.Width - width), ref generator) : 0;
        return new PixelRectangle(left, top, left + width, top + height);
    }

    private static float Area(int width, int height) => (long)width * height;

    private static int Nearest(float value) => (int)MathF.Round(value);

    /// <summary>A number below another, each as likely as any: words of the last, incomplete, round are thrown away.</summary>
    private static uint Below(uint count, ref PhiloxGenerator generator)
    {
        if ((count & (count - 1)) == 0) return generator.Next() & (count - 1);
        uint rest = (uint.MaxValue % count) + 1, word;
        do word = generator.Next();
        while (word < rest);
        return word % count;
    }
}
