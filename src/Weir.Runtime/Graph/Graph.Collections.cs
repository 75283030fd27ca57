namespace Weir;

/// <summary>Collections: named lists of what belongs to a graph.</summary>
public sealed partial class Graph
{
    private readonly SortedDictionary<string, List<object>> collections = new(StringComparer.Ordinal);

    /// <summary>The names of the collections that have something in them.</summary>
    public IReadOnlyCollection<string> Collections => collections.Keys;

    /// <summary>Adds to a collection.</summary>
    /// <param name="name">The collection's name.</param>
    /// <param name="value">A <see cref="Variable"/>, an <see cref="Output"/>, an <see cref="Operation"/>, a number, a string or bytes.</param>
    public void AddToCollection(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!collections.TryGetValue(name, out List<object>? values)) collections.Add(name, values = []);
        values.Add(value);
    }

    /// <summary>What a collection holds, in the order in which it was added; nothing if there is none.</summary>
    /// <param name="name">The collection's name.</param>
    public IReadOnlyList<object> GetCollection(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return collections.TryGetValue(name, out List<object>? values) ? [.. values] : [];
    }
}
