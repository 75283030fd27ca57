using System.Runtime.InteropServices;

namespace Weir.Ops;

/// <summary>Finds the number of a feature by its key. Looking up allocates nothing.</summary>
/// <remarks>
/// If a key is asked for twice nothing at all is found: TensorFlow's index takes that for a collision of hashes, tries again a thousand times,
/// and goes on without an index.
/// </remarks>
internal sealed class FeatureIndex
{
    private readonly byte[][] keys;
    private readonly int[] slots;

    public FeatureIndex(ReadOnlySpan<byte[]> keys)
    {
        this.keys = keys.ToArray();
        slots = new int[Math.Max(4, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)keys.Length * 2))];
        for (int i = 0; i < keys.Length; i++)
        {
            if (!TryAdd(i))
            {
                Array.Clear(slots);
                Repeated = i;
                return;
            }
        }
    }

    /// <summary>The number of a feature whose key another one has too; -1: there is none.</summary>
    public int Repeated { get; } = -1;

    /// <summary>Whether this index is of exactly these keys.</summary>
    public bool IsOf(ReadOnlySpan<byte[]> other)
    {
        if (other.Length != keys.Length) return false;
        for (int i = 0; i < keys.Length; i++)
        {
            if (!ReferenceEquals(keys[i], other[i]) && !keys[i].AsSpan().SequenceEqual(other[i])) return false;
        }

        return true;
    }

    /// <returns>The number of the feature; -1: nobody asked for it.</returns>
    public int Find(ReadOnlySpan<byte> key)
    {
        for (int slot = Hash(key) & (slots.Length - 1); slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            int feature = slots[slot] - 1;
            if (key.SequenceEqual(keys[feature])) return feature;
        }

        return -1;
    }

    private bool TryAdd(int feature)
    {
        if (Find(keys[feature]) >= 0) return false;
        int slot = Hash(keys[feature]) & (slots.Length - 1);
        while (slots[slot] != 0) slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = feature + 1;
        return true;
    }

    /// <summary>Length and both ends. The keys are the graph's own, so nobody gains by making them collide.</summary>
    private static int Hash(ReadOnlySpan<byte> key)
    {
        ulong mixed = (uint)key.Length;
        if (key.Length >= sizeof(ulong)) mixed += MemoryMarshal.Read<ulong>(key) ^ (MemoryMarshal.Read<ulong>(key[^sizeof(ulong)..]) * 31);
        else foreach (byte b in key) mixed = (mixed << 8) ^ b ^ (mixed >> 56);
        return (int)((mixed * 0x9E3779B97F4A7C15) >> 33);
    }
}
