using System.Threading.Channels;

namespace Weir.Servables;

/// <summary>All versions of one servable, in the hands of one loop that does one thing at a time, as the policy says.</summary>
internal sealed class ServableStream<T>
    where T : class, IDisposable
{
    private readonly string name;
    private readonly ServableManager<T> manager;
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, ServableHarness<T>> harnesses = [];
    private readonly HashSet<Task> unloads = [];
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task loop;
    private IReadOnlyCollection<AspiredVersion<T>> aspired = [];

    public ServableStream(string name, ServableManager<T> manager)
    {
        this.name = name;
        this.manager = manager;
        loop = Task.Run(LoopAsync);
    }

    /// <summary>Says which versions are to be served from now on; all others go, in the policy's order.</summary>
    public void Aspire(IReadOnlyCollection<AspiredVersion<T>> wanted)
    {
        lock (gate)
        {
            aspired = wanted;
            Apply();
        }

        wake.Writer.TryWrite(true);
    }

    /// <summary>Unloads everything, users first: ends when the last version is gone.</summary>
    public async Task StopAsync()
    {
        Aspire([]);
        wake.Writer.TryComplete();
        await loop.ConfigureAwait(false);
        Task[] pending;
        lock (gate) pending = [.. unloads];
        await Task.WhenAll(pending).ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        while (await wake.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            wake.Reader.TryRead(out _);
            while (Next(out ServableHarness<T> harness) is { } action)
            {
                if (action.IsLoad) await LoadAsync(harness).ConfigureAwait(false);
                else Unload(harness);
            }
        }
    }

    /// <summary>Notes what is wanted and what is not. A version that is on its way out comes back as a new one when it is gone.</summary>
    private void Apply()
    {
        foreach (ServableHarness<T> harness in harnesses.Values) harness.Aspire(aspired.Any(version => version.Version == harness.Id.Version));
        foreach (AspiredVersion<T> version in aspired)
        {
            ServableId id = new(name, version.Version);
            if (harnesses.TryAdd(version.Version, new ServableHarness<T>(id, version.Loader))) manager.Publish(new ServableState(id, ManagerState.Start));
        }
    }

    /// <summary>Forgets what was given up before it lived, and asks the policy.</summary>
    private PolicyAction? Next(out ServableHarness<T> harness)
    {
        lock (gate)
        {
            foreach (ServableHarness<T> unborn in harnesses.Values.Where(h => h is { IsAspired: false, Stage: HarnessStage.New or HarnessStage.Failed }).ToArray())
            {
                harnesses.Remove(unborn.Id.Version);
                unborn.Dispose();
                if (unborn.Stage == HarnessStage.New) manager.Publish(new ServableState(unborn.Id, ManagerState.End));
            }

            Apply();
            PolicyAction? action = AvailabilityPreservingPolicy.Next([.. harnesses.Values.Select(h => h.Snapshot)]);
            harness = action is { Version: long version } ? harnesses[version] : null!;
            return action;
        }
    }

    private async Task LoadAsync(ServableHarness<T> harness)
    {
        Set(harness, HarnessStage.Loading);
        manager.Publish(new ServableState(harness.Id, ManagerState.Loading));
        try
        {
            T value = await manager.LoadAsync(harness).ConfigureAwait(false);
            harness.Servable = new CountedServable<T>(harness.Id, value);
            manager.Add(harness.Servable);
            Set(harness, HarnessStage.Ready);
            manager.Publish(new ServableState(harness.Id, ManagerState.Available));
            ServingLog.Loaded(manager.Log, harness.Id);
        }
        catch (TfException e)
        {
            Set(harness, HarnessStage.Failed);
            manager.Publish(new ServableState(harness.Id, ManagerState.End, e));
            if (e.Code != StatusCode.Cancelled) ServingLog.LoadFailed(manager.Log, harness.Id, e.Code.CanonicalName(), e.Message);
        }
    }

    private void Unload(ServableHarness<T> harness)
    {
        Set(harness, HarnessStage.Unloading);
        manager.Publish(new ServableState(harness.Id, ManagerState.Unloading));
        manager.Remove(harness.Servable!);
        harness.Servable!.Release();
        lock (gate)
        {
            Task unload = FinishUnloadAsync(harness);
            unloads.Add(unload);
            unload.ContinueWith(done => { lock (gate) unloads.Remove(done); }, TaskScheduler.Default);
        }
    }

    /// <summary>The second half, when no request uses the version any more; the loop does not wait for it.</summary>
    private async Task FinishUnloadAsync(ServableHarness<T> harness)
    {
        await Task.Yield();
        await harness.Servable!.Drained.ConfigureAwait(false);
        harness.Servable.Value.Dispose();
        harness.Servable = null;
        lock (gate) harnesses.Remove(harness.Id.Version);
        harness.Dispose();
        manager.Publish(new ServableState(harness.Id, ManagerState.End));
        ServingLog.Unloaded(manager.Log, harness.Id);
        wake.Writer.TryWrite(true);
    }

    private void Set(ServableHarness<T> harness, HarnessStage stage)
    {
        lock (gate) harness.Stage = stage;
    }
}
