using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Weir;

/// <summary>The outputs of a signature, by key in ordinal order. Disposing it disposes the tensors.</summary>
public sealed class NamedTensors : IReadOnlyDictionary<string, Tensor>, IDisposable
{
    private readonly string[] keys;
    private readonly Tensor[] tensors;

    internal NamedTensors(string[] keys, Tensor[] tensors)
    {
        this.keys = keys;
        this.tensors = tensors;
    }

    /// <inheritdoc/>
    public int Count => keys.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => keys;

    /// <inheritdoc/>
    public IEnumerable<Tensor> Values => tensors;

    /// <inheritdoc/>
    public Tensor this[string key] => TryGetValue(key, out Tensor? tensor)
        ? tensor
        : throw new KeyNotFoundException($"There is no output '{key}'; there are: {string.Join(", ", keys)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Array.IndexOf(keys, key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value)
    {
        int index = Array.IndexOf(keys, key);
        value = index < 0 ? null : tensors[index];
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator()
    {
        for (int i = 0; i < keys.Length; i++) yield return KeyValuePair.Create(keys[i], tensors[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes every tensor.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in tensors) tensor.Dispose();
    }
}
