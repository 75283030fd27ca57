namespace Weir.Servables;

/// <summary>What is available at one moment. Never changed: readers need no lock, writers put a new one in its place.</summary>
internal sealed class ServingMap<T>
    where T : class, IDisposable
{
    private readonly Dictionary<string, CountedServable<T>[]> versions;

    private ServingMap(Dictionary<string, CountedServable<T>[]> versions) => this.versions = versions;

    public static ServingMap<T> Empty { get; } = new([]);

    /// <summary>The version asked for; null: it is not available.</summary>
    public CountedServable<T>? Find(ServableRequest request)
    {
        if (!versions.TryGetValue(request.Name, out CountedServable<T>[]? available)) return null;
        if (request.Version is not { } version) return available[^1];
        foreach (CountedServable<T> servable in available)
        {
            if (servable.Id.Version == version) return servable;
        }

        return null;
    }

    public bool Has(string name) => versions.ContainsKey(name);

    public ServingMap<T> With(CountedServable<T> added)
    {
        CountedServable<T>[] before = versions.GetValueOrDefault(added.Id.Name, []);
        CountedServable<T>[] after = [.. before.Append(added).OrderBy(servable => servable.Id.Version)];
        return new ServingMap<T>(new Dictionary<string, CountedServable<T>[]>(versions, StringComparer.Ordinal) { [added.Id.Name] = after });
    }

    public ServingMap<T> Without(CountedServable<T> removed)
    {
        Dictionary<string, CountedServable<T>[]> after = new(versions, StringComparer.Ordinal);
        CountedServable<T>[] left = [.. after[removed.Id.Name].Where(servable => servable != removed)];
        if (left.Length == 0) after.Remove(removed.Id.Name);
        else after[removed.Id.Name] = left;
        return new ServingMap<T>(after);
    }
}
