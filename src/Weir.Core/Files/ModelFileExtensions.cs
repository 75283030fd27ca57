namespace Weir;

/// <summary>What every reader of model files needs: exact reads with errors that say file, offset, expected and found.</summary>
public static class ModelFileExtensions
{
    /// <summary>Fills the whole destination or fails.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="destination">Filled whole.</param>
    /// <param name="offset">The offset in the file, in bytes.</param>
    /// <exception cref="TfException">DATA_LOSS: the file ends before.</exception>
    public static void ReadExactly(this IModelFile file, Span<byte> destination, long offset)
    {
        int done = 0;
        while (done < destination.Length)
        {
            int count = file.Read(destination[done..], offset + done);
            if (count == 0) throw CutOff(file, offset, destination.Length, done);
            done += count;
        }
    }

    /// <summary>Opens a file that must not be larger than a limit.</summary>
    /// <param name="files">The file system.</param>
    /// <param name="path">A path with <c>/</c> separators.</param>
    /// <param name="maxBytes">The largest length accepted, in bytes.</param>
    /// <returns>The open file; the caller disposes it.</returns>
    /// <exception cref="TfException">NOT_FOUND: no such file. RESOURCE_EXHAUSTED: it is larger than <paramref name="maxBytes"/>.</exception>
    public static IModelFile OpenRead(this IModelFileSystem files, string path, long maxBytes)
    {
        IModelFile file = files.OpenRead(path);
        if (file.Length <= maxBytes) return file;
        using (file) throw new TfException(StatusCode.ResourceExhausted, $"{path} has {file.Length} bytes, more than the limit of {maxBytes}.");
    }

    /// <summary>Reads a whole small file into memory.</summary>
    /// <param name="files">The file system.</param>
    /// <param name="path">A path with <c>/</c> separators.</param>
    /// <param name="maxBytes">The largest length accepted, in bytes.</param>
    /// <returns>The file's bytes.</returns>
    /// <exception cref="TfException">NOT_FOUND: no such file. RESOURCE_EXHAUSTED: it is larger than <paramref name="maxBytes"/>.</exception>
    public static byte[] ReadAllBytes(this IModelFileSystem files, string path, long maxBytes)
    {
        using IModelFile file = files.OpenRead(path, Math.Min(maxBytes, Array.MaxLength));
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
        file.ReadExactly(bytes, 0);
        return bytes;
    }

    /// <summary>The file as a stream, for readers that take one; from its start.</summary>
    /// <param name="file">The open file; stays the caller's. Each stream has a position of its own.</param>
    public static Stream AsStream(this IModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new ModelFileStream(file);
    }

    private static TfException CutOff(IModelFile file, long offset, int expected, int found) => new(StatusCode.DataLoss,
        $"{file.Path} is cut off: expected {expected} bytes at offset {offset}, found {found} (the file has {file.Length}).");
}
