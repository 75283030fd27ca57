using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Finds the places of a window that lie in the input.</summary>
internal static unsafe class WindowPlaces
{
    /// <summary>Writes the pixel of each place in the input, counted over all inputs, in the window's order.</summary>
    /// <param name="w">Where the windows lie.</param>
    /// <param name="outputRow">The window's output row, counted over the batch.</param>
    /// <param name="column">The window's column.</param>
    /// <param name="pixels">As many as a window has places.</param>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nint Find(in WindowShape w, long outputRow, int column, nint* pixels)
    {
        (int batch, int plane, int row) = w.OutputRow(outputRow);
        int planeStart = w.Planes.Start(plane), rowStart = w.Rows.Start(row), columnStart = w.Columns.Start(column);
        int first = w.Columns.FirstPlace(columnStart), end = w.Columns.EndPlace(columnStart);
        nint count = 0;
        for (int p = w.Planes.FirstPlace(planeStart); p < w.Planes.EndPlace(planeStart); p++)
        {
            for (int r = w.Rows.FirstPlace(rowStart); r < w.Rows.EndPlace(rowStart); r++)
            {
                nint line = w.InputRow(batch, planeStart + (p * w.Planes.Dilation), rowStart + (r * w.Rows.Dilation)) + columnStart;
                for (int c = first; c < end; c++)
                    pixels[count++] = line + (c * w.Columns.Dilation);
            }
        }
        return count;
    }
}
