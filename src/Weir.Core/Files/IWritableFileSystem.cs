namespace Weir;

/// <summary>A file system that may also be written. Ops get one only where the host gives it; models from strangers do not.</summary>
/// <remarks>Implementations are safe for concurrent use.</remarks>
public interface IWritableFileSystem : IModelFileSystem
{
    /// <summary>Makes a file, or an empty one of a file that is there.</summary>
    /// <param name="path">A path with <c>/</c> separators.</param>
    /// <param name="expectedBytes">How much will be written, if that is known: room for it may be reserved, so that a full disk is told at once. 0: not known.</param>
    /// <returns>The open file; the caller disposes it.</returns>
    /// <exception cref="TfException">NOT_FOUND: no such folder. FAILED_PRECONDITION: it is a folder. PERMISSION_DENIED. RESOURCE_EXHAUSTED: the disk is full.</exception>
    IModelFileWriter Create(string path, long expectedBytes = 0);

    /// <summary>Gives a file, which may still be open, another name, in one step: whoever looks finds the old file under it, or the new one.</summary>
    /// <param name="from">The file.</param>
    /// <param name="to">The new name; a file that has it is replaced.</param>
    /// <exception cref="TfException">NOT_FOUND, PERMISSION_DENIED.</exception>
    void Move(string from, string to);

    /// <summary>Deletes a file, if it is there.</summary>
    /// <param name="path">A path with <c>/</c> separators.</param>
    /// <exception cref="TfException">PERMISSION_DENIED.</exception>
    void Delete(string path);

    /// <summary>Deletes a file that nobody is writing any more: what is left of a process that was killed.</summary>
    /// <param name="path">A path with <c>/</c> separators.</param>
    /// <returns>False: somebody writes it, it is not there, it may not be deleted, or the file system can not tell.</returns>
    bool DeleteAbandoned(string path) => false;

    /// <summary>Makes a folder and those above it, if they are not there.</summary>
    /// <param name="path">A path with <c>/</c> separators.</param>
    /// <exception cref="TfException">PERMISSION_DENIED.</exception>
    void CreateDirectory(string path);

    /// <summary>Deletes a folder.</summary>
    /// <param name="path">A path with <c>/</c> separators.</param>
    /// <exception cref="TfException">NOT_FOUND. FAILED_PRECONDITION: it is not empty.</exception>
    void DeleteDirectory(string path);
}
