namespace Weir.Ops;

/// <summary>Reads a GIF file byte by byte.</summary>
internal ref struct GifBytes(ReadOnlySpan<byte> file)
{
    private readonly ReadOnlySpan<byte> file = file;
    private int at;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => file.Length - at;

    public byte Next() => at < file.Length ? file[at++] : throw EndOfFile();

    public int NextUInt16() => Next() | (Next() << 8);

    public ReadOnlySpan<byte> Next(int count)
    {
        if (count > file.Length - at) throw EndOfFile();
        at += count;
        return file.Slice(at - count, count);
    }

    public void Skip(int count) => Next(count);

    /// <summary>Passes over blocks, the last of which is empty.</summary>
    public void SkipBlocks()
    {
        for (int length = Next(); length > 0; length = Next()) Skip(length);
    }

    private static GifError EndOfFile() => new("Failed to read from given file");
}

/// <summary>A GIF file is damaged: what giflib says of it.</summary>
internal sealed class GifError(string message, bool endsTooSoon = false) : Exception(message)
{
    /// <summary>Whether a frame says that it ends before it is complete, which no frame before it excuses.</summary>
    public bool EndsTooSoon => endsTooSoon;
}
