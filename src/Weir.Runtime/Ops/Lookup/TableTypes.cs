namespace Weir.Ops;

/// <summary>The dtypes of a table's keys and values.</summary>
internal readonly record struct TableTypes(DType Key, DType Value)
{
    /// <summary>What every kind of table has kernels for.</summary>
    private static readonly TableTypes[] Common =
    [
        new(DType.Int32, DType.Float32), new(DType.Int32, DType.Float64), new(DType.Int32, DType.Int32),
        new(DType.Int64, DType.Float32), new(DType.Int64, DType.Float64), new(DType.Int64, DType.Int32), new(DType.Int64, DType.Int64),
        new(DType.String, DType.Bool), new(DType.String, DType.Float32), new(DType.String, DType.Float64), new(DType.String, DType.Int32), new(DType.String, DType.Int64),
    ];

    public static readonly TableTypes[] OfStatic = [.. Common, new(DType.Int32, DType.String), new(DType.Int64, DType.String), new(DType.String, DType.String)];

    public static readonly TableTypes[] OfMutable = [.. Common, new(DType.Int64, DType.String), new(DType.Int64, DType.Variant)];

    public static readonly TableTypes[] OfTensors = [.. Common, new(DType.Int64, DType.String)];

    public static readonly TableTypes[] OfDense = [.. Common, new(DType.Int64, DType.Bool), new(DType.Int64, DType.Variant), new(DType.String, DType.Resource)];

    /// <summary>The table that a maker makes for these types: once a resource.</summary>
    public LookupTable Make<TMaker>(TMaker maker)
        where TMaker : struct, ITableMaker => Key.ElementSize() switch
    {
        4 => ForValue<TMaker, uint>(maker),
        8 => ForValue<TMaker, ulong>(maker),
        _ => ForValue<TMaker, byte[]>(maker),
    };

    public override string ToString() => $"{Key.TfName()}->{Value.TfName()}";

    private LookupTable ForValue<TMaker, TKey>(TMaker maker)
        where TMaker : struct, ITableMaker
        where TKey : notnull => Value.ElementSize() switch
    {
        1 => maker.Make<TKey, byte>(),
        4 => maker.Make<TKey, uint>(),
        8 => maker.Make<TKey, ulong>(),
        _ => Value == DType.String ? maker.Make<TKey, byte[]>() : maker.Make<TKey, object>(),
    };
}

/// <summary>Makes a table whose keys and values are moved as elements of these types (<see cref="MovedElements"/>).</summary>
internal interface ITableMaker
{
    LookupTable Make<TKey, TValue>()
        where TKey : notnull;
}

/// <summary>How keys are compared: by their bytes.</summary>
internal static class TableKeys
{
    public static IEqualityComparer<TKey>? Comparer<TKey>() => typeof(TKey) == typeof(byte[]) ? (IEqualityComparer<TKey>)(object)ByteStringComparer.Instance : null;
}
