using System.Threading.Channels;

namespace Weir.Ops;

/// <summary>A lock that runs hold over several steps: a resource of the session. Thread-safe; nobody holds a thread while he waits.</summary>
internal sealed class Mutex : IDisposable
{
    /// <summary>Holds one thing while the mutex is free: who takes it out has the lock.</summary>
    private readonly Channel<bool> free = Channel.CreateUnbounded<bool>();

    public Mutex() => free.Writer.TryWrite(true);

    /// <summary>Waits for the lock.</summary>
    /// <returns>What holds it until it is disposed.</returns>
    /// <exception cref="TfException">CANCELLED: the session has been closed.</exception>
    public async ValueTask<Held> LockAsync(CancellationToken cancellation)
    {
        try
        {
            await free.Reader.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Sessions.SessionLifetime.Closed();
        }

        return new Held(this);
    }

    public void Dispose() => free.Writer.TryComplete();

    /// <summary>The lock, held.</summary>
    internal sealed class Held(Mutex mutex) : IDisposable
    {
        private int released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref released, 1) == 0) mutex.free.Writer.TryWrite(true);
        }
    }
}
