using System.Collections.Concurrent;

namespace Weir.Sessions;

/// <summary>The variables, tables and queues of one session, by kind, container and name. Thread-safe.</summary>
internal sealed class ResourceManager : IDisposable
{
    private readonly ConcurrentDictionary<(Type Kind, string Container, string Name), object> resources = new();

    public T GetOrCreate<T>(string container, string name, Func<T> create)
        where T : class => (T)resources.GetOrAdd((typeof(T), container, name), static (_, make) => make(), create);

    public T? Find<T>(string container, string name)
        where T : class => resources.TryGetValue((typeof(T), container, name), out object? found) ? (T)found : null;

    public bool Remove<T>(string container, string name)
        where T : class => resources.TryRemove((typeof(T), container, name), out _);

    /// <summary>Takes a resource out, under whatever name it is held.</summary>
    /// <returns>False if it is not held.</returns>
    public bool Remove(object resource)
    {
        foreach (KeyValuePair<(Type Kind, string Container, string Name), object> held in resources)
        {
            if (ReferenceEquals(held.Value, resource)) return resources.TryRemove(held);
        }

        return false;
    }

    /// <summary>All resources of a kind.</summary>
    public IEnumerable<T> All<T>()
        where T : class => resources.Values.OfType<T>();

    public void Dispose()
    {
        foreach (object resource in resources.Values) (resource as IDisposable)?.Dispose();
        resources.Clear();
    }
}
