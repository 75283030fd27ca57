using System.Buffers.Binary;

namespace Weir.Protos.Text;

/// <summary>Looks names up by the bytes of a text, without making strings.</summary>
internal sealed class Utf8NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly Utf8NameComparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    /// <summary>The keys are names from descriptors, so nobody outside can make them collide.</summary>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        ulong hash = (ulong)alternate.Length;
        for (; alternate.Length >= 8; alternate = alternate[8..])
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(alternate)) * 0x9E3779B97F4A7C15;
        foreach (byte b in alternate)
            hash = (hash ^ b) * 0x100000001B3;
        return (int)(hash ^ hash >> 32);
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
