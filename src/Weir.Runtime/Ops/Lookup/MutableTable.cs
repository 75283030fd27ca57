using System.Collections.Concurrent;

namespace Weir.Ops;

/// <summary>A table that keys are added to and removed from while it is read; a value is a scalar or a vector.</summary>
/// <remarks>Readers take no lock; of an insertion that goes on they may see a part.</remarks>
internal sealed class MutableTable<TKey, TValue> : LookupTable
    where TKey : notnull
{
    private readonly int width;
    private ConcurrentDictionary<TKey, TValue[]> entries = new(TableKeys.Comparer<TKey>());

    public MutableTable(string name, TableTypes types, Shape valueShape)
        : base(name, types)
    {
        ValueShape = valueShape;
        width = checked((int)valueShape.ElementCount);
    }

    public override long Count => Volatile.Read(ref entries).Count;

    public override void Find(Tensor keys, Tensor defaults, Tensor values)
    {
        ConcurrentDictionary<TKey, TValue[]> table = Volatile.Read(ref entries);
        Span<TKey> wanted = MovedElements.Of<TKey>(keys);
        Span<TValue> given = MovedElements.Of<TValue>(defaults);
        Span<TValue> found = MovedElements.Of<TValue>(values);
        bool each = given.Length == found.Length;
        for (int i = 0; i < wanted.Length; i++)
        {
            Span<TValue> value = table.TryGetValue(wanted[i], out TValue[]? there) ? there : given.Slice(each ? i * width : 0, width);
            value.CopyTo(found[(i * width)..]);
        }
    }

    public override void Insert(Tensor keys, Tensor values) => Fill(Volatile.Read(ref entries), keys, values);

    public override void Remove(Tensor keys)
    {
        ConcurrentDictionary<TKey, TValue[]> table = Volatile.Read(ref entries);
        foreach (TKey key in MovedElements.Of<TKey>(keys)) table.TryRemove(key, out _);
    }

    public override void Import(Tensor keys, Tensor values)
    {
        ConcurrentDictionary<TKey, TValue[]> imported = new(TableKeys.Comparer<TKey>());
        Fill(imported, keys, values);
        Volatile.Write(ref entries, imported);
    }

    public override void Export(StepContext s)
    {
        KeyValuePair<TKey, TValue[]>[] all = Volatile.Read(ref entries).ToArray();
        Span<TKey> keys = MovedElements.Of<TKey>(s.Output(0, all.Length));
        Span<TValue> values = MovedElements.Of<TValue>(s.Output(1, [all.Length, .. ValueShape.Dimensions]));
        for (int i = 0; i < all.Length; i++)
        {
            keys[i] = all[i].Key;
            all[i].Value.CopyTo(values[(i * width)..]);
        }
    }

    private void Fill(ConcurrentDictionary<TKey, TValue[]> table, Tensor keys, Tensor values)
    {
        Span<TKey> newKeys = MovedElements.Of<TKey>(keys);
        Span<TValue> newValues = MovedElements.Of<TValue>(values);
        for (int i = 0; i < newKeys.Length; i++) table[newKeys[i]] = newValues.Slice(i * width, width).ToArray();
    }
}
