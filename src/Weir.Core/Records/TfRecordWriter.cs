using System.Buffers.Binary;
using System.IO.Compression;

namespace Weir;

/// <summary>Writes a TFRecord file; see <see cref="TfRecordReader"/> for what is in one. Not thread-safe.</summary>
public sealed class TfRecordWriter : IDisposable, IAsyncDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly Stream stream;
    private readonly byte[] frame = new byte[sizeof(ulong) + sizeof(uint)];

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Where to; is disposed with the writer.</param>
    /// <param name="compression">How the whole is compressed.</param>
    public TfRecordWriter(Stream stream, TfRecordCompression compression = TfRecordCompression.None)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = compression switch
        {
            TfRecordCompression.Gzip => new GZipStream(stream, CompressionMode.Compress),
            TfRecordCompression.Zlib => new ZLibStream(stream, CompressionMode.Compress),
            _ => stream,
        };
    }

    /// <summary>Makes a file, or a file anew.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="compression">How the whole is compressed.</param>
    public static TfRecordWriter Create(string path, TfRecordCompression compression = TfRecordCompression.None) =>
        new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes), compression);

    /// <summary>Writes one record.</summary>
    /// <param name="record">Its bytes; may be empty.</param>
    public void Write(ReadOnlySpan<byte> record)
    {
        stream.Write(Header(record.Length));
        stream.Write(record);
        stream.Write(Footer(record).Span);
    }

    /// <summary>Writes one record without holding a thread while the stream waits.</summary>
    /// <param name="record">Its bytes; may be empty.</param>
    /// <param name="cancellationToken">Ends the waiting; the file is cut off then.</param>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default)
    {
        await stream.WriteAsync(Header(record.Length), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(record, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(Footer(record.Span), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands on what is buffered; what a compression still needs for its next block stays.</summary>
    public void Flush() => stream.Flush();

    /// <summary>Ends the file and closes the stream.</summary>
    public void Dispose() => stream.Dispose();

    /// <summary>Ends the file and closes the stream.</summary>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private byte[] Header(int length)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(sizeof(ulong)), Crc32C.Mask(Crc32C.Compute(frame.AsSpan(0, sizeof(ulong)))));
        return frame;
    }

    private ReadOnlyMemory<byte> Footer(ReadOnlySpan<byte> record)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Crc32C.Mask(Crc32C.Compute(record)));
        return frame.AsMemory(0, sizeof(uint));
    }
}
