namespace Weir.Ops;

/// <summary>The lines of a file, one after the other: without the line feed, and without a carriage return before it.</summary>
internal sealed class FileLines(IModelFile file)
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private long read;

    /// <summary>The offset in the file after the last line read.</summary>
    public long Position => read - (end - start);

    /// <summary>The next line; valid until the next call.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: a line that no array can hold.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int feed = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = Trimmed(buffer.AsSpan(start, searched + feed));
                start += searched + feed + 1;
                return true;
            }

            searched = end - start;
            if (Fill()) continue;
            line = Trimmed(buffer.AsSpan(start, end - start));
            start = end;
            return searched > 0;
        }
    }

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            if (buffer.Length > Array.MaxLength / 2)
            {
                throw new TfException(StatusCode.ResourceExhausted, $"{file.Path} has a line of more than {buffer.Length} bytes.");
            }

            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int count = file.Read(buffer.AsSpan(end), read);
        end += count;
        read += count;
        return count > 0;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;
}
