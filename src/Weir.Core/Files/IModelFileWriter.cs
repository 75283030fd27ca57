namespace Weir;

/// <summary>A file that is being written, from its start. For one thread at a time.</summary>
public interface IModelFileWriter : IDisposable
{
    /// <summary>The path it was made with, for messages.</summary>
    string Path { get; }

    /// <summary>Appends bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: the disk is full. PERMISSION_DENIED, UNKNOWN: it can not be written.</exception>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Brings what was written to the disk itself, so that it outlives a loss of power.</summary>
    /// <exception cref="TfException">As for <see cref="Write"/>.</exception>
    void FlushToDisk();
}
