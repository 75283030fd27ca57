namespace Weir.Simd;

/// <summary>Which places of an input's axis each place of a resized axis is made of, and with what weights. In scratch memory of this thread.</summary>
/// <remarks>Source of the arithmetic: image_resizer_state.h, resize_bilinear_op.cc, resize_bicubic_op.cc, resize_area_op.cc.</remarks>
internal readonly unsafe struct AxisTaps
{
    private const int CubicSteps = 1024;

    internal AxisTaps(ScratchUse use, int output, long most, bool isLinear = false)
    {
        (Output, IsLinear) = (output, isLinear);
        byte* memory = Scratch.Get<byte>(use, checked((nint)((output + 1L + (2 * most)) * sizeof(int))));
        Begins = (int*)memory;
        Places = Begins + output + 1;
        Weights = (float*)(Places + most);
        *Begins = 0;
    }

    /// <summary>The size of the resized axis.</summary>
    public int Output { get; }

    /// <summary>Whether each place is a + (b - a) * w of its two taps a and b, computed so: then infinities give NaN as in TensorFlow.</summary>
    public bool IsLinear { get; }

    /// <summary>Where each output's taps begin, and one more.</summary>
    public int* Begins { get; }

    /// <summary>The places of the input.</summary>
    public int* Places { get; }

    /// <summary>Their weights.</summary>
    public float* Weights { get; }

    /// <summary>From one place of the output to the next, in places of the input.</summary>
    public static float Scale(int input, int output, bool alignCorners) => alignCorners && output > 1 ? (input - 1) / (float)(output - 1) : input / (float)output;

    /// <summary>Two neighbours each.</summary>
    public static AxisTaps Linear(ScratchUse use, int input, int output, bool alignCorners, bool halfPixelCenters)
    {
        AxisTaps taps = new(use, output, 2L * output, isLinear: true);
        float scale = Scale(input, output, alignCorners);
        for (int i = 0, at = 0; i < output; i++)
        {
            float position = Position(i, scale, halfPixelCenters), whole = MathF.Floor(position), part = position - whole;
            at = taps.Add(at, Math.Max((int)whole, 0), 1 - part);
            at = taps.Add(at, Math.Min((int)MathF.Ceiling(position), input - 1), part);
            taps.Begins[i + 1] = at;
        }
        return taps;
    }

    /// <summary>Four neighbours each, with the weights of a cubic in steps of 1/1024; with half pixel centers Keys' cubic, whose weights outside the input go to the others.</summary>
    public static AxisTaps Cubic(ScratchUse use, int input, int output, bool alignCorners, bool halfPixelCenters)
    {
        AxisTaps taps = new(use, output, 4L * output);
        float scale = Scale(input, output, alignCorners), a = halfPixelCenters ? -0.5f : -0.75f;
        Span<float> weights = stackalloc float[4];
        for (int i = 0, at = 0; i < output; i++)
        {
            float position = Position(i, scale, halfPixelCenters);
            int whole = (int)MathF.Floor(position), step = (int)MathF.Round((position - whole) * CubicSteps);
            (weights[0], weights[1]) = (Far(step, a), Near(step, a));
            (weights[2], weights[3]) = (Near(CubicSteps - step, a), Far(CubicSteps - step, a));
            float sum = 0;
            for (int k = 0; k < 4; k++)
            {
                if (halfPixelCenters && (whole + k < 1 || whole + k > input))
                    weights[k] = 0;
                sum += weights[k];
            }
            float by = halfPixelCenters && MathF.Abs(sum) >= 1000 * 1.17549435e-38f ? 1 / sum : 1;
            for (int k = 0; k < 4; k++)
                at = taps.Add(at, Math.Clamp(whole + k - 1, 0, input - 1), weights[k] * by);
            taps.Begins[i + 1] = at;
        }
        return taps;
    }

    /// <summary>All that a place covers, by how much it covers.</summary>
    public static AxisTaps Area(ScratchUse use, int input, int output, bool alignCorners)
    {
        float scale = Scale(input, output, alignCorners);
        AxisTaps taps = new(use, output, input + (3L * output) + 2);
        for (int i = 0, at = 0; i < output; i++)
        {
            float from = i * scale, to = (i + 1) * scale;
            if (scale == 0)
            {
                at = taps.Add(at, 0, 1);   // a single place, with aligned corners
                taps.Begins[i + 1] = at;
                continue;
            }
            int end = (int)MathF.Ceiling(to);
            for (int place = (int)MathF.Floor(from); place < end; place++)
            {
                float covered = place < from ? place + 1 > to ? scale : place + 1 - from : place + 1 > to ? to - place : 1;
                at = taps.Add(at, Math.Clamp(place, 0, input - 1), covered / scale);
            }
            taps.Begins[i + 1] = at;
        }
        return taps;
    }

    private static float Position(int output, float scale, bool halfPixelCenters) => halfPixelCenters ? ((output + 0.5f) * scale) - 0.5f : output * scale;

    // The cubic within a distance of 1, and from there to 2.
    private static float Near(int step, float a)
    {
        float x = step / (float)CubicSteps;
        return ((((a + 2) * x) - (a + 3)) * x * x) + 1;
    }

    private static float Far(int step, float a)
    {
        float x = (step / (float)CubicSteps) + 1;
        return ((((a * x) - (5 * a)) * x) + (8 * a)) * x - (4 * a);
    }

    /// <summary>Writes a tap; the next one's place.</summary>
    internal int Add(int at, int place, float weight)
    {
        (Places[at], Weights[at]) = (place, weight);
        return at + 1;
    }
}
