using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Weir;

/// <summary>CRC-32C (Castagnoli), the checksum of TensorFlow's tables, bundles and records.</summary>
/// <remarks>Uses the processor's CRC instruction where there is one. The masking is that of <c>crc32c.h</c> in TensorFlow and LevelDB.</remarks>
public static class Crc32C
{
    private const uint MaskDelta = 0xa282ead8u;

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
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte value in data[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, value);
        }

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
}
