namespace Weir.Ops;

/// <summary>A table from keys to values: a resource of the session. Safe for concurrent use.</summary>
/// <remarks>Checks of shapes and their texts are TensorFlow's lookup_interface.cc.</remarks>
internal abstract class LookupTable(string name, TableTypes types) : IDisposable
{
    public string Name { get; } = name;

    public DType KeyType { get; } = types.Key;

    public DType ValueType { get; } = types.Value;

    /// <summary>The shape of one key; [] but for dense tables.</summary>
    public Shape KeyShape { get; protected init; } = Shape.Scalar;

    /// <summary>The shape of one value.</summary>
    public Shape ValueShape { get; protected init; } = Shape.Scalar;

    /// <summary>How many keys it has.</summary>
    public abstract long Count { get; }

    /// <summary>The values of keys, with a default for those that are not there.</summary>
    /// <param name="keys">Checked by <see cref="ValuesShape"/>.</param>
    /// <param name="defaults">One value, or one for each key.</param>
    /// <param name="values">To be filled.</param>
    public abstract void Find(Tensor keys, Tensor defaults, Tensor values);

    /// <summary>Adds keys, or gives them new values.</summary>
    public virtual void Insert(Tensor keys, Tensor values) => throw Unsupported("Insert");

    public virtual void Remove(Tensor keys) => throw Unsupported("Remove");

    /// <summary>Replaces everything, or initializes the table, with the entries of an export.</summary>
    public abstract void Import(Tensor keys, Tensor values);

    /// <summary>Writes all keys and values to outputs 0 and 1.</summary>
    public abstract void Export(StepContext s);

    /// <summary>Frees memory that the table has besides ordinary objects.</summary>
    public void Dispose() => Free();

    protected virtual void Free()
    {
    }

    /// <summary>The shape of the values that belong to keys.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: no keys of this table have such a shape.</exception>
    public Shape ValuesShape(Shape keys)
    {
        int outer = keys.Rank - KeyShape.Rank;
        if (outer < 0 || !keys.Slice(outer..).Equals(KeyShape))
        {
            throw Invalid($"Input key shape {keys} must end with the table's key shape {KeyShape}");
        }

        return keys.Slice(..outer).Concatenate(ValueShape);
    }

    /// <summary>Refuses default values that are neither one nor as many as keys.</summary>
    public void CheckDefaults(Shape values, Shape defaults)
    {
        if (!defaults.Equals(ValueShape) && !defaults.Equals(values))
        {
            throw Invalid($"Expected shape {ValueShape} or {values} for default value, got {defaults}");
        }
    }

    /// <summary>Refuses values that do not belong to keys.</summary>
    public void CheckValues(Shape keys, Shape values)
    {
        Shape expected = ValuesShape(keys);
        if (!values.Equals(expected)) throw Invalid($"Expected shape {expected} for value, got {values}");
    }

    /// <summary>Refuses values of an import that do not belong to keys.</summary>
    public virtual void CheckImport(Shape keys, Shape values) => CheckValues(keys, values);

    protected static TfException Invalid(string message) => new(StatusCode.InvalidArgument, message);

    private static TfException Unsupported(string what) =>
        new(StatusCode.Unimplemented, $"{what} not supported by InitializableLookupTable implementations");
}
