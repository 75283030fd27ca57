using System.Security.Cryptography;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The generator of one stateful random node: it belongs to the session and goes on from run to run. Thread-safe.</summary>
/// <remarks>Both seeds 0: not deterministic. Source: guarded_philox_random.h.</remarks>
internal sealed class RandomState(long seed, long seed2)
{
    private readonly Lock gate = new();

    private PhiloxGenerator next = Begin(seed, seed2);

    /// <summary>The generator of two seeds, or of chance if both are 0.</summary>
    public static PhiloxGenerator Begin(long seed, long seed2) =>
        (seed, seed2) != (0, 0) ? PhiloxGenerator.OfSeeds(seed, seed2) : PhiloxGenerator.OfSeeds(Entropy(), Entropy());

    /// <summary>The generator as it is now; it goes on by so many blocks.</summary>
    public PhiloxGenerator Take(UInt128 blocks)
    {
        lock (gate)
        {
            PhiloxGenerator taken = next;
            next = next.Skipped(blocks);
            return taken;
        }
    }

    private static long Entropy()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToInt64(bytes);
    }
}
