namespace Weir.Bundles;

/// <summary>Reads an extent from front to back in a few large reads.</summary>
internal ref struct SequentialBytes(DataExtent extent)
{
    private const int BufferBytes = 64 << 10;

    private readonly byte[] buffer = new byte[Math.Min(extent.Length, BufferBytes)];
    private long position = extent.Offset;
    private int next;
    private int filled;

    public readonly string Path => extent.File.Path;

    public readonly long FileLength => extent.File.Length;

    /// <summary>The offset in the file of what is read next.</summary>
    public readonly long Position => position;

    /// <summary>The bytes that are left.</summary>
    public readonly long Remaining => extent.Offset + extent.Length - position;

    /// <summary>Fills the destination; the caller has compared it with <see cref="Remaining"/>.</summary>
    public void ReadExactly(scoped Span<byte> destination)
    {
        int buffered = Math.Min(destination.Length, filled - next);
        buffer.AsSpan(next, buffered).CopyTo(destination);
        next += buffered;
        position += buffered;
        Span<byte> rest = destination[buffered..];
        if (rest.Length >= buffer.Length)
        {
            extent.File.ReadExactly(rest, position);
            position += rest.Length;
        }
        else if (rest.Length > 0)
        {
            Fill();
            ReadExactly(rest);
        }
    }

    /// <summary>Reads a number of up to ten bytes, low bits first; bits beyond the 64th are dropped.</summary>
    /// <returns>False where the extent ends first or the number does not.</returns>
    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (next == filled)
            {
                if (Remaining == 0) return false;
                Fill();
            }

            byte part = buffer[next++];
            position++;
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return true;
        }

        return false;
    }

    private void Fill()
    {
        filled = (int)Math.Min(buffer.Length, Remaining);
        next = 0;
        extent.File.ReadExactly(buffer.AsSpan(0, filled), position);
    }
}
