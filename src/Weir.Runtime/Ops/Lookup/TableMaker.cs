namespace Weir.Ops;

/// <summary>Makes the table that a node describes, with attributes read once a plan.</summary>
internal sealed class TableMaker(TableKind kind, TableTypes types, Shape valueShape, long initialBuckets, float maxLoadFactor)
{
    public TableTypes Types { get; } = types;

    public static TableMaker For(KernelRequest r, TableKind kind)
    {
        TableTypes types = new(r.Type("key_dtype"), r.Type("value_dtype"));
        TableTypes[] known = kind switch
        {
            TableKind.Static => TableTypes.OfStatic,
            TableKind.Mutable => TableTypes.OfMutable,
            TableKind.OfTensors => TableTypes.OfTensors,
            _ => TableTypes.OfDense,
        };
        if (!known.Contains(types)) throw r.NoKernel("key_dtype", "value_dtype");
        Shape valueShape = kind is TableKind.OfTensors or TableKind.Dense ? r.Shape("value_shape") : Shape.Scalar;
        if (kind == TableKind.OfTensors && valueShape is not { Rank: 1, IsFullyDefined: true })
        {
            throw new TfException(StatusCode.InvalidArgument, $"Default value must be a vector, got shape {valueShape}");
        }

        return kind == TableKind.Dense ? ForDense(r, types, valueShape) : new TableMaker(kind, types, valueShape, 0, 0);
    }

    /// <summary>Makes the table; the keys of a dense one are the step's inputs.</summary>
    public LookupTable Make(string name, StepContext s)
    {
        if (kind == TableKind.Static) return Types.Make(new StaticMaker(name, Types));
        if (kind != TableKind.Dense) return Types.Make(new MutableMaker(name, Types, valueShape));
        return Types.Make(new DenseMaker(name, Types, s.Input(0), s.Input(1), new DenseTableOptions(valueShape, initialBuckets, maxLoadFactor, s.Limits.MaxTensorBytes)));
    }

    private static TableMaker ForDense(KernelRequest r, TableTypes types, Shape valueShape)
    {
        if (r.InputTypes.Count < 2) throw new TfException(StatusCode.InvalidArgument, "Unknown input name: deleted_key");
        if (!valueShape.IsFullyDefined)
        {
            throw new TfException(StatusCode.InvalidArgument, $"A dense table's value_shape must be known, got {valueShape}");
        }

        return new TableMaker(TableKind.Dense, types, valueShape, r.Int("initial_num_buckets"), r.Float("max_load_factor"));
    }

    private readonly struct StaticMaker(string name, TableTypes types) : ITableMaker
    {
        public LookupTable Make<TKey, TValue>()
            where TKey : notnull => new StaticTable<TKey, TValue>(name, types);
    }

    private readonly struct MutableMaker(string name, TableTypes types, Shape valueShape) : ITableMaker
    {
        public LookupTable Make<TKey, TValue>()
            where TKey : notnull => new MutableTable<TKey, TValue>(name, types, valueShape);
    }

    private readonly struct DenseMaker(string name, TableTypes types, Tensor emptyKey, Tensor deletedKey, DenseTableOptions options) : ITableMaker
    {
        public LookupTable Make<TKey, TValue>()
            where TKey : notnull => new DenseTable<TKey, TValue>(name, types, emptyKey, deletedKey, options);
    }
}
