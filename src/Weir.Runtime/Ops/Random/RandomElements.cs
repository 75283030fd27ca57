using System.Numerics;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The random elements that one block of Philox gives: four, or two of 64 bits.</summary>
internal static class RandomElements
{
    public static int Uniforms<T>(ref PhiloxGenerator generator, Span<T> elements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PhiloxGenerator.Block block = generator.NextBlock();
        if (typeof(T) == typeof(double))
        {
            (elements[0], elements[1]) = (T.CreateTruncating(UniformDouble.Of(block[0], block[1])), T.CreateTruncating(UniformDouble.Of(block[2], block[3])));
            return 2;
        }

        for (int i = 0; i < PhiloxGenerator.WordsPerBlock; i++)
        {
            elements[i] = typeof(T) == typeof(Half) ? T.CreateTruncating(UniformHalf.Of(block[i])) : T.CreateTruncating(UniformFloat.Of(block[i]));
        }

        return PhiloxGenerator.WordsPerBlock;
    }

    public static int Normals<T>(ref PhiloxGenerator generator, Span<T> elements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PhiloxGenerator.Block block = generator.NextBlock();
        if (typeof(T) == typeof(double))
        {
            (double first, double second) = BoxMuller.Doubles(block[0], block[1], block[2], block[3]);
            (elements[0], elements[1]) = (T.CreateTruncating(first), T.CreateTruncating(second));
            return 2;
        }

        for (int i = 0; i < PhiloxGenerator.WordsPerBlock; i += 2)
        {
            (float first, float second) = BoxMuller.Floats(block[i], block[i + 1]);
            (elements[i], elements[i + 1]) = (T.CreateTruncating(first), T.CreateTruncating(second));
        }

        return PhiloxGenerator.WordsPerBlock;
    }
}
