using System.Diagnostics.CodeAnalysis;

namespace Weir.Ops;

/// <summary>The value of a map variant: tensors by tensors, which are equal keys where dtype, shape and elements are.</summary>
/// <remarks>A map is a value: an op that changes one changes a copy, unless nobody else holds it. A copy shares the tensors. Source: tensor_map.h, tensor_key.h.</remarks>
internal sealed class TensorMap : IDisposable
{
    private readonly Dictionary<Tensor, (Tensor Key, Tensor Value)> values = new(SameElements.Instance);

    public int Count => values.Count;

    public IEnumerable<(Tensor Key, Tensor Value)> Items => values.Values;

    public TensorMap Copy()
    {
        TensorMap copy = new();
        foreach ((Tensor key, Tensor value) in values.Values) copy.Set(key, value);
        return copy;
    }

    public bool Contains(Tensor key) => values.ContainsKey(key);

    public bool TryGet(Tensor key, [NotNullWhen(true)] out Tensor? value)
    {
        bool found = values.TryGetValue(key, out (Tensor Key, Tensor Value) item);
        value = item.Value;
        return found;
    }

    /// <summary>Sets the value of a key; the map takes references of its own.</summary>
    public void Set(Tensor key, Tensor value)
    {
        Remove(key);
        Tensor held = key.Share();
        values.Add(held, (held, value.Share()));
    }

    /// <summary>Takes a key out, if it is there.</summary>
    public void Remove(Tensor key)
    {
        if (!values.Remove(key, out (Tensor Key, Tensor Value) item)) return;
        item.Key.Dispose();
        item.Value.Dispose();
    }

    public void Dispose()
    {
        foreach ((Tensor key, Tensor value) in values.Values)
        {
            key.Dispose();
            value.Dispose();
        }

        values.Clear();
    }

    private sealed class SameElements : IEqualityComparer<Tensor>
    {
        public static SameElements Instance { get; } = new();

        public bool Equals(Tensor? a, Tensor? b) => ReferenceEquals(a, b) || (a!.DType == b!.DType && a.Shape.Equals(b.Shape)
            && (a.DType == DType.String ? a.Strings.SequenceEqual(b.Strings, ByteStringComparer.Instance) : a.Bytes.SequenceEqual(b.Bytes)));

        public int GetHashCode(Tensor key)
        {
            HashCode hash = default;
            hash.Add(key.DType);
            if (key.DType != DType.String)
            {
                hash.AddBytes(key.Bytes);
                return hash.ToHashCode();
            }

            foreach (byte[] element in key.Strings) hash.AddBytes(element);
            return hash.ToHashCode();
        }
    }
}
