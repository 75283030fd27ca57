namespace Weir.Sessions;

/// <summary>Joins a caller's token and a run's timeout, and tells afterwards which of them ended the run.</summary>
internal readonly struct RunDeadline : IDisposable
{
    /// <summary>Timers take no longer times: such a run has no timeout.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly CancellationTokenSource? source;
    private readonly CancellationToken caller;

    public RunDeadline(RunOptions? options, CancellationToken caller)
    {
        this.caller = caller;
        if (options?.Timeout is not { } timeout || timeout == System.Threading.Timeout.InfiniteTimeSpan || timeout > Longest)
        {
            Token = caller;
            return;
        }

        source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        if (timeout <= TimeSpan.Zero) source.Cancel();
        else source.CancelAfter(timeout);
        Token = source.Token;
    }

    public CancellationToken Token { get; }

    /// <summary>Whether a cancellation was the timeout's doing.</summary>
    public bool Passed => source is { IsCancellationRequested: true } && !caller.IsCancellationRequested;

    public static TfException Exceeded() => new(StatusCode.DeadlineExceeded, "Timed out waiting for the run to complete.");

    public void Dispose() => source?.Dispose();
}
