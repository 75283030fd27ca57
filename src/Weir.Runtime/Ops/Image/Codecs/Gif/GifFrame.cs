namespace Weir.Ops;

/// <summary>One image of a GIF file.</summary>
/// <param name="Left">Where it lies on the canvas.</param>
/// <param name="Top">The same.</param>
/// <param name="Width">Its size.</param>
/// <param name="Height">The same.</param>
/// <param name="Palette">Red, green and blue of each index; null: the file has none.</param>
/// <param name="Transparent">The index that shows what is below; -1: none.</param>
/// <param name="Indices">Row by row, top to bottom.</param>
internal sealed record GifFrame(int Left, int Top, int Width, int Height, byte[]? Palette, int Transparent, byte[] Indices)
{
    /// <summary>Draws the frame on a canvas of three bytes a pixel; pixels outside of it are left out.</summary>
    /// <exception cref="GifError">There is no palette, or an index outside of it.</exception>
    public void Draw(Span<byte> canvas, int width, int height, int number)
    {
        if (Palette is null) throw new GifError($"missing color map for frame {number}");
        for (int y = Top; y < Math.Min(Top + Height, height); y++)
        {
            for (int x = Left; x < Math.Min(Left + Width, width); x++)
            {
                int index = Indices[((y - Top) * Width) + x - Left];
                if (index == Transparent) continue;
                if (3 * index >= Palette.Length) throw new GifError($"found color index {index} outside of color map range {Palette.Length / 3}");
                Palette.AsSpan(3 * index, 3).CopyTo(canvas[(((y * width) + x) * 3)..]);
            }
        }
    }
}
