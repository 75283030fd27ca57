using System.Buffers.Binary;

namespace Weir.Ops;

/// <summary>TensorFlow's Hash64: MurmurHash64A, a public-domain algorithm of Austin Appleby.</summary>
internal static class Hash64
{
    private const ulong Seed = 0xDECAFCAFFE;
    private const ulong Multiplier = 0xC6A4A7935BD1E995;
    private const int Shift = 47;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Seed ^ ((ulong)bytes.Length * Multiplier);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            ulong block = BinaryPrimitives.ReadUInt64LittleEndian(bytes) * Multiplier;
            hash = (hash ^ ((block ^ (block >> Shift)) * Multiplier)) * Multiplier;
        }

        if (bytes.Length > 0)
        {
            ulong tail = 0;
            for (int i = bytes.Length - 1; i >= 0; i--) tail = (tail << 8) | bytes[i];
            hash = (hash ^ tail) * Multiplier;
        }

        hash = (hash ^ (hash >> Shift)) * Multiplier;
        return hash ^ (hash >> Shift);
    }
}
