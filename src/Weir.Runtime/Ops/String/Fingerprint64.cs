using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Ops;

/// <summary>FarmHash's 64-bit fingerprint, which is the same on every machine for ever: written from the published algorithm.</summary>
internal static class Fingerprint64
{
    private const ulong K0 = 0xC3A5C85C97CB3127;
    private const ulong K1 = 0xB492B66FBE98F273;
    private const ulong K2 = 0x9AE16A3B2F90404F;

    public static ulong Of(ReadOnlySpan<byte> text) => text.Length switch
    {
        <= 16 => UpTo16(text),
        <= 32 => UpTo32(text),
        <= 64 => UpTo64(text),
        _ => Long(text),
    };

    private static ulong UpTo16(ReadOnlySpan<byte> text)
    {
        uint length = (uint)text.Length;
        ulong factor = K2 + (length * 2);
        if (length >= 8)
        {
            ulong a = Read(text, 0) + K2;
            ulong b = Read(text, text.Length - 8);
            return Combine((Rotate(b, 37) * factor) + a, (Rotate(a, 25) + b) * factor, factor);
        }

        if (length >= 4) return Combine(length + ((ulong)Read32(text, 0) << 3), Read32(text, text.Length - 4), factor);
        if (length == 0) return K2;
        uint y = text[0] + ((uint)text[text.Length >> 1] << 8);
        uint z = length + ((uint)text[^1] << 2);
        return Mix((y * K2) ^ (z * K0)) * K2;
    }

    private static ulong UpTo32(ReadOnlySpan<byte> text)
    {
        ulong factor = K2 + ((ulong)text.Length * 2);
        ulong a = Read(text, 0) * K1, b = Read(text, 8);
        ulong c = Read(text, text.Length - 8) * factor, d = Read(text, text.Length - 16) * K2;
        return Combine(Rotate(a + b, 43) + Rotate(c, 30) + d, a + Rotate(b + K2, 18) + c, factor);
    }

    private static ulong UpTo64(ReadOnlySpan<byte> text)
    {
        ulong factor = K2 + ((ulong)text.Length * 2);
        ulong a = Read(text, 0) * K2, b = Read(text, 8);
        ulong c = Read(text, text.Length - 8) * factor, d = Read(text, text.Length - 16) * K2;
        ulong y = Rotate(a + b, 43) + Rotate(c, 30) + d;
        ulong z = Combine(y, a + Rotate(b + K2, 18) + c, factor);
        ulong e = Read(text, 16) * factor, f = Read(text, 24);
        ulong g = (y + Read(text, text.Length - 32)) * factor, h = (z + Read(text, text.Length - 24)) * factor;
        return Combine(Rotate(e + f, 43) + Rotate(g, 30) + h, e + Rotate(f + a, 18) + g, factor);
    }

    /// <summary>Blocks of 64 bytes; the last one overlaps the one before.</summary>
    private static ulong Long(ReadOnlySpan<byte> text)
    {
        const ulong Seed = 81;
        ulong y = unchecked((Seed * K1) + 113);
        State s = new() { X = unchecked((Seed * K2) + Read(text, 0)), Y = y, Z = Mix((y * K2) + 113) * K2 };
        int end = (text.Length - 1) / 64 * 64;
        for (int at = 0; at < end; at += 64) s.Take(text[at..], K1, 1);
        ulong factor = K1 + ((s.Z & 0xFF) << 1);
        int rest = (text.Length - 1) & 63;
        s.W1 += (ulong)rest;
        s.V1 += s.W1;
        s.W1 += s.V1;
        s.Take(text[(end + rest - 63)..], factor, 9);
        return Combine(Combine(s.V1, s.W1, factor) + (Mix(s.Y) * K0) + s.Z, Combine(s.V2, s.W2, factor) + s.X, factor);
    }

    private static ulong Mix(ulong value) => value ^ (value >> 47);

    private static ulong Combine(ulong u, ulong v, ulong factor) => Mix((v ^ Mix((u ^ v) * factor)) * factor) * factor;

    private static ulong Rotate(ulong value, int count) => BitOperations.RotateRight(value, count);

    private static ulong Read(ReadOnlySpan<byte> text, int at) => BinaryPrimitives.ReadUInt64LittleEndian(text[at..]);

    private static uint Read32(ReadOnlySpan<byte> text, int at) => BinaryPrimitives.ReadUInt32LittleEndian(text[at..]);

    private struct State
    {
        public ulong X, Y, Z, V1, V2, W1, W2;

        public void Take(ReadOnlySpan<byte> block, ulong factor, ulong weight)
        {
            X = Rotate(X + Y + V1 + Read(block, 8), 37) * factor;
            Y = Rotate(Y + V2 + Read(block, 48), 42) * factor;
            X ^= W2 * weight;
            Y += (V1 * weight) + Read(block, 40);
            Z = Rotate(Z + W1, 33) * factor;
            (V1, V2) = Weak(block, V2 * factor, X + W1);
            (W1, W2) = Weak(block[32..], Z + W2, Y + Read(block, 16));
            (Z, X) = (X, Z);
        }

        private static (ulong First, ulong Second) Weak(ReadOnlySpan<byte> block, ulong a, ulong b)
        {
            a += Read(block, 0);
            ulong last = Read(block, 24);
            b = Rotate(b + a + last, 21);
            ulong start = a;
            a += Read(block, 8) + Read(block, 16);
            b += Rotate(a, 44);
            return (a + last, b + start);
        }
    }
}
