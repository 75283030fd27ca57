namespace Weir.Ops;

/// <summary>What of a line is the key and what the value.</summary>
/// <param name="KeyIndex">A column from 0, or <see cref="LineNumber"/>, or <see cref="WholeLine"/>.</param>
/// <param name="ValueIndex">The same for the value.</param>
/// <param name="VocabularySize">How many lines are read; -1: all.</param>
/// <param name="Delimiter">The byte between columns.</param>
/// <param name="Offset">What is added to line numbers.</param>
internal sealed record TextFileFormat(long KeyIndex, long ValueIndex, long VocabularySize, byte Delimiter, long Offset)
{
    public const long LineNumber = -1;
    public const long WholeLine = -2;

    /// <summary>Whether lines have to be split into columns.</summary>
    public bool HasColumns => KeyIndex >= 0 || ValueIndex >= 0;

    /// <exception cref="TfException">INVALID_ARGUMENT: the table can not hold such keys or values.</exception>
    public void Check(LookupTable table)
    {
        Check(KeyIndex, table.KeyType, "Key", "table key", "string or integer");
        Check(ValueIndex, table.ValueType, "Value", "table value", "integer or string");
    }

    private static void Check(long index, DType dtype, string what, string of, string wholeLine)
    {
        if (index == LineNumber && dtype != DType.Int64)
        {
            throw new TfException(StatusCode.InvalidArgument, $"{what} index for line number requires {of} dtype of int64, got {dtype.TfName()}");
        }

        if (index == WholeLine && dtype != DType.String && !dtype.IsInteger())
        {
            throw new TfException(StatusCode.InvalidArgument, $"{what} index for whole line requires {wholeLine} {of}, got table with {of[6..]} dtype {dtype.TfName()}");
        }
    }
}
