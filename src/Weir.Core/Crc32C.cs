using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir;

/// <summary>CRC-32C (Castagnoli), the checksum of TensorFlow's tables, bundles and records.</summary>
/// <remarks>Uses the processor's CRC instruction where there is one. The masking is that of <c>crc32c.h</c> in TensorFlow and LevelDB.</remarks>
public static class Crc32C
{
    private const uint MaskDelta = 0xa282ead8u;

    /// <summary>The words of each of three lanes: the processor's instruction takes three cycles, but starts one in each.</summary>
    private const int LaneWords = 128;

    /// <summary>Those for what is left, and for short data: there joining the lanes costs half of what they save.</summary>
    private const int ShortLaneWords = 8;

    private static readonly uint[] OverOneLane = TableOfZeros(LaneWords);
    private static readonly uint[] OverTwoLanes = TableOfZeros(2 * LaneWords);
    private static readonly uint[] OverOneShortLane = TableOfZeros(ShortLaneWords);
    private static readonly uint[] OverTwoShortLanes = TableOfZeros(2 * ShortLaneWords);

    /// <summary>The checksum of a byte sequence.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns>The unmasked checksum; 0 for no bytes.</returns>
    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>Continues a checksum: <c>Append(Compute(a), b)</c> is the checksum of a followed by b.</summary>
    /// <param name="crc">The checksum so far, unmasked; 0 at the start.</param>
    /// <param name="data">The bytes that follow.</param>
    /// <returns>The unmasked checksum of everything.</returns>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(data);
        ReadOnlySpan<byte> tail = data[(words.Length * sizeof(ulong))..];
        for (; words.Length >= 3 * LaneWords; words = words[(3 * LaneWords)..]) crc = AppendLanes(crc, words, LaneWords, OverOneLane, OverTwoLanes);
        for (; words.Length >= 3 * ShortLaneWords; words = words[(3 * ShortLaneWords)..]) crc = AppendLanes(crc, words, ShortLaneWords, OverOneShortLane, OverTwoShortLanes);
        foreach (ulong word in words) crc = BitOperations.Crc32C(crc, LittleEndian(word));
        foreach (byte value in tail) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>Masks a checksum that is stored among the data it covers.</summary>
    /// <param name="crc">An unmasked checksum.</param>
    /// <returns>The masked form, as files hold it.</returns>
    public static uint Mask(uint crc) => BitOperations.RotateRight(crc, 15) + MaskDelta;

    /// <summary>Takes the mask off again.</summary>
    /// <param name="masked">A checksum as files hold it.</param>
    /// <returns>The checksum itself.</returns>
    public static uint Unmask(uint masked) => BitOperations.RotateLeft(masked - MaskDelta, 15);

    /// <summary>Three lanes side by side: checksums are linear, so each is carried over the words behind it and all are added.</summary>
    private static uint AppendLanes(uint crc, ReadOnlySpan<ulong> words, int laneWords, uint[] overOne, uint[] overTwo)
    {
        // One check of the length for all three; the loop then has none.
        ref ulong word = ref MemoryMarshal.GetReference(words[..(3 * laneWords)]);
        uint secondCrc = 0;
        uint thirdCrc = 0;
        for (int i = 0; i < laneWords; i++)
        {
            crc = BitOperations.Crc32C(crc, LittleEndian(Unsafe.Add(ref word, i)));
            secondCrc = BitOperations.Crc32C(secondCrc, LittleEndian(Unsafe.Add(ref word, laneWords + i)));
            thirdCrc = BitOperations.Crc32C(thirdCrc, LittleEndian(Unsafe.Add(ref word, (2 * laneWords) + i)));
        }

        return Carry(overTwo, crc) ^ Carry(overOne, secondCrc) ^ thirdCrc;
    }

    /// <summary>The state after so many words of zeros.</summary>
    private static uint Carry(uint[] table, uint state) =>
        table[state & 0xff] ^ table[256 + ((state >> 8) & 0xff)] ^ table[512 + ((state >> 16) & 0xff)] ^ table[768 + (state >> 24)];

    /// <summary>For each byte of a state and each of its values: what it becomes over so many words of zeros.</summary>
    private static uint[] TableOfZeros(int words)
    {
        uint[] table = new uint[4 * 256];
        for (int bit = 0; bit < 32; bit++)
        {
            uint state = 1u << bit;
            for (int i = 0; i < words; i++) state = BitOperations.Crc32C(state, 0UL);
            for (int value = 0; value < 256; value++)
            {
                if ((value & (1 << (bit & 7))) != 0) table[((bit >> 3) * 256) + value] ^= state;
            }
        }

        return table;
    }

    private static ulong LittleEndian(ulong word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
}
