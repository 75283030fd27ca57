using System.Buffers.Binary;

namespace Weir.Protos.Text;

/// <summary>Reads the binary encoding that Google.Protobuf has just written; what it reads is well formed.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> wire)
{
    private ReadOnlySpan<byte> _rest = wire;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The bytes that are not read yet.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>The tag that comes next, without taking it.</summary>
    public readonly uint PeekTag()
    {
        WireReader copy = this;
        return (uint)copy.Varint();
    }

    public ulong Varint()
    {
        ulong value = 0;
        int i = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = _rest[i++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                break;
        }
        _rest = _rest[i..];
        return value;
    }

    public uint Fixed32()
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    public ulong Fixed64()
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    public ReadOnlySpan<byte> Delimited()
    {
        int length = (int)Varint();
        ReadOnlySpan<byte> value = _rest[..length];
        _rest = _rest[length..];
        return value;
    }

    /// <summary>Passes over the value of a tag, groups excepted; false at a group.</summary>
    public bool TrySkip(uint tag)
    {
        switch (tag & 7)
        {
            case 0:
                Varint();
                return true;
            case 1:
                Fixed64();
                return true;
            case 2:
                Delimited();
                return true;
            case 5:
                Fixed32();
                return true;
            default:
                return false;
        }
    }
}
