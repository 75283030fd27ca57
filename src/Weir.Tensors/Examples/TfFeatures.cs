using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Weir.Protos;

namespace Weir;

/// <summary>Features by name, in the ordinal order of the names. Not thread-safe while it is changed.</summary>
public sealed class TfFeatures : IReadOnlyDictionary<string, TfFeature>
{
    private readonly SortedDictionary<string, TfFeature> features = new(StringComparer.Ordinal);

    /// <summary>A feature; setting it replaces the one before.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">Reading: there is none of this name.</exception>
    public TfFeature this[string name]
    {
        get => features.TryGetValue(name, out TfFeature? feature) ? feature : throw new KeyNotFoundException($"There is no feature '{name}'.");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            features[name] = value;
        }
    }

    /// <summary>The number of features.</summary>
    public int Count => features.Count;

    /// <summary>The names.</summary>
    public IEnumerable<string> Keys => features.Keys;

    /// <summary>The features.</summary>
    public IEnumerable<TfFeature> Values => features.Values;

    /// <summary>Whether there is a feature of this name.</summary>
    /// <param name="key">The name.</param>
    public bool ContainsKey(string key) => features.ContainsKey(key);

    /// <summary>Looks for a feature.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The feature, if there is one.</param>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TfFeature value) => features.TryGetValue(key, out value);

    /// <summary>The names and features.</summary>
    public IEnumerator<KeyValuePair<string, TfFeature>> GetEnumerator() => features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static TfFeatures Of(Features? proto)
    {
        TfFeatures features = new();
        foreach ((string name, Feature feature) in proto?.Feature ?? []) features[name] = new TfFeature(feature);
        return features;
    }

    internal Features? ToProto()
    {
        if (features.Count == 0) return null;
        Features proto = new();
        foreach ((string name, TfFeature feature) in features) proto.Feature.Add(name, feature.Proto);
        return proto;
    }
}
