using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Weir.Servables;

public sealed class ServableManagerTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly ServableStateMonitor monitor = new();
    private readonly ServableManager<FakeServable> manager;

    public ServableManagerTests() => manager = new(monitor, new LoadRetry(2, TimeSpan.FromMinutes(1)), 2, time, NullLogger.Instance);

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_is_loaded_handed_out_and_unloaded_after_the_last_user()
    {
        FakeServable servable = new();
        Aspire("m", (1, new FakeLoader(_ => servable)));
        await Until("m", 1, ManagerState.Available);
        ServableHandle<FakeServable> handle = manager.GetHandle(new ServableRequest("m", null));
        Assert.Same(servable, handle.Value);

        Aspire("m");
        await Until("m", 1, ManagerState.Unloading);
        Assert.False(servable.IsDisposed);
        TfException e = Assert.Throws<TfException>(() => { manager.GetHandle(new ServableRequest("m", null)); });
        Assert.Equal((StatusCode.NotFound, "Servable not found for request: Latest(m)"), (e.Code, e.Message));

        handle.Dispose();
        await Until("m", 1, ManagerState.End);
        Assert.True(servable.IsDisposed);
    }

    [Fact]
    public async Task Versions_are_asked_for_by_number_or_the_latest_is_given()
    {
        Aspire("m", (3, Good()), (12, Good()));
        await Until("m", 3, ManagerState.Available);
        await Until("m", 12, ManagerState.Available);
        Assert.Equal(12, Version(new ServableRequest("m", null)));
        Assert.Equal(3, Version(new ServableRequest("m", 3)));
        Assert.Equal("Servable not found for request: Specific(m, 7)", Assert.Throws<TfException>(() => { Version(new ServableRequest("m", 7)); }).Message);
        Assert.Equal("Servable not found for request: Latest(other)", Assert.Throws<TfException>(() => { Version(new ServableRequest("other", null)); }).Message);
        Assert.Equal([12, 3], monitor.Versions("m").Select(state => state.Id.Version));
    }

    [Fact]
    public async Task A_failed_load_is_tried_again_after_the_interval()
    {
        int failures = 0;
        FakeLoader loader = new(_ => failures++ < 2 ? throw new TfException(StatusCode.Unavailable, "not yet") : new FakeServable());
        Aspire("m", (1, loader));
        for (int i = 1; i <= 2; i++)
        {
            await Reached(() => loader.Attempts == i);
            Assert.Equal(ManagerState.Loading, monitor.Get(new ServableId("m", 1))!.State);
            await Tick(() => loader.Attempts == i + 1);
        }

        await Until("m", 1, ManagerState.Available);
        Assert.Equal(3, loader.Attempts);
    }

    [Fact]
    public async Task After_the_last_try_the_version_has_ended_with_its_error()
    {
        FakeLoader loader = new(_ => throw new TfException(StatusCode.DataLoss, "damaged"));
        Aspire("m", (1, loader));
        await Tick(() => monitor.Get(new ServableId("m", 1))?.State == ManagerState.End);
        ServableState state = monitor.Get(new ServableId("m", 1))!;
        Assert.Equal((3, StatusCode.DataLoss, "damaged"), (loader.Attempts, state.Error!.Code, state.Error.Message));
        TfException e = await Assert.ThrowsAsync<TfException>(() => monitor.WaitUntilAvailableAsync(["m"], Patience));
        Assert.Equal("1 model(s) did not become available: {{{name: m version: 1} due to error: DATA_LOSS: damaged}, }", e.Message);
    }

    [Fact]
    public async Task A_version_that_is_given_up_is_not_tried_again()
    {
        FakeLoader bad = new(_ => throw new TfException(StatusCode.Unavailable, "no"));
        Aspire("m", (1, bad));
        await Reached(() => bad.Attempts == 1);
        Aspire("m", (2, Good()));
        await Until("m", 2, ManagerState.Available);
        Assert.Equal(1, bad.Attempts);
    }

    [Fact]
    public async Task The_old_version_serves_until_the_new_one_does()
    {
        using ManualResetEventSlim mayEnd = new();
        FakeServable first = new();
        Aspire("m", (1, new FakeLoader(_ => first)));
        await Until("m", 1, ManagerState.Available);
        Aspire("m", (2, new FakeLoader(_ =>
        {
            mayEnd.Wait(Patience);
            return new FakeServable();
        })));
        await Until("m", 2, ManagerState.Loading);
        Assert.Equal(1, Version(new ServableRequest("m", null)));
        mayEnd.Set();
        await Until("m", 1, ManagerState.End);
        Assert.Equal(2, Version(new ServableRequest("m", null)));
        Assert.True(first.IsDisposed);
    }

    [Fact]
    public async Task A_version_that_comes_back_is_loaded_anew()
    {
        FakeServable first = new(), second = new();
        Queue<FakeServable> made = new([first, second]);
        FakeLoader loader = new(_ => made.Dequeue());
        Aspire("m", (1, loader));
        await Until("m", 1, ManagerState.Available);
        ServableHandle<FakeServable> handle = manager.GetHandle(new ServableRequest("m", 1));
        Aspire("m");
        await Until("m", 1, ManagerState.Unloading);
        Aspire("m", (1, loader));
        handle.Dispose();
        await Reached(() => monitor.Get(new ServableId("m", 1))!.State == ManagerState.Available);
        using ServableHandle<FakeServable> again = manager.GetHandle(new ServableRequest("m", 1));
        Assert.Same(second, again.Value);
        Assert.True(first.IsDisposed);
    }

    /// <summary>Readers ask without pause while versions come and go: each finds one, and none that was disposed.</summary>
    [Fact]
    public async Task Readers_always_find_a_living_version()
    {
        Aspire("m", (0, Good()));
        await Until("m", 0, ManagerState.Available);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Patience);
        Task<long>[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            long reads = 0;
            for (; !stop.IsCancellationRequested; reads++)
            {
                using ServableHandle<FakeServable> handle = manager.GetHandle(new ServableRequest("m", null));
                Assert.False(handle.Value.IsDisposed);
            }

            return reads;
        }))];
        for (int version = 1; version <= 100; version++)
        {
            Aspire("m", (version, Good()));
            await Until("m", version - 1, ManagerState.End);
        }

        await stop.CancelAsync();
        Assert.True((await Task.WhenAll(readers)).Sum() > 100);
    }

    public ValueTask DisposeAsync() => manager.DisposeAsync();

    private static FakeLoader Good() => new(_ => new FakeServable());

    private void Aspire(string name, params (long Version, FakeLoader Loader)[] versions) =>
        manager.SetAspiredVersions(name, [.. versions.Select(v => new AspiredVersion<FakeServable>(v.Version, v.Loader))]);

    private long Version(ServableRequest request)
    {
        using ServableHandle<FakeServable> handle = manager.GetHandle(request);
        return handle.Id.Version;
    }

    private Task Until(string name, long version, ManagerState state) => Reached(() => monitor.Get(new ServableId(name, version))?.State == state);

    /// <summary>Waits for what other threads are about to do.</summary>
    private static async Task Reached(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(1, Patience);
    }

    /// <summary>Moves the clock on until it has happened.</summary>
    private async Task Tick(Func<bool> condition)
    {
        while (!condition())
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(1, Patience);
        }
    }
}
