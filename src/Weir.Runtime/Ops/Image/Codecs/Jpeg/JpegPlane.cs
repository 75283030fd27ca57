using Weir.Simd;

namespace Weir.Ops;

/// <summary>The samples of one component of a JPEG image, and the rows of the image's own width that are made of them.</summary>
/// <remarks>Interpolation gives the nearer sample three quarters; roundings alternate. Source: jdsample.c.</remarks>
internal sealed class JpegPlane
{
    private readonly byte[] samples;
    private readonly int stride;
    private readonly JpegWindow window;

    /// <param name="component">The component, its coefficients decoded.</param>
    /// <param name="window">How it lies under the image.</param>
    /// <param name="fast">Whether whole blocks are transformed by the fast transform.</param>
    public JpegPlane(JpegComponent component, JpegWindow window, bool fast)
    {
        this.window = window;
        stride = component.BlocksWide * window.Side;
        samples = new byte[stride * component.BlocksHigh * window.Side];
        ushort[] divisors = component.Divisors ?? new ushort[JpegFrame.BlockSize];
        bool isFast = fast && window.Side == JpegFrame.BlockSide;
        short[] factors = isFast ? JpegTransform.FastFactors(divisors) : Array.ConvertAll(divisors, divisor => (short)divisor);
        Transform transform = window.Side switch
        {
            1 => JpegShrinkingTransform.ToOne,
            2 => JpegShrinkingTransform.ToTwo,
            4 => JpegShrinkingTransform.ToFour,
            _ => isFast ? JpegTransform.Fast : JpegTransform.Accurate,
        };
        WorkPool.Run(new Job(component, window.Side, transform, factors, samples), component.BlocksHigh, component.BlocksWide * 200_000L);
    }

    private delegate void Transform(ReadOnlySpan<short> coefficients, ReadOnlySpan<short> factors, Span<byte> samples, int stride);

    /// <summary>The pixels that <see cref="Read"/> makes.</summary>
    public int Pixels => window.Width * window.Across;

    /// <summary>Makes a row of the image.</summary>
    /// <param name="y">The row.</param>
    /// <param name="row">As many samples as <see cref="Pixels"/> says.</param>
    public void Read(int y, Span<byte> row)
    {
        int source = y / window.Down;
        ReadOnlySpan<byte> near = Line(source);
        if (!window.Blends) Repeat(near, row);
        else if (window.Down == 1) BlendAcross(near, row);
        else
        {
            bool isUpper = y % 2 == 0;
            ReadOnlySpan<byte> far = Line(Math.Clamp(isUpper ? source - 1 : source + 1, 0, window.Height - 1));
            if (window.Across == 1) BlendDown(near, far, isUpper ? 1 : 2, row);
            else BlendBoth(near, far, row);
        }
    }

    private static void BlendAcross(ReadOnlySpan<byte> line, Span<byte> row)
    {
        int last = line.Length - 1;
        for (int i = 0; i <= last; i++)
        {
            int value = line[i];
            row[2 * i] = (byte)(i == 0 ? value : ((3 * value) + line[i - 1] + 1) >> 2);
            row[(2 * i) + 1] = (byte)(i == last ? value : ((3 * value) + line[i + 1] + 2) >> 2);
        }
    }

    private static void BlendDown(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int bias, Span<byte> row)
    {
        for (int i = 0; i < near.Length; i++) row[i] = (byte)(((3 * near[i]) + far[i] + bias) >> 2);
    }

    private static void BlendBoth(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> row)
    {
        int last = near.Length - 1, value = (3 * near[0]) + far[0], before = value;
        for (int i = 0; i <= last; i++)
        {
            int after = i == last ? value : (3 * near[i + 1]) + far[i + 1];
            row[2 * i] = (byte)(((3 * value) + before + 8) >> 4);
            row[(2 * i) + 1] = (byte)(((3 * value) + after + 7) >> 4);
            (before, value) = (value, after);
        }
    }

    private ReadOnlySpan<byte> Line(int row) => samples.AsSpan((row * stride) + window.Begin, window.Width);

    private void Repeat(ReadOnlySpan<byte> line, Span<byte> row)
    {
        if (window.Across == 1)
        {
            line.CopyTo(row);
            return;
        }

        for (int i = 0; i < line.Length; i++) row.Slice(i * window.Across, window.Across).Fill(line[i]);
    }

    /// <summary>Rows of blocks.</summary>
    private readonly struct Job(JpegComponent component, int side, Transform transform, short[] factors, byte[] samples) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            int stride = component.BlocksWide * side;
            for (int row = (int)begin; row < end; row++)
            {
                for (int column = 0; column < component.BlocksWide; column++)
                {
                    transform(component.Block(row, column), factors, samples.AsSpan((row * side * stride) + (column * side)), stride);
                }
            }
        }
    }
}
