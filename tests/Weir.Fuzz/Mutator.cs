using System.Buffers.Binary;

namespace Weir.Fuzz;

/// <summary>Damages inputs: bits, bytes, numbers of interest, ranges left out, doubled, moved in from another input.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> pool)
{
    private const int MaxInputBytes = 1 << 20;

    private static readonly long[] Numbers =
    [
        0, 1, 2, 7, 8, 16, 31, 32, 63, 64, 100, 127, 128, 129, 254, 255, 256, 257, 512, 1000, 1024, 4096, 32767, 32768, 65535, 65536,
        1 << 20, 1 << 24, int.MaxValue, (long)int.MaxValue + 1, uint.MaxValue, 1L << 32, 1L << 40, 1L << 53, 1L << 62, long.MaxValue, long.MinValue, -1, -2, -128, int.MinValue,
    ];

    public Random Random => random;

    public byte[] Next()
    {
        List<byte> input = [.. pool[random.Next(pool.Count)]];
        for (int times = 1 << random.Next(5); times > 0; times--) Change(input);
        if (input.Count > MaxInputBytes) input.RemoveRange(MaxInputBytes, input.Count - MaxInputBytes);
        return [.. input];
    }

    private void Change(List<byte> input)
    {
        int at = random.Next(input.Count + 1);
        int length = Math.Min(random.Next(1, 1 << random.Next(1, 8)), input.Count - at);
        switch (random.Next(10))
        {
            case 0 or 1 when at < input.Count: input[at] ^= (byte)(1 << random.Next(8)); break;
            case 2 when at < input.Count: input[at] = (byte)random.Next(256); break;
            case 3: Overwrite(input, at, Number()); break;
            case 4: input.InsertRange(at, random.Next(2) == 0 ? Varint() : Number()); break;
            case 5: input.RemoveRange(at, length); break;
            case 6: input.InsertRange(at, input.GetRange(at, length)); break;
            case 7: input.InsertRange(at, Piece()); break;
            case 8: Overwrite(input, at, Piece()); break;
            case 9 when random.Next(4) == 0: input.RemoveRange(at, input.Count - at); break;
            default: Overwrite(input, at, Varint()); break;
        }
    }

    private static void Overwrite(List<byte> input, int at, byte[] with)
    {
        for (int i = 0; i < with.Length && at + i < input.Count; i++) input[at + i] = with[i];
    }

    private byte[] Piece()
    {
        byte[] other = pool[random.Next(pool.Count)];
        int at = random.Next(other.Length + 1);
        return other[at..Math.Min(other.Length, at + random.Next(1, 1 << random.Next(1, 9)))];
    }

    private long Value() => Numbers[random.Next(Numbers.Length)] + random.Next(-1, 2);

    private byte[] Number()
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Value());
        if (random.Next(4) == 0) Array.Reverse(bytes);
        return bytes[..(1 << random.Next(4))];
    }

    private byte[] Varint()
    {
        List<byte> bytes = [];
        ulong rest = (ulong)Value();
        for (; rest >= 0x80; rest >>= 7) bytes.Add((byte)(rest | 0x80));
        bytes.Add((byte)rest);
        return [.. bytes];
    }
}
