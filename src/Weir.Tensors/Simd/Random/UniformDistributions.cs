using System.Numerics;
using System.Runtime.InteropServices;

namespace Weir.Simd;

/// <summary>Uniform numbers from 0 to 1, 1 excluded: the low bits of a word as the mantissa of a number from 1 to 2, less 1.</summary>
internal readonly struct UniformFloat : IDistribution<float>
{
    public static int WordsPerElement => 1;

    public static int Picoseconds => 600;

    public static float Of(uint word) => BitConverter.UInt32BitsToSingle((word & 0x7FFFFF) | 0x3F800000) - 1;

    public void Make(ReadOnlySpan<uint> words, Span<float> elements)
    {
        int i = 0;
        for (; i <= elements.Length - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            Vector<uint> bits = (new Vector<uint>(words[i..]) & new Vector<uint>(0x7FFFFF)) | new Vector<uint>(0x3F800000);
            (Vector.AsVectorSingle(bits) - Vector<float>.One).CopyTo(elements[i..]);
        }

        for (; i < elements.Length; i++) elements[i] = Of(words[i]);
    }
}

/// <inheritdoc cref="UniformFloat"/>
/// <remarks>The first word gives the high bits, the second the low ones.</remarks>
internal readonly struct UniformDouble : IDistribution<double>
{
    public static int WordsPerElement => 2;

    public static int Picoseconds => 1200;

    public static double Of(uint first, uint second) => BitConverter.UInt64BitsToDouble(((ulong)((first & 0xFFFFF) | 0x3FF00000) << 32) | second) - 1;

    public void Make(ReadOnlySpan<uint> words, Span<double> elements)
    {
        for (int i = 0; i < elements.Length; i++) elements[i] = Of(words[2 * i], words[(2 * i) + 1]);
    }
}

/// <inheritdoc cref="UniformFloat"/>
internal readonly struct UniformHalf : IDistribution<Half>
{
    public static int WordsPerElement => 1;

    public static int Picoseconds => 1500;

    public static Half Of(uint word) => BitConverter.UInt16BitsToHalf((ushort)((word & 0x3FF) | 0x3C00)) - Half.One;

    public void Make(ReadOnlySpan<uint> words, Span<Half> elements)
    {
        for (int i = 0; i < elements.Length; i++) elements[i] = Of(words[i]);
    }
}

/// <inheritdoc cref="UniformFloat"/>
internal readonly struct UniformBFloat16 : IDistribution<BFloat16>
{
    public static int WordsPerElement => 1;

    public static int Picoseconds => 1500;

    public void Make(ReadOnlySpan<uint> words, Span<BFloat16> elements)
    {
        for (int i = 0; i < elements.Length; i++) elements[i] = (BFloat16)(BitConverter.UInt32BitsToSingle(((words[i] & 0x7F) | 0x3F80) << 16) - 1);
    }
}

/// <summary>Words as they are, or two of them, the first low.</summary>
/// <typeparam name="T">An integer of 32 or 64 bits.</typeparam>
internal readonly struct UniformBits<T> : IDistribution<T>
    where T : unmanaged
{
    public static unsafe int WordsPerElement => sizeof(T) / sizeof(uint);

    public static int Picoseconds => 600;

    public void Make(ReadOnlySpan<uint> words, Span<T> elements) => MemoryMarshal.Cast<uint, T>(words).CopyTo(elements);
}

/// <summary>Whole numbers from a least one on: what is left of a word, or of two, after division by their number.</summary>
internal readonly struct UniformInt32(uint least, uint count) : IDistribution<int>, IDistribution<uint>
{
    public static int WordsPerElement => 1;

    public static int Picoseconds => 1500;

    public void Make(ReadOnlySpan<uint> words, Span<int> elements) => Make(words, MemoryMarshal.Cast<int, uint>(elements));

    public void Make(ReadOnlySpan<uint> words, Span<uint> elements)
    {
        for (int i = 0; i < elements.Length; i++) elements[i] = least + (words[i] % count);
    }
}

/// <inheritdoc cref="UniformInt32"/>
internal readonly struct UniformInt64(ulong least, ulong count) : IDistribution<long>, IDistribution<ulong>
{
    public static int WordsPerElement => 2;

    public static int Picoseconds => 4000;

    public void Make(ReadOnlySpan<uint> words, Span<long> elements) => Make(words, MemoryMarshal.Cast<long, ulong>(elements));

    public void Make(ReadOnlySpan<uint> words, Span<ulong> elements)
    {
        ReadOnlySpan<ulong> pairs = MemoryMarshal.Cast<uint, ulong>(words);
        for (int i = 0; i < elements.Length; i++) elements[i] = least + (pairs[i] % count);
    }
}
