namespace Weir.Simd;

/// <summary>Windows that slide over a batch of inputs [Batch, Planes, Rows, Columns, channels]. Two-dimensional inputs have one plane.</summary>
/// <param name="Batch">How many inputs.</param>
/// <param name="Planes">The outermost dimension.</param>
/// <param name="Rows">The middle one.</param>
/// <param name="Columns">The innermost one.</param>
internal readonly record struct WindowShape(int Batch, WindowAxis Planes, WindowAxis Rows, WindowAxis Columns)
{
    /// <summary>How many places a window has.</summary>
    public int Places => Planes.Window * Rows.Window * Columns.Window;

    /// <summary>The pixels of all inputs.</summary>
    public long InputPixels => (long)Batch * Planes.Input * Rows.Input * Columns.Input;

    /// <summary>The pixels of all outputs.</summary>
    public long OutputPixels => (long)Batch * Planes.Output * Rows.Output * Columns.Output;

    /// <summary>The rows of all outputs.</summary>
    public long OutputRows => (long)Batch * Planes.Output * Rows.Output;

    /// <summary>Whether each window is just the pixel of its place.</summary>
    public bool IsPointwise => Places == 1 && Strides == (1, 1, 1) && (Planes.Before | Rows.Before | Columns.Before) == 0
        && (Planes.Output, Rows.Output, Columns.Output) == (Planes.Input, Rows.Input, Columns.Input);

    /// <summary>The strides, outermost first.</summary>
    public (int Planes, int Rows, int Columns) Strides => (Planes.Stride, Rows.Stride, Columns.Stride);

    /// <summary>Takes a number of an output row apart.</summary>
    public (int Batch, int Plane, int Row) OutputRow(long row)
    {
        (long rest, long line) = Math.DivRem(row, Rows.Output);
        (rest, long plane) = Math.DivRem(rest, Planes.Output);
        return ((int)rest, (int)plane, (int)line);
    }

    /// <summary>The first pixel of an input row, counted over all inputs.</summary>
    public nint InputRow(int batch, int plane, int row) => ((((nint)batch * Planes.Input) + plane) * Rows.Input + row) * Columns.Input;
}
