using System.Buffers.Binary;

namespace Weir.Tables;

/// <summary>Makes one block: entries whose keys leave out what they share with the one before, and restart points where a whole key stands.</summary>
/// <param name="restartInterval">A whole key stands at every such entry.</param>
/// <remarks>Source: TensorFlow's <c>table/block_builder.cc</c>.</remarks>
internal sealed class BlockBuilder(int restartInterval)
{
    private readonly List<byte> bytes = [];
    private readonly List<uint> restarts = [0];
    private byte[] lastKey = [];
    private int sinceRestart;

    public bool IsEmpty => bytes.Count == 0;

    /// <summary>The bytes that <see cref="Finish"/> would give.</summary>
    public int Size => bytes.Count + ((restarts.Count + 1) * sizeof(uint));

    /// <summary>Adds an entry, behind all others in key order.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int shared = 0;
        if (sinceRestart < restartInterval)
        {
            shared = key.CommonPrefixLength(lastKey);
        }
        else
        {
            restarts.Add((uint)bytes.Count);
            sinceRestart = 0;
        }

        Varint.Append(bytes, (uint)shared);
        Varint.Append(bytes, (uint)(key.Length - shared));
        Varint.Append(bytes, (uint)value.Length);
        bytes.AddRange(key[shared..]);
        bytes.AddRange(value);
        lastKey = key.ToArray();
        sinceRestart++;
    }

    /// <summary>The block, and an empty builder for the next.</summary>
    public byte[] Finish()
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        foreach (uint restart in restarts)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(number, restart);
            bytes.AddRange(number);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)restarts.Count);
        bytes.AddRange(number);
        byte[] block = [.. bytes];
        bytes.Clear();
        restarts.Clear();
        restarts.Add(0);
        lastKey = [];
        sinceRestart = 0;
        return block;
    }
}
