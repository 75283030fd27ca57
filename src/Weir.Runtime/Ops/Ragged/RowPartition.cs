namespace Weir.Ops;

/// <summary>How a tensor tells the rows of a ragged dimension.</summary>
internal enum RowPartition
{
    /// <summary>A scalar: the number of rows. Only first, before value row ids.</summary>
    FirstDimSize,

    /// <summary>The row of each value.</summary>
    ValueRowIds,

    /// <summary>Where each row begins, and the end.</summary>
    RowSplits,
}

/// <summary>The partitions that an attribute <c>row_partition_types</c> lists.</summary>
internal static class RowPartitions
{
    /// <summary>Reads and checks the list. Source, also of the messages: ragged_to_dense_util_common.cc, ragged_conversion_ops.cc.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: a list that TensorFlow refuses.</exception>
    public static RowPartition[] Parse(byte[][] names, int tensors, Func<string, TfException> error)
    {
        if (names.Length == 0) throw error("Partition info types should not be empty");
        RowPartition[] types = Array.ConvertAll(names, name => System.Text.Encoding.UTF8.GetString(name) switch
        {
            "FIRST_DIM_SIZE" => RowPartition.FirstDimSize,
            "VALUE_ROWIDS" => RowPartition.ValueRowIds,
            "ROW_SPLITS" => RowPartition.RowSplits,
            "ROW_LENGTHS" or "ROW_LIMITS" or "ROW_STARTS" => throw error($"Unsupported partition type: {System.Text.Encoding.UTF8.GetString(name)}"),
            string other => throw error($"Unknown string for partition info type: {other}"),
        });
        if (Array.LastIndexOf(types, RowPartition.FirstDimSize) > 0) throw error("FIRST_DIM_SIZE must be first");
        if (types[0] == RowPartition.FirstDimSize && (types.Length < 2 || types[1] != RowPartition.ValueRowIds)) throw error("FIRST_DIM_SIZE must be followed by VALUE_ROWIDS");
        if (types[0] == RowPartition.ValueRowIds) throw error("VALUE_ROWIDS cannot be first");
        return types.Length == tensors ? types
            : throw error($"Number of row partition tensors ({tensors}) does not equal the number of row partition types({types.Length}).");
    }
}
