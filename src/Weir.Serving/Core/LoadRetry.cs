namespace Weir.Servables;

/// <summary>How often and when a failed load is tried again.</summary>
/// <param name="MaxRetries">Tries after the first.</param>
/// <param name="Interval">The time between two tries; negative: none.</param>
internal sealed record LoadRetry(int MaxRetries, TimeSpan Interval)
{
    /// <summary>Loads, on a thread of its own: it may take minutes.</summary>
    /// <exception cref="TfException">The last try's error.</exception>
    public async Task<T> LoadAsync<T>(ServableHarness<T> harness, TimeProvider time, Action<Exception, int> failed)
        where T : class, IDisposable
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await Task.Factory.StartNew(
                    () => harness.Loader.Load(harness.Unwanted), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever a model does while it is loaded, the server goes on; the error is the version's state.
            catch (Exception e)
            {
                if (attempt >= MaxRetries || harness.Unwanted.IsCancellationRequested) throw AsStatus(e);
                failed(e, attempt + 1);
            }
#pragma warning restore CA1031

            if (Interval > TimeSpan.Zero) await Task.Delay(Interval, time, harness.Unwanted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (harness.Unwanted.IsCancellationRequested) throw new TfException(StatusCode.Cancelled, "The version was no longer wanted.");
        }
    }

    private static TfException AsStatus(Exception e) => e switch
    {
        TfException status => status,
        OperationCanceledException => new TfException(StatusCode.Cancelled, e.Message, e),
        UnauthorizedAccessException => new TfException(StatusCode.PermissionDenied, e.Message, e),
        IOException => new TfException(StatusCode.Unavailable, e.Message, e),
        _ => new TfException(StatusCode.Internal, $"{e.GetType().Name}: {e.Message}", e),
    };
}
