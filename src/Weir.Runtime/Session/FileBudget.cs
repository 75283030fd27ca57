namespace Weir.Sessions;

/// <summary>What one run may still do with files. Thread-safe.</summary>
internal sealed class FileBudget(ModelLimits limits)
{
    private long files;
    private long bytes;

    /// <summary>Counts files that are opened, made or listed.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: they are too many.</exception>
    public void SpendFiles(string path, int count)
    {
        if (Interlocked.Add(ref files, count) <= limits.MaxRunFiles) return;
        throw new TfException(StatusCode.ResourceExhausted,
            $"{path}; the run has opened or listed as many files as its limit of {limits.MaxRunFiles} (ModelLimits.MaxRunFiles) allows.");
    }

    /// <summary>Counts bytes that are read or written.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: they are too many.</exception>
    public void SpendBytes(string path, long count)
    {
        if (Interlocked.Add(ref bytes, count) <= limits.MaxRunFileBytes) return;
        throw new TfException(StatusCode.ResourceExhausted,
            $"{path}; the run has read or written as many bytes of files as its limit of {limits.MaxRunFileBytes} (ModelLimits.MaxRunFileBytes) allows.");
    }
}
