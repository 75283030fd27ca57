namespace Weir;

/// <summary>A table of a graph from keys to values that come and go. Its entries live in each session, and are saved with the variables.</summary>
/// <remarks>Made by <see cref="GraphTables.MutableHashTable"/>. Source: lookup_ops.py (TensorFlow 2.15).</remarks>
public sealed class MutableHashTable
{
    private readonly Output defaultValue;
    private readonly string[] location;

    internal MutableHashTable(Operation operation, Output defaultValue)
    {
        Operation = operation;
        this.defaultValue = defaultValue;
        location = Graphs.Colocation.With(operation.Name);
        KeyDType = operation.Attributes.Get<DType>("key_dtype");
        Saveable = new TableSaveable(this, Export());
    }

    /// <summary>The operation that holds it.</summary>
    public Operation Operation { get; }

    /// <summary>The name, unique in the graph. In checkpoints there are <c>NAME-keys</c> and <c>NAME-values</c>.</summary>
    public string Name => Operation.Name;

    /// <summary>The dtype of the keys.</summary>
    public DType KeyDType { get; }

    /// <summary>The dtype of the values.</summary>
    public DType ValueDType => defaultValue.DType;

    /// <summary>The table as a <see cref="Saver"/> takes it.</summary>
    public Saveable Saveable { get; }

    /// <summary>Adds an operation that puts values under keys when it runs.</summary>
    /// <param name="keys">Keys of any shape.</param>
    /// <param name="values">A value for each.</param>
    public Operation Insert(Output keys, Output values) =>
        Operation.Graph.AddOperation("LookupTableInsertV2", [Operation[0], keys, values], Placed(), Name + "_lookup_table_insert/LookupTableInsertV2");

    /// <summary>The values of keys; the table's default for a key that is not there.</summary>
    /// <param name="keys">Keys of any shape.</param>
    public Output Lookup(Output keys) =>
        Operation.Graph.AddOperation("LookupTableFindV2", [Operation[0], keys, defaultValue], Placed(), Name + "_lookup_table_find/LookupTableFindV2")[0];

    /// <summary>How many keys there are: a scalar of <see cref="DType.Int64"/>.</summary>
    public Output Size() => Operation.Graph.AddOperation("LookupTableSizeV2", [Operation[0]], Placed(), Name + "_Size/LookupTableSizeV2")[0];

    /// <summary>All keys and values, in no order that means anything.</summary>
    public (Output Keys, Output Values) Export()
    {
        Dictionary<string, object> attributes = Placed();
        attributes["Tkeys"] = KeyDType;
        attributes["Tvalues"] = ValueDType;
        Operation export = Operation.Graph.AddOperation("LookupTableExportV2", [Operation[0]], attributes, Name + "_lookup_table_export_values/LookupTableExportV2");
        return (export[0], export[1]);
    }

    private Operation Import(Output keys, Output values) =>
        Operation.Graph.AddOperation("LookupTableImportV2", [Operation[0], keys, values], Placed(), Name + "_table_restore/LookupTableImportV2");

    private Dictionary<string, object> Placed() => new() { [Graphs.Colocation.Attribute] = location };

    private sealed class TableSaveable(MutableHashTable table, (Output Keys, Output Values) entries) : Saveable(table.Operation, table.Name)
    {
        public override IReadOnlyList<SaveSpec> Specs { get; } = [new(table.Name + "-keys", entries.Keys), new(table.Name + "-values", entries.Values)];

        public override Operation Restore(IReadOnlyList<Output> values) => table.Import(values[0], values[1]);
    }
}
