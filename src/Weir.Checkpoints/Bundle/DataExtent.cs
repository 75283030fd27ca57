using Weir.Buffers;

namespace Weir.Bundles;

/// <summary>Where the bytes of a tensor lie, once that is known to be within the data file.</summary>
internal readonly record struct DataExtent(Shard Shard, long Offset, long Length)
{
    /// <summary>Big enough that calls to the system cost nothing, small enough that the checksum finds the bytes in the processor's cache.</summary>
    private const int ChunkBytes = 256 << 10;

    public IModelFile File => Shard.File;

    /// <summary>Checks an extent against its file.</summary>
    /// <param name="shards">The data files.</param>
    /// <param name="entry">What the index says.</param>
    /// <param name="length">The bytes needed.</param>
    /// <param name="key">The entry's key, for messages.</param>
    /// <exception cref="TfException">NOT_FOUND: no such file. INVALID_ARGUMENT: negative offset. OUT_OF_RANGE: behind the end.</exception>
    public static DataExtent Of(ShardFiles shards, BundleEntry entry, long length, string key)
    {
        Shard shard = shards.Open(entry.Shard);
        IModelFile file = shard.File;
        if (entry.Offset < 0)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Seeking to a negative position: {entry.Offset} (key {key} in {file.Path})");
        }

        if (entry.Offset > file.Length || length > file.Length - entry.Offset)
        {
            throw new TfException(StatusCode.OutOfRange, $"Read less bytes than requested: {file.Path} has {file.Length} bytes, "
                + $"key {key} needs {length} at offset {entry.Offset}.");
        }

        return new DataExtent(shard, entry.Offset, length);
    }

    /// <summary>Reads everything to its place, once, and gives the checksum of what was read.</summary>
    /// <param name="target">Memory for <see cref="Length"/> bytes.</param>
    public unsafe uint ReadTo(byte* target)
    {
        uint checksum = 0;
        for (long done = 0; done < Length; done += ChunkBytes)
        {
            Span<byte> chunk = new(target + done, (int)Math.Min(ChunkBytes, Length - done));
            File.ReadExactly(chunk, Offset + done);
            checksum = Crc32C.Append(checksum, chunk);
        }

        return checksum;
    }

    /// <summary>The checksum of mapped bytes.</summary>
    public unsafe uint ChecksumOf(MappedBuffer mapping)
    {
        uint checksum = 0;
        for (long done = 0; done < Length; done += ChunkBytes)
        {
            checksum = Crc32C.Append(checksum, new ReadOnlySpan<byte>(mapping.Pointer + Offset + done, (int)Math.Min(ChunkBytes, Length - done)));
        }

        return checksum;
    }

    /// <summary>The mapping to make a view of, with a reference for the caller; null: there is none, or elements of this size would not be aligned in it.</summary>
    public MappedBuffer? TryView(int elementSize)
    {
        int alignment = Math.Min(elementSize, sizeof(ulong));
        return Length > 0 && Offset % alignment == 0 && Shard.Mapping is { } mapping && mapping.TryAddReference() ? mapping : null;
    }
}
