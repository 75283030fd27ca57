namespace Weir.Servables;

/// <summary>Knows the last state of every version there ever was, and tells those who wait for one.</summary>
internal sealed class ServableStateMonitor
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedDictionary<long, ServableState>> states = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = NewSignal();

    public void Publish(ServableState state)
    {
        TaskCompletionSource heard;
        lock (gate)
        {
            if (!states.TryGetValue(state.Id.Name, out SortedDictionary<long, ServableState>? versions)) states[state.Id.Name] = versions = [];
            versions[state.Id.Version] = state;
            heard = changed;
            changed = NewSignal();
        }

        heard.SetResult();
    }

    /// <summary>The state of a version; null: there never was such a one.</summary>
    public ServableState? Get(ServableId id)
    {
        lock (gate) return states.TryGetValue(id.Name, out SortedDictionary<long, ServableState>? versions) ? versions.GetValueOrDefault(id.Version) : null;
    }

    /// <summary>The states of all versions of a servable, the highest version first.</summary>
    public IReadOnlyList<ServableState> Versions(string name)
    {
        lock (gate) return states.TryGetValue(name, out SortedDictionary<long, ServableState>? versions) ? [.. versions.Values.Reverse()] : [];
    }

    /// <summary>Forgets what was, for a servable that begins anew.</summary>
    public void Forget(string name)
    {
        lock (gate) states.Remove(name);
    }

    /// <summary>Waits until each of the servables has an available version.</summary>
    /// <exception cref="TfException">UNKNOWN: all versions of some servable have failed.</exception>
    public async Task WaitUntilAvailableAsync(IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (gate) next = changed.Task;
            ServableState[] failed = [.. names.Select(name => Failure(Versions(name))).OfType<ServableState>()];
            if (failed.Length > 0) throw NotAvailable(failed);
            if (names.All(name => Versions(name).Any(state => state.State == ManagerState.Available))) return;
            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The version that decides: the latest, if every one has ended with an error.</summary>
    private static ServableState? Failure(IReadOnlyList<ServableState> versions) =>
        versions.Count > 0 && versions.All(state => state is { State: ManagerState.End, Error: not null }) ? versions[0] : null;

    private static TfException NotAvailable(ServableState[] failed)
    {
        string each = string.Concat(failed.Select(state => $"{{{state.Id} due to error: {state.Error!.Code.CanonicalName()}: {state.Error.Message}}}, "));
        return new TfException(StatusCode.Unknown, $"{failed.Length} model(s) did not become available: {{{each}}}");
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
