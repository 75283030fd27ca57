using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The part of an input that a block of windows sees, as a box in the input's coordinates; outside the input it is zeros.</summary>
/// <param name="Batch">Which input.</param>
/// <param name="Plane">Its first plane.</param>
/// <param name="Row">Its first row.</param>
/// <param name="Column">Its first column.</param>
/// <param name="Planes">How many planes.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">How many columns.</param>
internal readonly record struct ConvRegion(int Batch, int Plane, int Row, int Column, int Planes, int Rows, int Columns)
{
    /// <summary>What the windows of an output plane see, over some of its rows and columns.</summary>
    public static ConvRegion Of(in WindowShape w, int batch, int plane, int row, int rows, int column, int columns) => new(
        batch,
        w.Planes.Start(plane),
        w.Rows.Start(row),
        w.Columns.Start(column),
        w.Planes.Extent,
        ((rows - 1) * w.Rows.Stride) + w.Rows.Extent,
        ((columns - 1) * w.Columns.Stride) + w.Columns.Extent);

    /// <summary>The pixels of the box.</summary>
    public nint Pixels => (nint)Planes * Rows * Columns;

    /// <summary>Whether what windows see is mostly input. Where they are dilated beyond it, a copy would be mostly padding, without bound.</summary>
    public static bool IsWorthCopying(in WindowShape w)
    {
        double line = ((double)Math.Min(w.Columns.Output, ConvBlocking.MostColumns) * w.Columns.Stride) + w.Columns.Extent;
        double seen = (double)w.Planes.Extent * (w.Rows.Extent + w.Rows.Stride) * line;
        double used = ((double)w.Planes.Input * w.Rows.Input * w.Columns.Input) + ((double)w.Places * w.Columns.Output);
        return seen <= 16 * used;
    }

    /// <summary>Whether the box lies in the input.</summary>
    public bool IsInside(in WindowShape w) => Plane >= 0 && Row >= 0 && Column >= 0
        && Plane + Planes <= w.Planes.Input && Row + Rows <= w.Rows.Input && Column + Columns <= w.Columns.Input;

    /// <summary>Copies the box, zeros where it is outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Copy<T>(in WindowShape w, T* input, nint channels, T* box)
        where T : unmanaged
    {
        nint line = Columns * channels;
        int begin = Math.Clamp(-Column, 0, Columns), end = Math.Clamp(w.Columns.Input - Column, begin, Columns);
        for (int plane = 0; plane < Planes; plane++)
        {
            for (int row = 0; row < Rows; row++, box += line)
            {
                (int p, int r) = (Plane + plane, Row + row);
                if ((uint)p >= (uint)w.Planes.Input || (uint)r >= (uint)w.Rows.Input || begin == end)
                {
                    new Span<T>(box, (int)line).Clear();
                    continue;
                }
                new Span<T>(box, (int)(begin * channels)).Clear();
                new ReadOnlySpan<T>(input + ((w.InputRow(Batch, p, r) + Column + begin) * channels), (int)((end - begin) * channels))
                    .CopyTo(new Span<T>(box + (begin * channels), (int)((end - begin) * channels)));
                new Span<T>(box + (end * channels), (int)((Columns - end) * channels)).Clear();
            }
        }
    }
}
