namespace Weir.Ops;

/// <summary>Reads a JPEG file: bytes of its segments, and bits of its scans up to a marker, behind which zeros follow.</summary>
/// <param name="file">The file.</param>
/// <param name="recovers">Whether the end of the file counts as the end of the image.</param>
/// <remarks>
/// How far bits are read ahead matters to files that end too soon: there TensorFlow reads the bytes of a unit again until one begins at the
/// very end. Source: jdhuff.c; jpeg_handle.cc.
/// </remarks>
internal sealed class JpegBits(byte[] file, bool recovers)
{
    private ulong held;
    private int count;
    private int at;
    private int unit;
    private bool wasRecovered;
    private bool wentBack;

    /// <summary>A marker that ends the bits, not yet dealt with; 0: none.</summary>
    public int Marker { get; set; }

    /// <summary>Whether more bits were taken than there are: what is left of the segment is not decoded.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>How many bits were read ahead.</summary>
    public int Count => count;

    /// <summary>Says that a unit begins with the next bit.</summary>
    public void BeginUnit() => unit = at;

    /// <summary>The next byte.</summary>
    /// <exception cref="JpegError">The file ends.</exception>
    public int NextByte()
    {
        if (at < file.Length) return file[at++];
        if (!recovers || wasRecovered) throw new JpegError("Premature end of JPEG file");
        // The second byte of an end of the image comes from the caller, who looks for markers.
        wasRecovered = true;
        return -1;
    }

    public int NextUInt16() => (RequiredByte() << 8) | RequiredByte();

    public int RequiredByte() => NextByte() is >= 0 and int value ? value : throw new JpegError("Premature end of JPEG file");

    /// <summary>A segment's bytes, which its length precedes.</summary>
    public ReadOnlySpan<byte> NextSegment()
    {
        int length = NextUInt16() - 2;
        if (length < 0) throw new JpegError("Bogus marker length");
        if (length > file.Length - at)
        {
            if (!recovers) throw new JpegError("Premature end of JPEG file");
            length = file.Length - at;
        }

        at += length;
        return file.AsSpan(at - length, length);
    }

    /// <summary>Goes on to the next marker, over whatever stands before it.</summary>
    public int NextMarker()
    {
        if (Marker != 0)
        {
            int pending = Marker;
            Marker = 0;
            return pending;
        }

        while (true)
        {
            int value = NextByte();
            while (value >= 0 && value != 0xFF) value = NextByte();
            while (value == 0xFF) value = NextByte();
            if (value < 0) return JpegMarkers.EndOfImage;
            if (value != 0) return value;
        }
    }

    /// <summary>Forgets the bits: a new segment begins.</summary>
    public void Restart(bool keepsExhausted)
    {
        (held, count, unit) = (0, 0, at);
        if (!keepsExhausted) IsExhausted = false;
    }

    /// <summary>Reads ahead unless so many bits were.</summary>
    public void Need(int bits)
    {
        if (count < bits) Fill();
    }

    /// <summary>The first eight bits of those read ahead.</summary>
    public int Peek() => (int)(held >> 56);

    /// <summary>Passes over bits that were looked at.</summary>
    public void Skip(int bits)
    {
        if (bits > count)
        {
            IsExhausted = true;
            (held, count) = (0, 0);
            return;
        }

        held <<= bits;
        count -= bits;
    }

    /// <summary>Takes up to 16 bits.</summary>
    public int Take(int bits)
    {
        if (bits == 0) return 0;
        Need(bits);
        int value = (int)(held >> (64 - bits));
        Skip(bits);
        return value;
    }

    /// <summary>Takes so many bits as the number that they stand for: without a leading 1 they are negative.</summary>
    public int TakeNumber(int bits)
    {
        int value = Take(bits);
        return bits == 0 || value >= 1 << (bits - 1) ? value : value - (1 << bits) + 1;
    }

    private int NextOfScan()
    {
        if (recovers && at == file.Length && unit < at && !wentBack) (at, wentBack) = (unit, true);
        return NextByte();
    }

    private void Fill()
    {
        while (count <= 56 && Marker == 0)
        {
            int value = NextOfScan();
            if (value == 0xFF)
            {
                while (value == 0xFF) value = NextOfScan();
                if (value == 0) value = 0xFF;
                else
                {
                    Marker = value < 0 ? JpegMarkers.EndOfImage : value;
                    return;
                }
            }
            else if (value < 0)
            {
                Marker = JpegMarkers.EndOfImage;
                return;
            }

            held |= (ulong)value << (56 - count);
            count += 8;
            wentBack = false;
        }
    }
}
