namespace Weir.Ops;

/// <summary>What the kernels on tables have in common: the table at input 0, whose dtypes must be the node's.</summary>
internal static class TableStep
{
    /// <summary>The table, once its dtypes are known to be those of inputs or outputs.</summary>
    /// <param name="s">The step.</param>
    /// <param name="keys">The dtype of the node's keys.</param>
    /// <param name="values">The dtype of its values; null: it has none.</param>
    /// <param name="isLookup">Whether the node's output is a value.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: other dtypes.</exception>
    public static LookupTable Table(StepContext s, DType keys, DType? values, bool isLookup = false)
    {
        LookupTable table = s.Resource<LookupTable>(0);
        if (table.KeyType == keys && (values is null || table.ValueType == values)) return table;
        throw new TfException(StatusCode.InvalidArgument,
            $"Signature mismatch, have: {Signature(keys, values, isLookup)} expected: {Signature(table.KeyType, values is null ? null : table.ValueType, isLookup)}");
    }

    private static string Signature(DType keys, DType? values, bool isLookup) =>
        $"resource, {keys.TfName()}{(values is { } type ? $", {type.TfName()}" : "")}->{(isLookup ? values?.TfName() : "")}";
}
