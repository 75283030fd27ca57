namespace Weir.Ops;

/// <summary>The door to writing files.</summary>
internal static class WritableFilesAccess
{
    /// <summary>The run's files, to be written.</summary>
    /// <exception cref="TfException">PERMISSION_DENIED: the host gave files to read only, or none.</exception>
    public static IWritableFileSystem WritableFiles(this StepContext s) => s.Files as IWritableFileSystem ?? throw new TfException(StatusCode.PermissionDenied,
        "This session may not write files. A Saver's own checkpoints may be written; for other ops give SessionOptions.Files an IWritableFileSystem.");
}
