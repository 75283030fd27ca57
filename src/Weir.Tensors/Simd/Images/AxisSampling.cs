namespace Weir.Simd;

/// <summary>Makes the taps of an axis that is scaled and moved.</summary>
/// <param name="Kernel">How much each pixel counts.</param>
/// <param name="Antialias">Whether the kernel grows with the pixels where an image gets smaller, so that all of them count.</param>
/// <remarks>Source of the arithmetic: scale_and_translate_op.cc.</remarks>
internal sealed unsafe record AxisSampling(SamplingKernel Kernel, bool Antialias)
{
    // A sum of weights that is smaller can not be divided by.
    private const float LeastSum = 1000 * 1.17549435e-38f;

    /// <summary>The taps; a place outside of the input has none.</summary>
    public AxisTaps Taps(ScratchUse use, int input, int output, float scale, float translation)
    {
        float step = 1 / scale, start = -step * translation, stretch = Antialias ? Math.Max(step, 1) : 1, reach = Kernel.Radius * stretch;
        long most = 0;
        for (int i = 0; i < output; i++)
        {
            (int begin, int end, _) = Span(i);
            most += end - begin;
        }

        AxisTaps taps = new(use, output, most);
        for (int i = 0, at = 0; i < output; i++)
        {
            (int begin, int end, float place) = Span(i);
            float sum = 0;
            for (int pixel = begin; pixel < end; pixel++) sum += Weight(pixel, place);
            float by = MathF.Abs(sum) >= LeastSum ? 1 / sum : 0;
            for (int pixel = begin; pixel < end; pixel++) at = taps.Add(at, pixel, by == 0 ? 0 : Weight(pixel, place) * by);
            taps.Begins[i + 1] = at;
        }

        return taps;

        (int Begin, int End, float Place) Span(int index)
        {
            float place = ((index + 0.5f) * step) + start;
            if (!(place >= 0 && place <= input) || input == 0) return (0, 0, 0);
            float first = MathF.Ceiling(place - reach - 0.5f), last = MathF.Floor(place + reach - 0.5f);
            return ((int)Math.Clamp(first, 0, input - 1), (int)Math.Clamp(last, 0, input - 1) + 1, place);
        }

        float Weight(int pixel, float place) => Kernel.Weight(MathF.Abs((pixel + 0.5f - place) * (1 / stretch)));
    }
}
