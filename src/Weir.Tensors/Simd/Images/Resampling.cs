namespace Weir.Simd;

/// <summary>Images [batch, rows, columns, channels] resized by weighted sums, first of rows and then of columns, and the gradient of that.</summary>
internal static unsafe class Resampling
{
    /// <summary>Resizes.</summary>
    /// <param name="rows">How rows are made.</param>
    /// <param name="columns">How columns are made.</param>
    /// <param name="inputRows">Rows of the input.</param>
    /// <param name="inputColumns">Its columns.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="batch">How many images.</param>
    /// <param name="x">The images.</param>
    /// <param name="y">The resized ones.</param>
    public static void Run(in AxisTaps rows, in AxisTaps columns, int inputRows, int inputColumns, int channels, int batch, float* x, float* y)
    {
        long cost = ((inputColumns * 2L) + (columns.Output * 4L)) * channels * 500;
        WorkPool.Run(new Job(rows, columns, inputRows, inputColumns, channels, x, y), (long)batch * rows.Output, cost);
    }

    /// <summary>The gradient to the images: what flows into each pixel goes to those it is made of, by the same weights.</summary>
    public static void Back<T>(in AxisTaps rows, in AxisTaps columns, int inputRows, int inputColumns, int channels, int batch, float* dy, T* dx)
        where T : unmanaged
    {
        long cost = (long)rows.Output * columns.Output * channels * 4_000;
        if (typeof(T) == typeof(double))
            WorkPool.Run(new BackJob<double>(rows, columns, inputRows, inputColumns, channels, dy, (double*)dx), batch, cost);
        else
            WorkPool.Run(new BackJob<float>(rows, columns, inputRows, inputColumns, channels, dy, (float*)dx), batch, cost);
    }

    private readonly struct Job(AxisTaps rows, AxisTaps columns, int inputRows, int inputColumns, int channels, float* x, float* y) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            nint line = (nint)inputColumns * channels;
            float* sums = Scratch.Get<float>(ScratchUse.Region, line);
            for (long item = begin; item < end; item++)
            {
                (long image, long row) = Math.DivRem(item, rows.Output);
                Combine(rows, row, x + ((nint)image * inputRows * line), line, sums, line);
                float* result = y + ((nint)item * columns.Output * channels);
                for (int column = 0; column < columns.Output; column++, result += channels)
                    Combine(columns, column, sums, channels, result, channels);
            }
        }

        // One place of an axis: vectors of n elements, a step apart.
        private static void Combine(in AxisTaps taps, long output, float* x, nint step, float* result, nint n)
        {
            int begin = taps.Begins[output], end = taps.Begins[output + 1];
            if (taps.IsLinear)
            {
                Between(x + (taps.Places[begin] * step), x + (taps.Places[begin + 1] * step), taps.Weights[begin + 1], result, n);
                return;
            }
            new Span<float>(result, (int)n).Clear();
            for (int tap = begin; tap < end; tap++)
                Add(result, x + (taps.Places[tap] * step), taps.Weights[tap], n);
        }

        private static void Between(float* a, float* b, float weight, float* result, nint n)
        {
            nint i = 0;
            if (Lanes256<float>.IsAccelerated)
            {
                Lanes256<float> w = Lanes256<float>.Create(weight);
                for (; i <= n - Lanes256<float>.Count; i += Lanes256<float>.Count)
                {
                    Lanes256<float> from = Lanes256<float>.Load(a + i);
                    Lanes256<float>.Store(from + ((Lanes256<float>.Load(b + i) - from) * w), result + i);
                }
            }
            for (; i < n; i++)
                result[i] = a[i] + ((b[i] - a[i]) * weight);
        }

        private static void Add(float* sums, float* values, float weight, nint n)
        {
            nint i = 0;
            if (Lanes256<float>.IsAccelerated)
            {
                Lanes256<float> w = Lanes256<float>.Create(weight);
                for (; i <= n - Lanes256<float>.Count; i += Lanes256<float>.Count)
                    Lanes256<float>.Store(Lanes256<float>.MultiplyAdd(Lanes256<float>.Load(values + i), w, Lanes256<float>.Load(sums + i)), sums + i);
            }
            for (; i < n; i++)
                sums[i] = MathF.FusedMultiplyAdd(values[i], weight, sums[i]);
        }
    }

    private readonly struct BackJob<T>(AxisTaps rows, AxisTaps columns, int inputRows, int inputColumns, int channels, float* dy, T* dx) : IParallelJob
        where T : unmanaged, System.Numerics.IFloatingPoint<T>
    {
        public void Run(long begin, long end)
        {
            nint line = (nint)inputColumns * channels;
            for (long image = begin; image < end; image++)
            {
                new Span<T>(dx + ((nint)image * inputRows * line), (int)(inputRows * line)).Clear();
                float* gradient = dy + ((nint)image * rows.Output * columns.Output * channels);
                for (int row = 0; row < rows.Output; row++)
                {
                    for (int column = 0; column < columns.Output; column++, gradient += channels)
                        Pixel(dx + ((nint)image * inputRows * line), line, row, column, gradient);
                }
            }
        }

        private void Pixel(T* sums, nint line, int row, int column, float* gradient)
        {
            for (int tapY = rows.Begins[row]; tapY < rows.Begins[row + 1]; tapY++)
            {
                for (int tapX = columns.Begins[column]; tapX < columns.Begins[column + 1]; tapX++)
                {
                    T* target = sums + (rows.Places[tapY] * line) + ((nint)columns.Places[tapX] * channels);
                    for (int channel = 0; channel < channels; channel++)
                        target[channel] += T.CreateTruncating(gradient[channel] * rows.Weights[tapY] * columns.Weights[tapX]);
                }
            }
        }
    }
}
