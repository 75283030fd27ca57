using System.Runtime.CompilerServices;

namespace Weir.Ops;

/// <summary>A table that is initialized once and read from then on.</summary>
internal abstract class StaticTable(string name, TableTypes types) : LookupTable(name, types)
{
    private readonly Lock initializing = new();

    public abstract bool IsInitialized { get; }

    /// <summary>Fills the table, once. Initializing it again is accepted and ignored if the number of entries is the same.</summary>
    /// <param name="source">Gives the entries.</param>
    /// <exception cref="TfException">FAILED_PRECONDITION: it holds another number of entries, or a key comes with two values.</exception>
    public void Initialize(ITableEntries source)
    {
        lock (initializing)
        {
            source.Begin();
            if (IsInitialized)
            {
                if (source.Count is { } count && count != Count)
                {
                    throw new TfException(StatusCode.FailedPrecondition, "Table was already initialized with different data.");
                }

                return;
            }

            source.CopyTo(this);
            Publish();
        }
    }

    /// <summary>An import is an initialization.</summary>
    public sealed override void Import(Tensor keys, Tensor values) => Initialize(new TensorEntries(keys, values));

    /// <summary>Adds entries before the table is published; what was added stays if a later entry is refused.</summary>
    public abstract void Add(Tensor keys, Tensor values, int count);

    /// <summary>Lets readers see the entries.</summary>
    protected abstract void Publish();
}

/// <summary>Where a table's entries come from.</summary>
internal interface ITableEntries
{
    /// <summary>How many entries there are; null: a table that is initialized already need not have as many.</summary>
    long? Count { get; }

    /// <summary>Reads as far as the first entry.</summary>
    /// <exception cref="TfException">There is none.</exception>
    void Begin();

    void CopyTo(StaticTable table);
}

/// <summary>Readers take no lock: they see the finished dictionary or none.</summary>
internal sealed class StaticTable<TKey, TValue>(string name, TableTypes types) : StaticTable(name, types)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> entries = new(TableKeys.Comparer<TKey>());
    private Dictionary<TKey, TValue>? published;

    public override bool IsInitialized => Volatile.Read(ref published) is not null;

    public override long Count => Volatile.Read(ref published)?.Count ?? 0;

    /// <remarks>Of a default for each key the first one serves them all, as in TensorFlow.</remarks>
    public override void Find(Tensor keys, Tensor defaults, Tensor values)
    {
        Dictionary<TKey, TValue> table = Volatile.Read(ref published) ?? throw new TfException(StatusCode.FailedPrecondition, "Table not initialized.");
        Span<TKey> wanted = MovedElements.Of<TKey>(keys);
        Span<TValue> given = MovedElements.Of<TValue>(defaults);
        Span<TValue> found = MovedElements.Of<TValue>(values);
        for (int i = 0; i < wanted.Length; i++)
        {
            found[i] = table.TryGetValue(wanted[i], out TValue? value) ? value : given[0];
        }
    }

    public override void Add(Tensor keys, Tensor values, int count)
    {
        Span<TKey> newKeys = MovedElements.Of<TKey>(keys);
        Span<TValue> newValues = MovedElements.Of<TValue>(values);
        for (int i = 0; i < count; i++)
        {
            if (entries.TryAdd(newKeys[i], newValues[i])) continue;
            TValue there = entries[newKeys[i]];
            if (IsSame(there, newValues[i])) continue;
            throw new TfException(StatusCode.FailedPrecondition,
                $"HashTable has different value for same key. Key {ElementText.Of(KeyType, newKeys[i])} has {ElementText.Of(ValueType, there)} "
                    + $"and trying to add value {ElementText.Of(ValueType, newValues[i])}");
        }
    }

    public override void Export(StepContext s)
    {
        Dictionary<TKey, TValue> table = Volatile.Read(ref published) ?? throw new TfException(StatusCode.Aborted, "HashTable is not initialized.");
        Span<TKey> keys = MovedElements.Of<TKey>(s.Output(0, table.Count));
        Span<TValue> values = MovedElements.Of<TValue>(s.Output(1, table.Count));
        int at = 0;
        foreach ((TKey key, TValue value) in table) (keys[at], values[at++]) = (key, value);
    }

    protected override void Publish() => Volatile.Write(ref published, entries);

    /// <summary>Equal bits, but a NaN is not even equal to itself.</summary>
    private bool IsSame(TValue a, TValue b) => (TableKeys.Comparer<TValue>() ?? EqualityComparer<TValue>.Default).Equals(a, b) && ValueType switch
    {
        DType.Float32 => !float.IsNaN(Unsafe.As<TValue, float>(ref a)),
        DType.Float64 => !double.IsNaN(Unsafe.As<TValue, double>(ref a)),
        _ => true,
    };
}
