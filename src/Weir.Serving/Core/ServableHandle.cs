namespace Weir.Servables;

/// <summary>A servable for the time of one request: it is not unloaded before the handle is disposed. Dispose it once.</summary>
internal readonly struct ServableHandle<T> : IDisposable
    where T : class, IDisposable
{
    private readonly CountedServable<T> counted;

    /// <summary>Takes over a reference that the caller has added.</summary>
    public ServableHandle(CountedServable<T> counted) => this.counted = counted;

    public ServableId Id => counted.Id;

    public T Value => counted.Value;

    public void Dispose() => counted.Release();
}
