namespace Weir.Simd;

/// <summary>The gradients of a convolution of each channel by itself, over float or double.</summary>
internal static unsafe class DepthwiseGradients
{
    /// <summary>The gradient to the input; an item is an input row.</summary>
    public static void Input<T>(in DepthwiseShape shape, T* filter, T* dy, T* dx)
        where T : unmanaged
    {
        WindowShape w = shape.Windows;
        long rows = (long)w.Batch * w.Planes.Input * w.Rows.Input, cost = (long)w.Columns.Output * w.Places * shape.OutputChannels * 50;
        if (Lanes512<T>.IsAccelerated)
            WorkPool.Run(new InputJob<T, Lanes512<T>>(shape, filter, dy, dx), rows, cost);
        else if (Lanes256<T>.IsAccelerated)
            WorkPool.Run(new InputJob<T, Lanes256<T>>(shape, filter, dy, dx), rows, cost);
        else
            WorkPool.Run(new InputJob<T, Lanes128<T>>(shape, filter, dy, dx), rows, cost);
    }

    /// <summary>The gradient to the filter; an item is a place of the window.</summary>
    public static void Filter<T>(in DepthwiseShape shape, T* x, T* dy, T* df)
        where T : unmanaged
    {
        long cost = shape.Windows.OutputPixels * shape.OutputChannels * 50;
        if (Lanes512<T>.IsAccelerated)
            WorkPool.Run(new FilterJob<T, Lanes512<T>>(shape, x, dy, df), shape.Windows.Places, cost);
        else if (Lanes256<T>.IsAccelerated)
            WorkPool.Run(new FilterJob<T, Lanes256<T>>(shape, x, dy, df), shape.Windows.Places, cost);
        else
            WorkPool.Run(new FilterJob<T, Lanes128<T>>(shape, x, dy, df), shape.Windows.Places, cost);
    }

    // sums[i] += a[i] * b[i]
    private static void MultiplyAdd<T, V>(T* sums, T* a, T* b, nint n)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        nint i = 0;
        for (; i <= n - V.Count; i += V.Count)
            V.Store(V.MultiplyAdd(V.Load(a + i), V.Load(b + i), V.Load(sums + i)), sums + i);
        for (; i < n; i++)
            V.StoreScalar(V.MultiplyAdd(V.LoadScalar(a + i), V.LoadScalar(b + i), V.LoadScalar(sums + i)), sums + i);
    }

    private readonly struct InputJob<T, V>(DepthwiseShape shape, T* filter, T* dy, T* dx) : IParallelJob
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        public void Run(long begin, long end)
        {
            WindowShape w = shape.Windows;
            nint channels = shape.OutputChannels, length = w.Columns.Input * channels;
            T* sums = Scratch.Get<T>(ScratchUse.Region, length);
            for (long item = begin; item < end; item++)
            {
                new Span<T>(sums, (int)length).Clear();
                (long rest, long row) = Math.DivRem(item, w.Rows.Input);
                (long batch, long plane) = Math.DivRem(rest, w.Planes.Input);
                for (int p = 0; p < w.Planes.Window; p++)
                {
                    for (int r = 0; r < w.Rows.Window; r++)
                    {
                        if (w.Planes.TryOutput((int)plane, p, out int outPlane) && w.Rows.TryOutput((int)row, r, out int outRow))
                        {
                            nint line = (((((nint)batch * w.Planes.Output) + outPlane) * w.Rows.Output) + outRow) * w.Columns.Output;
                            Line(sums, dy + (line * channels), filter + ((((p * w.Rows.Window) + r) * w.Columns.Window) * channels));
                        }
                    }
                }
                T* target = dx + ((nint)item * w.Columns.Input * shape.InputChannels);
                for (nint i = 0; i < (nint)w.Columns.Input * shape.InputChannels; i++)
                {
                    V sum = V.LoadScalar(sums + (i * shape.Multiplier));
                    for (int m = 1; m < shape.Multiplier; m++)
                        sum += V.LoadScalar(sums + (i * shape.Multiplier) + m);
                    V.StoreScalar(sum, target + i);
                }
            }
        }

        private void Line(T* sums, T* gradients, T* weights)
        {
            WindowAxis columns = shape.Windows.Columns;
            nint channels = shape.OutputChannels;
            for (int column = 0; column < columns.Output; column++, gradients += channels)
            {
                int start = columns.Start(column);
                for (int c = columns.FirstPlace(start); c < columns.EndPlace(start); c++)
                    MultiplyAdd<T, V>(sums + ((start + ((nint)c * columns.Dilation)) * channels), gradients, weights + (c * channels), channels);
            }
        }
    }

    private readonly struct FilterJob<T, V>(DepthwiseShape shape, T* x, T* dy, T* df) : IParallelJob
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        public void Run(long begin, long end)
        {
            WindowShape w = shape.Windows;
            for (long item = begin; item < end; item++)
            {
                (int rest, int c) = Math.DivRem((int)item, w.Columns.Window);
                (int p, int r) = Math.DivRem(rest, w.Rows.Window);
                T* sums = df + ((nint)item * shape.OutputChannels);
                new Span<T>(sums, shape.OutputChannels).Clear();
                for (long outputRow = 0; outputRow < w.OutputRows; outputRow++)
                {
                    (int batch, int plane, int row) = w.OutputRow(outputRow);
                    (plane, row) = (w.Planes.Start(plane) + (p * w.Planes.Dilation), w.Rows.Start(row) + (r * w.Rows.Dilation));
                    if ((uint)plane < (uint)w.Planes.Input && (uint)row < (uint)w.Rows.Input)
                        Line(sums, x + (w.InputRow(batch, plane, row) * shape.InputChannels), dy + ((nint)outputRow * w.Columns.Output * shape.OutputChannels), c);
                }
            }
        }

        private void Line(T* sums, T* inputs, T* gradients, int place)
        {
            WindowAxis columns = shape.Windows.Columns;
            T* repeated = shape.Multiplier == 1 ? null : Scratch.Get<T>(ScratchUse.Region, shape.OutputChannels);
            for (int column = 0; column < columns.Output; column++, gradients += shape.OutputChannels)
            {
                int at = columns.Start(column) + (place * columns.Dilation);
                if ((uint)at >= (uint)columns.Input)
                    continue;
                T* input = inputs + ((nint)at * shape.InputChannels);
                if (repeated != null)
                {
                    Depthwise.Repeat(input, shape.InputChannels, shape.Multiplier, repeated);
                    input = repeated;
                }
                MultiplyAdd<T, V>(sums, input, gradients, shape.OutputChannels);
            }
        }
    }
}
