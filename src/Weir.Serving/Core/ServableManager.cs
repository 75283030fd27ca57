using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Weir.Servables;

/// <summary>Loads and unloads versions as sources aspire to them, and hands them out to requests.</summary>
/// <remarks>Handing out takes no lock: it looks into a map that is never changed, and counts one reference up.</remarks>
internal sealed class ServableManager<T> : IAsyncDisposable
    where T : class, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ServableStream<T>>> streams = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly LoadRetry retry;
    private readonly SemaphoreSlim loading;
    private readonly TimeProvider time;
    private ServingMap<T> serving = ServingMap<T>.Empty;

    /// <param name="monitor">Hears of every state.</param>
    /// <param name="retry">What to do with failed loads.</param>
    /// <param name="loadThreads">How many servables may load at once; versions of one load one after the other.</param>
    /// <param name="time">The clock of retries.</param>
    /// <param name="log">Where loads and unloads are told.</param>
    public ServableManager(ServableStateMonitor monitor, LoadRetry retry, int loadThreads, TimeProvider time, ILogger log)
    {
        Monitor = monitor;
        this.retry = retry;
        this.time = time;
        loading = new SemaphoreSlim(loadThreads);
        Log = log;
    }

    public ServableStateMonitor Monitor { get; }

    public ILogger Log { get; }

    /// <summary>Says which versions of a servable are to be served from now on.</summary>
    public void SetAspiredVersions(string name, IReadOnlyCollection<AspiredVersion<T>> versions)
    {
        if (versions.Count == 0 && !streams.ContainsKey(name)) return;
        streams.GetOrAdd(name, key => new Lazy<ServableStream<T>>(() => new ServableStream<T>(key, this))).Value.Aspire(versions);
    }

    /// <summary>A servable for one request.</summary>
    /// <exception cref="TfException">NOT_FOUND: the version, or any version, is not available.</exception>
    public ServableHandle<T> GetHandle(ServableRequest request)
    {
        while (Volatile.Read(ref serving).Find(request) is { } found)
        {
            // One that is lost between look and grasp has left the map by now: look again.
            if (found.TryAddReference()) return new ServableHandle<T>(found);
        }

        throw new TfException(StatusCode.NotFound, $"Servable not found for request: {request}");
    }

    /// <summary>Whether any version of a servable is available.</summary>
    public bool Serves(string name) => Volatile.Read(ref serving).Has(name);

    /// <summary>Unloads everything; ends when the last request has ended and the last version is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(streams.Values.Select(stream => stream.Value.StopAsync())).ConfigureAwait(false);
        loading.Dispose();
    }

    internal void Publish(ServableState state) => Monitor.Publish(state);

    internal void Add(CountedServable<T> servable)
    {
        lock (gate) Volatile.Write(ref serving, serving.With(servable));
    }

    internal void Remove(CountedServable<T> servable)
    {
        lock (gate) Volatile.Write(ref serving, serving.Without(servable));
    }

    internal async Task<T> LoadAsync(ServableHarness<T> harness)
    {
        await loading.WaitAsync().ConfigureAwait(false);
        try
        {
            return await retry.LoadAsync(harness, time, (e, attempt) => ServingLog.LoadRetried(Log, harness.Id, attempt, retry.MaxRetries, e.Message)).ConfigureAwait(false);
        }
        finally
        {
            loading.Release();
        }
    }
}
