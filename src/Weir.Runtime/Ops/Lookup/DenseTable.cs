namespace Weir.Ops;

/// <summary>
/// A table of keys and values of any shape in buckets that follow each other: TensorFlow exports the buckets themselves, so they are kept
/// as its own.
/// </summary>
/// <remarks>Probing, hashing and growth are those of MutableDenseHashTable in lookup_table_op.cc. One lock serves readers and writers.</remarks>
internal sealed class DenseTable<TKey, TValue> : LookupTable
    where TKey : notnull
{
    private const int FewestBuckets = 4;
    private static readonly IEqualityComparer<TKey> Comparer = TableKeys.Comparer<TKey>() ?? EqualityComparer<TKey>.Default;

    private readonly Lock gate = new();
    private readonly TKey[] emptyKey;
    private readonly TKey[] deletedKey;
    private readonly int keyWidth;
    private readonly int valueWidth;
    private readonly float maxLoad;
    private readonly long maxBytes;
    private Tensor keyBuckets = null!;
    private Tensor valueBuckets = null!;
    private long buckets;
    private long count;

    public DenseTable(string name, TableTypes types, Tensor emptyKey, Tensor deletedKey, DenseTableOptions options)
        : base(name, types)
    {
        KeyShape = emptyKey.Shape;
        ValueShape = options.ValueShape;
        this.emptyKey = MovedElements.Of<TKey>(emptyKey).ToArray();
        this.deletedKey = MovedElements.Of<TKey>(deletedKey).ToArray();
        keyWidth = checked((int)KeyShape.ElementCount);
        valueWidth = checked((int)ValueShape.ElementCount);
        maxLoad = options.MaxLoadFactor;
        maxBytes = options.MaxBytes;
        if (!emptyKey.Shape.Equals(deletedKey.Shape)) throw Invalid("Empty and deleted keys must have same shape");
        if (IsKey(this.emptyKey, this.deletedKey)) throw Invalid("Empty and deleted keys cannot be equal");
        if (!(maxLoad > 0 && maxLoad < 1)) throw Invalid($"max_load_factor must be between 0 and 1, got: {ElementText.Of(DType.Float32, maxLoad)}");
        if (options.InitialBuckets < FewestBuckets || !long.IsPow2(options.InitialBuckets))
        {
            throw Invalid($"Number of buckets must be at least 4 and a power of 2, got: {options.InitialBuckets}");
        }

        (keyBuckets, valueBuckets) = Allocate(options.InitialBuckets);
        buckets = options.InitialBuckets;
    }

    public override long Count
    {
        get { lock (gate) return count; }
    }

    public override void Find(Tensor keys, Tensor defaults, Tensor values)
    {
        Span<TKey> wanted = Rows(keys, out int rows);
        Span<TValue> given = MovedElements.Of<TValue>(defaults);
        Span<TValue> found = MovedElements.Of<TValue>(values);
        bool each = given.Length == found.Length;
        lock (gate)
        {
            Span<TValue> all = MovedElements.Of<TValue>(valueBuckets);
            for (int i = 0; i < rows; i++)
            {
                ReadOnlySpan<TKey> key = wanted.Slice(i * keyWidth, keyWidth);
                RequireUsable(key);
                long bucket = Locate(key, forInsertion: false);
                Span<TValue> value = bucket >= 0 ? all.Slice((int)bucket * valueWidth, valueWidth) : given.Slice(each ? i * valueWidth : 0, valueWidth);
                value.CopyTo(found[(i * valueWidth)..]);
            }
        }
    }

    /// <remarks>An export's keys are a matrix whatever the shape of one key, and its values too.</remarks>
    public override void CheckImport(Shape keys, Shape values)
    {
        if (keys.Rank == 0 || values.Rank == 0 || keys[0] != values[0] || keys.ElementCount != keys[0] * keyWidth || values.ElementCount != values[0] * valueWidth)
        {
            throw Invalid($"Expected keys of shape {KeyShape} and values of shape {ValueShape}, got {keys} and {values}");
        }
    }

    public override void Insert(Tensor keys, Tensor values)
    {
        Span<TKey> newKeys = Rows(keys, out int rows);
        Span<TValue> newValues = MovedElements.Of<TValue>(values);
        lock (gate)
        {
            Reserve(rows);
            for (int i = 0; i < rows; i++)
            {
                ReadOnlySpan<TKey> key = newKeys.Slice(i * keyWidth, keyWidth);
                RequireUsable(key);
                Set(key, newValues.Slice(i * valueWidth, valueWidth));
            }
        }
    }

    public override void Remove(Tensor keys)
    {
        Span<TKey> unwanted = Rows(keys, out int rows);
        lock (gate)
        {
            for (int i = 0; i < rows; i++)
            {
                ReadOnlySpan<TKey> key = unwanted.Slice(i * keyWidth, keyWidth);
                RequireUsable(key);
                long bucket = Locate(key, forInsertion: false);
                if (bucket < 0) continue;
                deletedKey.CopyTo(KeyAt(bucket));
                count--;
            }
        }
    }

    /// <remarks>Keys that stand for nothing, which an export has, are passed over.</remarks>
    public override void Import(Tensor keys, Tensor values)
    {
        Span<TKey> newKeys = Rows(keys, out int rows);
        Span<TValue> newValues = MovedElements.Of<TValue>(values);
        lock (gate)
        {
            Replace(Math.Max(FewestBuckets, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)rows)));
            for (int i = 0; i < rows; i++)
            {
                ReadOnlySpan<TKey> key = newKeys.Slice(i * keyWidth, keyWidth);
                if (IsKey(key, emptyKey) || IsKey(key, deletedKey)) continue;
                Reserve(1);
                Set(key, newValues.Slice(i * valueWidth, valueWidth));
            }
        }
    }

    public override void Export(StepContext s)
    {
        lock (gate)
        {
            MovedElements.Of<TKey>(keyBuckets).CopyTo(MovedElements.Of<TKey>(s.Output(0, buckets, keyWidth)));
            MovedElements.Of<TValue>(valueBuckets).CopyTo(MovedElements.Of<TValue>(s.Output(1, buckets, valueWidth)));
        }
    }

    protected override void Free()
    {
        lock (gate)
        {
            keyBuckets.Dispose();
            valueBuckets.Dispose();
        }
    }

    private Span<TKey> Rows(Tensor keys, out int rows)
    {
        rows = keys.Shape.Rank == 0 ? 1 : checked((int)keys.Shape[0]);
        if (keys.ElementCount != (long)rows * keyWidth) throw Invalid($"Expected key shape {Shape.Of(rows).Concatenate(KeyShape)} got {keys.Shape}");
        return MovedElements.Of<TKey>(keys);
    }

    private void RequireUsable(ReadOnlySpan<TKey> key)
    {
        if (IsKey(key, emptyKey)) throw Invalid("Using the empty_key as a table key is not allowed");
        if (IsKey(key, deletedKey)) throw Invalid("Using the deleted_key as a table key is not allowed");
    }

    private void Set(ReadOnlySpan<TKey> key, ReadOnlySpan<TValue> value)
    {
        long bucket = Locate(key, forInsertion: true);
        if (!IsKey(KeyAt(bucket), key))
        {
            key.CopyTo(KeyAt(bucket));
            count++;
        }

        value.CopyTo(MovedElements.Of<TValue>(valueBuckets)[((int)bucket * valueWidth)..]);
    }

    /// <summary>The bucket of a key; if it has none, -1, or for an insertion the first that is free.</summary>
    /// <remarks>TensorFlow takes a deleted key's bucket without looking whether the key stands further on, and then has it twice; this looks.</remarks>
    private long Locate(ReadOnlySpan<TKey> key, bool forInsertion)
    {
        long free = -1;
        long bucket = (long)(DenseTableHash.Of(key) & (ulong)(buckets - 1));
        for (long probe = 1; probe <= buckets; probe++)
        {
            ReadOnlySpan<TKey> there = KeyAt(bucket);
            if (IsKey(there, key)) return bucket;
            bool isEmpty = IsKey(there, emptyKey);
            if (free < 0 && (isEmpty || IsKey(there, deletedKey))) free = bucket;
            if (isEmpty) break;
            bucket = (bucket + probe) & (buckets - 1);
        }

        if (!forInsertion) return -1;
        return free >= 0 ? free : throw new TfException(StatusCode.Internal, "MutableDenseHashTable has no free bucket.");
    }

    private void Reserve(long more)
    {
        long grown = buckets;
        while (count + more > grown * maxLoad) grown *= 2;
        if (grown == buckets) return;
        (Tensor oldKeys, Tensor oldValues, long oldBuckets) = (keyBuckets, valueBuckets, buckets);
        (keyBuckets, valueBuckets) = Allocate(grown);
        (buckets, count) = (grown, 0);
        Span<TKey> keys = MovedElements.Of<TKey>(oldKeys);
        Span<TValue> values = MovedElements.Of<TValue>(oldValues);
        for (int i = 0; i < oldBuckets; i++)
        {
            Span<TKey> key = keys.Slice(i * keyWidth, keyWidth);
            if (!IsKey(key, emptyKey) && !IsKey(key, deletedKey)) Set(key, values.Slice(i * valueWidth, valueWidth));
        }

        oldKeys.Dispose();
        oldValues.Dispose();
    }

    private void Replace(long size)
    {
        (Tensor keys, Tensor values) = Allocate(size);
        Free();
        (keyBuckets, valueBuckets, buckets, count) = (keys, values, size, 0);
    }

    private (Tensor Keys, Tensor Values) Allocate(long size)
    {
        Tensor keys = Tensor.Allocate(KeyType, Shape.Of(size, keyWidth), maxBytes);
        Tensor values = Tensor.Allocate(ValueType, Shape.Of(size, valueWidth), maxBytes);
        Span<TKey> rows = MovedElements.Of<TKey>(keys);
        for (int i = 0; i < rows.Length; i += Math.Max(1, keyWidth)) emptyKey.CopyTo(rows[i..]);
        MovedElements.Of<TValue>(values).Fill(MovedElements.Zero<TValue>());
        return (keys, values);
    }

    private Span<TKey> KeyAt(long bucket) => MovedElements.Of<TKey>(keyBuckets).Slice((int)bucket * keyWidth, keyWidth);

    private static bool IsKey(ReadOnlySpan<TKey> a, ReadOnlySpan<TKey> b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            if (!Comparer.Equals(a[i], b[i])) return false;
        }

        return true;
    }
}

/// <summary>What the node of a dense table says of it.</summary>
internal sealed record DenseTableOptions(Shape ValueShape, long InitialBuckets, float MaxLoadFactor, long MaxBytes);
