using Weir.Simd;

namespace Weir.Ops;

/// <summary>Where the windows of fractional pooling begin along an axis, and where the last one ends.</summary>
/// <remarks>Lengths are the two whole numbers around input / output, in random order. Source: fractional_pool_common.cc.</remarks>
internal static class PoolingSequence
{
    /// <summary>Draws a sequence; so many words are taken from the node's generator.</summary>
    /// <param name="take">Keeps blocks of the node's generator.</param>
    /// <param name="input">The input's size.</param>
    /// <param name="output">How many windows, from 1 to <paramref name="input"/>.</param>
    /// <param name="pseudo">Whether lengths follow one random number, or are shuffled.</param>
    public static long[] Draw(Func<UInt128, PhiloxGenerator> take, int input, int output, bool pseudo)
    {
        long[] begins = new long[output + 1];
        if (pseudo) FromOneNumber(take(1), begins, input, output);
        else Shuffled(take((UInt128)((output + PhiloxGenerator.WordsPerBlock - 1) / PhiloxGenerator.WordsPerBlock)), begins, input, output);
        return begins;
    }

    /// <summary>Reads a sequence that an input gives.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is not one of <paramref name="outputs"/> windows inside of an input of <paramref name="size"/>.</exception>
    public static ReadOnlySpan<long> Read(StepContext s, int input, string name, long outputs, long size)
    {
        ReadOnlySpan<long> begins = s.Input(input).Elements<long>();
        s.Require(begins.Length == outputs + 1, $"{name} must have {outputs + 1} elements for an output of {outputs}, got {begins.Length}");
        for (int i = 0; i < begins.Length; i++)
        {
            s.Require(begins[i] >= (i == 0 ? 0 : begins[i - 1] + 1) && begins[i] <= size, $"{name} must grow from 0 to at most {size}, got {begins[i]} at {i}");
        }

        return begins;
    }

    private static void FromOneNumber(PhiloxGenerator generator, Span<long> begins, int input, int output)
    {
        double alpha = (double)input / output;
        int whole = input / output;
        double most = Math.Min(((whole + 2) / alpha) - 1, ((input + 1 - whole) / alpha) - (output - 1));
        double u = UniformDouble.Of(generator.Next(), generator.Next()) * most;
        for (int i = 1; i < output; i++) begins[i] = (int)Math.Ceiling(alpha * (i + u)) - 1;
        begins[output] = input;
    }

    private static void Shuffled(PhiloxGenerator generator, Span<long> begins, int input, int output)
    {
        Span<long> lengths = begins[1..];
        lengths.Fill(input / output);
        for (int i = 0; i < input % output; i++) lengths[i]++;
        for (int i = 0; i < output - 1; i++)
        {
            int other = i + (int)(generator.Next() % (uint)(output - i));
            (lengths[i], lengths[other]) = (lengths[other], lengths[i]);
        }

        for (int i = 1; i < output; i++) lengths[i] += lengths[i - 1];
    }
}
