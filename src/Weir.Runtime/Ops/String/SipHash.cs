using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Ops;

/// <summary>SipHash-2-4 of Aumasson and Bernstein, written from their paper: a hash that nobody can foresee who does not know the key.</summary>
internal static class SipHash
{
    public static ulong Of(ReadOnlySpan<byte> text, ulong key0, ulong key1)
    {
        ulong v0 = key0 ^ 0x736F6D6570736575, v1 = key1 ^ 0x646F72616E646F6D, v2 = key0 ^ 0x6C7967656E657261, v3 = key1 ^ 0x7465646279746573;
        ulong last = (ulong)text.Length << 56;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..]) Take(BinaryPrimitives.ReadUInt64LittleEndian(text), ref v0, ref v1, ref v2, ref v3);
        for (int i = 0; i < text.Length; i++) last |= (ulong)text[i] << (8 * i);
        Take(last, ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xFF;
        for (int round = 0; round < 4; round++) Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static void Take(ulong block, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= block;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= block;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v2 += v3;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
