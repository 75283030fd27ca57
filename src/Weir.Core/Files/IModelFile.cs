using System.Runtime.InteropServices;

namespace Weir;

/// <summary>A file open for reading at any offset. Safe for concurrent reads.</summary>
public interface IModelFile : IDisposable
{
    /// <summary>The path it was opened with, for messages.</summary>
    string Path { get; }

    /// <summary>The length in bytes when it was opened.</summary>
    long Length { get; }

    /// <summary>Reads bytes from an offset.</summary>
    /// <param name="destination">Filled from its start.</param>
    /// <param name="offset">The offset in the file, in bytes, 0 or more.</param>
    /// <returns>The number of bytes read: less than asked for only at the end of the file.</returns>
    int Read(Span<byte> destination, long offset);

    /// <summary>The file as memory: read from the disk where it is touched, never to be written.</summary>
    /// <returns>
    /// At least <see cref="Length"/> bytes; the caller disposes it, and it outlives this object. Null: the file can not be seen so, and is read instead,
    /// which is what an implementation does that knows of no mapping.
    /// </returns>
    /// <exception cref="TfException">The system refuses.</exception>
    SafeBuffer? Map() => null;
}
