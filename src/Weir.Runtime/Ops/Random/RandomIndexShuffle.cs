using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The place of an index in a random order of 0 to a greatest one, without making the order.</summary>
/// <remarks>
/// A cipher of few rounds (Simon) permutes all numbers of so many bits; it is applied until the number is in range again.
/// Source: random_index_shuffle.cc.
/// </remarks>
internal sealed class RandomIndexShuffle : Op
{
    private const int LeastBits = 16;

    public override OpDefinition Definition { get; } = "RandomIndexShuffle(index: dtype, seed: Tseed, max_index: dtype) -> output: dtype; rounds: int = 4; dtype: "
        + "{int32, uint32, int64, uint64}; Tseed: {int32, uint32, int64, uint64}";

    public override void InferShapes(ShapeContext c)
    {
        (Shape index, Shape seed, Shape most) = (c.Input(0), c.Input(1), c.Input(2));
        if (!index.HasRank || !seed.HasRank || !most.HasRank) return;
        c.Require(index.Rank <= 1, $"Shape must be at most rank 1 but is rank {index.Rank}");
        c.Require(seed.Rank is 1 or 2, $"Shape must be rank 1 or 2 but is rank {seed.Rank}");
        c.Require(most.Rank <= 1, $"Shape must be at most rank 1 but is rank {most.Rank}");
        if (index.Rank == 0 && seed.Rank == 1 && most.Rank == 0)
        {
            c.Output(0, Shape.Scalar);
            return;
        }

        long count = index.Rank == 1 ? index[0] : -1;
        if (seed.Rank == 2) count = c.MergeSizes(count, seed[0]);
        if (most.Rank == 1) count = c.MergeSizes(count, most[0]);
        c.Output(0, Shape.Of(count));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tseed", "dtype");
        long rounds = r.Int("rounds");
        if (rounds < 4 || rounds % 2 != 0 || rounds > 1024) throw new TfException(StatusCode.InvalidArgument, $"rounds must be even, from 4 to 1024, not {rounds}");
        return new Shuffle((int)rounds);
    }

    private static ulong Word(Tensor tensor, int index) => tensor.DType switch
    {
        DType.UInt32 => tensor.Elements<uint>()[index],
        DType.UInt64 => tensor.Elements<ulong>()[index],
        _ => (ulong)tensor.Integer(index),
    };

    private static ulong Permute(ulong index, ReadOnlySpan<uint> seed, ulong most, int rounds)
    {
        if (most == 0) return 0;
        int bits = most == 1 ? 0 : 64 - BitOperations.LeadingZeroCount(most - 1);
        int half = Math.Max(bits + (bits % 2), LeastBits) / 2;
        Span<uint> keys = stackalloc uint[rounds];
        MakeKeys(seed, half, keys);
        do index = Encrypt(index, keys, half);
        while (index > most);
        return index;
    }

    private static void MakeKeys(ReadOnlySpan<uint> seed, int half, Span<uint> keys)
    {
        const ulong Sequence = 0x7369F885192C0EF5;
        uint mask = Mask(half);
        ulong sequence = Sequence & mask;
        for (int i = 0; i < keys.Length; i++)
        {
            if (i < seed.Length)
            {
                keys[i] = seed[i] & mask;
                continue;
            }

            keys[i] = (0xFFFFFFFC & mask) ^ (uint)(sequence & 1) ^ keys[i - 3] ^ Rotate(keys[i - 1], half - 3, half) ^ Rotate(keys[i - 1], half - 4, half);
            sequence >>= 1;
        }
    }

    private static ulong Encrypt(ulong value, ReadOnlySpan<uint> keys, int half)
    {
        uint mask = Mask(half);
        (uint left, uint right) = ((uint)(value >> half) & mask, (uint)value & mask);
        for (int i = 0; i < keys.Length; i += 2)
        {
            left ^= Mix(right, half) ^ keys[i];
            right ^= Mix(left, half) ^ keys[i + 1];
        }

        return ((ulong)left << half) | right;
    }

    private static uint Mix(uint x, int half) => (Rotate(x, 1, half) & Rotate(x, 8, half)) ^ Rotate(x, 2, half);

    /// <summary>A rotation to the left in a word of <paramref name="half"/> bits, from 8 to 32.</summary>
    private static uint Rotate(uint x, int by, int half) => (uint)((((ulong)x << by) | ((ulong)x >> (half - by))) & Mask(half));

    private static uint Mask(int bits) => uint.MaxValue >> (32 - bits);

    private sealed class Shuffle(int rounds) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor index, Tensor seed, Tensor most) = (s.Input(0), s.Input(1), s.Input(2));
            long count = Math.Max(Math.Max(index.ElementCount, most.ElementCount), seed.ElementCount / 3);
            s.Require(index.Shape.Rank == 0 || (index.Shape.Rank == 1 && index.ElementCount == count), "Index must be a scalar or vector.");
            s.Require((seed.Shape.Rank == 1 && seed.ElementCount == 3) || (seed.Shape.Rank == 2 && seed.Shape[0] == count && seed.Shape[1] == 3),
                $"Seed must be a vector of size [3] or a matrix of size [{count}, 3] but got {seed.Shape}.");
            s.Require(most.Shape.Rank == 0 || (most.Shape.Rank == 1 && most.ElementCount == count), $"Maxval must be a scalar or a vector of the same size as index but got {most.Shape}");
            bool isScalar = index.Shape.Rank == 0 && seed.Shape.Rank == 1 && most.Shape.Rank == 0;
            Tensor output = isScalar ? s.Output(0) : s.Output(0, count);
            Span<uint> words = stackalloc uint[3];
            for (int i = 0; i < count; i++)
            {
                for (int k = 0; k < 3; k++) words[k] = (uint)Word(seed, (seed.Shape.Rank == 1 ? 0 : 3 * i) + k);
                (ulong at, ulong end) = (Word(index, index.Shape.Rank * i), Word(most, most.Shape.Rank * i));
                s.Require(at <= end, $"index[{i}] = {at} must not be above max_index = {end}");
                ulong place = Permute(at, words, end, rounds);
                if (output.DType.ElementSize() == sizeof(ulong)) MovedElements.Of<ulong>(output)[i] = place;
                else MovedElements.Of<uint>(output)[i] = (uint)place;
            }
        }
    }
}
