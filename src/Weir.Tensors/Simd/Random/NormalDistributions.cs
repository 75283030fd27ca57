using System.Numerics.Tensors;

namespace Weir.Simd;

/// <summary>Normal numbers of mean 0 and deviation 1: two of two uniform ones, by Box and Muller.</summary>
/// <remarks>Source: random_distributions_utils.h. A uniform number below 1e-7 counts as 1e-7.</remarks>
internal static class BoxMuller
{
    private const float Least = 1e-7f;

    public static (float First, float Second) Floats(uint first, uint second)
    {
        float uniform = Math.Max(UniformFloat.Of(first), Least);
        float angle = (float)(2 * Math.PI * UniformFloat.Of(second));
        float radius = MathF.Sqrt(-2 * MathF.Log(uniform));
        (float sine, float cosine) = MathF.SinCos(angle);
        return (sine * radius, cosine * radius);
    }

    public static (double First, double Second) Doubles(uint a, uint b, uint c, uint d)
    {
        double uniform = Math.Max(UniformDouble.Of(a, b), 1e-7);
        double angle = 2 * Math.PI * UniformDouble.Of(c, d);
        double radius = Math.Sqrt(-2 * Math.Log(uniform));
        (double sine, double cosine) = Math.SinCos(angle);
        return (sine * radius, cosine * radius);
    }

    /// <summary>A number of each word, in blocks.</summary>
    /// <param name="words">An even number.</param>
    /// <param name="elements">As many.</param>
    public static void Floats(ReadOnlySpan<uint> words, Span<float> elements)
    {
        const int AtOnce = 256;
        Span<float> radius = stackalloc float[AtOnce], angle = stackalloc float[AtOnce], sine = stackalloc float[AtOnce], cosine = stackalloc float[AtOnce];
        for (int from = 0; from < words.Length; from += 2 * AtOnce)
        {
            int count = Math.Min(AtOnce, (words.Length - from) / 2);
            for (int i = 0; i < count; i++)
            {
                radius[i] = Math.Max(UniformFloat.Of(words[from + (2 * i)]), Least);
                angle[i] = (float)(2 * Math.PI * UniformFloat.Of(words[from + (2 * i) + 1]));
            }

            Span<float> used = radius[..count];
            TensorPrimitives.Log(used, used);
            TensorPrimitives.Multiply(used, -2, used);
            TensorPrimitives.Sqrt(used, used);
            TensorPrimitives.SinCos<float>(angle[..count], sine[..count], cosine[..count]);
            for (int i = 0; i < count; i++)
            {
                elements[from + (2 * i)] = sine[i] * radius[i];
                elements[from + (2 * i) + 1] = cosine[i] * radius[i];
            }
        }
    }
}

/// <inheritdoc cref="BoxMuller"/>
internal readonly struct NormalFloat : IDistribution<float>
{
    public static int WordsPerElement => 1;

    public static int Picoseconds => 6000;

    public void Make(ReadOnlySpan<uint> words, Span<float> elements) => BoxMuller.Floats(words, elements);
}

/// <inheritdoc cref="BoxMuller"/>
internal readonly struct NormalDouble : IDistribution<double>
{
    public static int WordsPerElement => 2;

    public static int Picoseconds => 20_000;

    public void Make(ReadOnlySpan<uint> words, Span<double> elements)
    {
        for (int i = 0; i < elements.Length; i += 2)
        {
            (elements[i], elements[i + 1]) = BoxMuller.Doubles(words[2 * i], words[(2 * i) + 1], words[(2 * i) + 2], words[(2 * i) + 3]);
        }
    }
}

/// <inheritdoc cref="BoxMuller"/>
/// <remarks>Of Half and bfloat16: computed in float and rounded.</remarks>
internal readonly unsafe struct NormalNarrow<T> : IDistribution<T>
    where T : unmanaged
{
    public static int WordsPerElement => 1;

    public static int Picoseconds => 7000;

    public void Make(ReadOnlySpan<uint> words, Span<T> elements)
    {
        float* wide = stackalloc float[NarrowFloats.BlockLength];
        BoxMuller.Floats(words, new Span<float>(wide, elements.Length));
        fixed (T* to = elements) NarrowFloats.Round(wide, to, elements.Length);
    }
}
