using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Weir;

/// <summary>Reads the records of a TFRecord file, one after the other. Not thread-safe.</summary>
/// <remarks>
/// <para>A record is its length (uint64), the masked CRC32C of the length, the bytes, and the masked CRC32C of the bytes; all little-endian.</para>
/// <para>A length is used only when its checksum is right and, in a file that can tell its own, when so much is left; memory never grows
/// to more than twice what was really read. Source: <c>record_reader.cc</c>, TensorFlow 2.15.</para>
/// </remarks>
public sealed class TfRecordReader : IDisposable, IAsyncDisposable
{
    private const int HeaderBytes = sizeof(ulong) + sizeof(uint);
    private const int FooterBytes = sizeof(uint);
    private const int BufferBytes = 1 << 18;

    private readonly Stream stream;
    private readonly TfRecordOptions options;
    private readonly long? fileBytes;
    private byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private int start;
    private int end;
    private int recordBytes = -1;

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">At the first byte of the file; is disposed with the reader.</param>
    /// <param name="options">Null: not compressed, no limit.</param>
    public TfRecordReader(Stream stream, TfRecordOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.options = options ?? TfRecordOptions.Default;
        if (this.options.Compression == TfRecordCompression.None && stream.CanSeek) fileBytes = stream.Length - stream.Position;
        this.stream = this.options.Compression switch
        {
            TfRecordCompression.Gzip => new GZipStream(stream, CompressionMode.Decompress),
            TfRecordCompression.Zlib => new ZLibStream(stream, CompressionMode.Decompress),
            _ => stream,
        };
    }

    /// <summary>Where the current record begins, in bytes from the start of the file (of a compressed one: of its content).</summary>
    public long Offset { get; private set; }

    /// <summary>The current record: empty before the first <see cref="Read"/>, and overwritten by the next.</summary>
    public ReadOnlyMemory<byte> Record => recordBytes < 0 ? default : buffer.AsMemory(start + HeaderBytes, recordBytes);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Null: not compressed, no limit.</param>
    /// <exception cref="TfException">NOT_FOUND: no such file. PERMISSION_DENIED: it can not be read.</exception>
    public static TfRecordReader Open(string path, TfRecordOptions? options = null)
    {
        try
        {
            return new TfRecordReader(new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete }), options);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TfException(StatusCode.NotFound, $"{path}; No such file or directory", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new TfException(StatusCode.PermissionDenied, $"{path}; Permission denied", e);
        }
    }

    /// <summary>Moves to the next record.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="TfException">DATA_LOSS: the record is corrupt or cut off; the message says at which offset. RESOURCE_EXHAUSTED: it is
    /// longer than <see cref="TfRecordOptions.MaxRecordBytes"/>.</exception>
    public bool Read()
    {
        LeaveRecord();
        while (!TryParse(out int missing))
        {
            Memory<byte> free = MakeRoom(missing);
            int got;
            try
            {
                got = stream.Read(free.Span);
            }
            catch (Exception e) when (IsBroken(e))
            {
                throw Broken(e);
            }

            if (got == 0) return EndsCleanly();
            end += got;
        }

        return true;
    }

    /// <summary>Moves to the next record without holding a thread while the stream waits.</summary>
    /// <param name="cancellationToken">Ends the waiting; the reader can not be used afterwards.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="TfException">As in <see cref="Read"/>.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        LeaveRecord();
        while (!TryParse(out int missing))
        {
            int got;
            try
            {
                got = await stream.ReadAsync(MakeRoom(missing), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsBroken(e))
            {
                throw Broken(e);
            }

            if (got == 0) return EndsCleanly();
            end += got;
        }

        return true;
    }

    /// <summary>The records that are left, each in an array of its own.</summary>
    public IEnumerable<byte[]> ReadAll()
    {
        while (Read()) yield return Record.ToArray();
    }

    /// <summary>The records that are left, each in an array of its own.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<byte[]> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken).ConfigureAwait(false)) yield return Record.ToArray();
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose() => stream.Dispose();

    /// <summary>Closes the stream.</summary>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private void LeaveRecord()
    {
        if (recordBytes < 0) return;
        int whole = HeaderBytes + recordBytes + FooterBytes;
        start += whole;
        Offset += whole;
        recordBytes = -1;
    }

    /// <summary>Looks for a whole record in what was read; else says how many bytes are missing for the next look.</summary>
    private bool TryParse(out int missing)
    {
        ReadOnlySpan<byte> bytes = buffer.AsSpan(start, end - start);
        missing = HeaderBytes - bytes.Length;
        if (missing > 0) return false;
        ReadOnlySpan<byte> header = bytes[..sizeof(ulong)];
        if (!IsRight(header, bytes[sizeof(ulong)..])) throw Lost("corrupted", Offset);
        int length = CheckedLength(BinaryPrimitives.ReadUInt64LittleEndian(header));
        missing = HeaderBytes + length + FooterBytes - bytes.Length;
        if (missing > 0) return false;
        if (!IsRight(bytes.Slice(HeaderBytes, length), bytes[(HeaderBytes + length)..])) throw Lost("corrupted", Offset + HeaderBytes);
        recordBytes = length;
        return true;
    }

    private static bool IsRight(ReadOnlySpan<byte> data, ReadOnlySpan<byte> masked) =>
        Crc32C.Mask(Crc32C.Compute(data)) == BinaryPrimitives.ReadUInt32LittleEndian(masked);

    private int CheckedLength(ulong length)
    {
        ulong left = (ulong)Math.Max((fileBytes ?? long.MaxValue) - Offset - HeaderBytes - FooterBytes, 0);
        if (length > left) throw Lost("truncated", Offset);
        if (length > (ulong)options.MaxRecordBytes || length > int.MaxValue - 1024)
        {
            throw new TfException(StatusCode.ResourceExhausted, $"The record at {Offset} has {length} bytes, more than the limit of {options.MaxRecordBytes}.");
        }

        return (int)length;
    }

    /// <summary>Free memory behind what was read, for at least a part of what is missing.</summary>
    private Memory<byte> MakeRoom(int missing)
    {
        int held = end - start;
        if (missing > buffer.Length - end && start > 0)
        {
            buffer.AsSpan(start, held).CopyTo(buffer);
            (start, end) = (0, held);
        }

        if (end == buffer.Length) Array.Resize(ref buffer, (int)Math.Min((long)held + missing, 2L * buffer.Length));
        return buffer.AsMemory(end);
    }

    private bool EndsCleanly() => end == start ? false : throw Lost("truncated", Offset);

    /// <summary>The decompressor throws either, the second for a class of its own that is not public.</summary>
    private bool IsBroken(Exception e) => options.Compression != TfRecordCompression.None && e is (InvalidDataException or IOException);

    private TfException Broken(Exception e) => new(StatusCode.DataLoss, $"The compressed data is corrupt behind {Offset + end - start}: {e.Message}", e);

    private static TfException Lost(string how, long offset) =>
        new(StatusCode.DataLoss, $"{how} record at {offset}{(offset == 0 ? " (Is this even a TFRecord file?)" : "")}");
}
