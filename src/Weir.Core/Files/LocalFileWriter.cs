using Microsoft.Win32.SafeHandles;

namespace Weir;

/// <summary>A file of the machine that is being written.</summary>
/// <remarks>
/// The disk begins to work while there is more to write: every so many bytes what is there is brought to it by another thread, so that the last
/// flush has little left to do. The first error of such a flush is kept and said by the next call.
/// </remarks>
internal sealed class LocalFileWriter(string path, SafeFileHandle handle) : IModelFileWriter
{
    /// <summary>Large enough that a flush costs little beside the bytes, small enough that the disk is not idle.</summary>
    private const long BytesBetweenFlushes = 64 << 20;

    private long length;
    private long flushed;
    private Task flush = Task.CompletedTask;

    public string Path { get; } = path;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, length);
        }
        catch (Exception e) when (FileErrors.IsSystems(e))
        {
            throw FileErrors.Of(Path, e);
        }

        length += bytes.Length;
        if (length - flushed >= BytesBetweenFlushes && flush.IsCompleted) FlushBehind();
    }

    public void FlushToDisk() => FileErrors.Translated(Path, () =>
    {
        flush.GetAwaiter().GetResult();
        RandomAccess.FlushToDisk(handle);
        flushed = length;
    });

    public void Dispose()
    {
        // A file that is still being flushed can not be deleted everywhere. Whoever wanted to know of errors has called FlushToDisk.
        Task.WhenAny(flush).Wait();
        handle.Dispose();
    }

    private void FlushBehind()
    {
        // What the last one said comes first: a later flush may not say it again.
        if (flush.Exception is { } failed) throw FileErrors.Of(Path, failed.GetBaseException());
        flushed = length;
        flush = Task.Run(() => RandomAccess.FlushToDisk(handle));
    }
}
