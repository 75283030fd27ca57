namespace Weir;

/// <summary>What the system says of files, as TensorFlow's codes.</summary>
/// <remarks>Source: TensorFlow's <c>errno_to_code</c>.</remarks>
internal static class FileErrors
{
    private const int NoSpaceLeft = 28;        // ENOSPC
    private const int ReadOnlyFileSystem = 30; // EROFS
    private const int QuotaExceeded = 122;     // EDQUOT
    private const int DirectoryNotEmpty = 39;  // ENOTEMPTY
    private const int WindowsDiskFull = 112;
    private const int WindowsDirectoryNotEmpty = 145;

    public static TfException NotFound(string path, Exception? cause = null) => new(StatusCode.NotFound, $"{path}; No such file or directory", cause);

    public static TfException IsDirectory(string path) => new(StatusCode.FailedPrecondition, $"{path}; Is a directory");

    /// <summary>Whether an exception is what the system says of a file: .NET calls a file that may not grow any more (EFBIG) an argument out of range.</summary>
    public static bool IsSystems(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>The error for an exception of System.IO.</summary>
    public static TfException Of(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => NotFound(path, e),
        UnauthorizedAccessException => new TfException(StatusCode.PermissionDenied, $"{path}; Permission denied", e),
        ArgumentOutOfRangeException => new TfException(StatusCode.OutOfRange, $"{path}; File too large", e),
        IOException io => OfNumber(path, io, io.HResult & 0xffff),
        _ => new TfException(StatusCode.Unknown, $"{path}; {e.Message}", e),
    };

    /// <summary>Does something with files, and says its errors in TensorFlow's codes.</summary>
    public static T Translated<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (IsSystems(e))
        {
            throw Of(path, e);
        }
    }

    /// <inheritdoc cref="Translated{T}(string, Func{T})"/>
    public static void Translated(string path, Action action) => Translated(path, () =>
    {
        action();
        return true;
    });

    private static TfException OfNumber(string path, IOException e, int number) => number switch
    {
        NoSpaceLeft or WindowsDiskFull => new TfException(StatusCode.ResourceExhausted, $"{path}; No space left on device", e),
        QuotaExceeded => new TfException(StatusCode.ResourceExhausted, $"{path}; Disk quota exceeded", e),
        ReadOnlyFileSystem => new TfException(StatusCode.PermissionDenied, $"{path}; Read-only file system", e),
        DirectoryNotEmpty or WindowsDirectoryNotEmpty => new TfException(StatusCode.FailedPrecondition, $"{path}; Directory not empty", e),
        _ => new TfException(StatusCode.Unknown, $"{path}; {e.Message}", e),
    };
}
