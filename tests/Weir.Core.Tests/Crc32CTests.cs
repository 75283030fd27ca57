using System.Text.Json;
using CsCheck;

namespace Weir.Core.Tests;

public sealed class Crc32CTests
{
    [Fact]
    public void Checksums_are_those_that_TensorFlow_wrote()
    {
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(Corpus.PathOf("facts/crc.json")));
        int rows = 0;
        foreach (JsonElement row in facts.RootElement.GetProperty("rows").EnumerateArray())
        {
            byte[] data = DataOf(row);
            Assert.Equal(row.GetProperty("length").GetInt32(), data.Length);
            uint crc = Crc32C.Compute(data);
            Assert.Equal(row.GetProperty("crc32c").GetUInt32(), crc);
            Assert.Equal(row.GetProperty("masked_crc32c").GetUInt32(), Crc32C.Mask(crc));
            Assert.Equal(row.GetProperty("masked_crc32c_of_length").GetUInt32(), Crc32C.Mask(Crc32C.Compute(BitConverter.GetBytes((long)data.Length))));
            rows++;
        }

        Assert.True(rows >= 30, $"{rows} rows");
    }

    [Fact]
    public void A_checksum_in_pieces_is_the_checksum_of_the_whole()
    {
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 300], Gen.Int[0, 7]).Sample((data, cut, skew) =>
        {
            ReadOnlySpan<byte> bytes = data.AsSpan(Math.Min(skew, data.Length));
            int at = Math.Min(cut, bytes.Length);
            Assert.Equal(Bitwise(bytes), Crc32C.Append(Crc32C.Compute(bytes[..at]), bytes[at..]));
        });
    }

    [Fact]
    public void Long_data_has_the_checksum_of_its_bits()
    {
        byte[] data = new byte[20_000];
        new Random(7).NextBytes(data);
        Gen.Select(Gen.Int[0, 9000], Gen.Int[0, 11_000], Gen.UInt).Sample((start, length, seed) =>
        {
            ReadOnlySpan<byte> bytes = data.AsSpan(start, Math.Min(length, data.Length - start));
            Assert.Equal(Bitwise(bytes, seed), Crc32C.Append(seed, bytes));
        }, iter: 300);
    }

    [Fact]
    public void Masks_come_off_again() => Gen.UInt.Sample(crc => Assert.Equal(crc, Crc32C.Unmask(Crc32C.Mask(crc))));

    /// <summary>The definition: one bit at a time, polynomial 0x1edc6f41 reflected.</summary>
    private static uint Bitwise(ReadOnlySpan<byte> data, uint seed = 0)
    {
        uint crc = ~seed;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82f63b78u);
        }

        return ~crc;
    }

    internal static byte[] DataOf(JsonElement row)
    {
        if (row.GetProperty("data").ValueKind == JsonValueKind.String) return row.GetProperty("data").GetBytesFromBase64();
        JsonElement repeat = row.GetProperty("repeat");
        byte[] data = new byte[repeat[1].GetInt32()];
        Array.Fill(data, repeat[0].GetByte());
        return data;
    }
}
