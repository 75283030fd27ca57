namespace Weir.Tables;

/// <summary>Walks all entries of a table in order.</summary>
internal struct TableScan(SortedTable table)
{
    private int slot;
    private bool inBlock;
    private BlockCursor cursor;

    /// <summary>The current key; valid until the scan moves.</summary>
    public readonly ReadOnlySpan<byte> Key => cursor.Key;

    /// <summary>The current value; valid as long as the table.</summary>
    public readonly ReadOnlySpan<byte> Value => cursor.Value;

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="TfException">The table is damaged.</exception>
    public bool MoveNext()
    {
        while (true)
        {
            if (inBlock && cursor.MoveNext()) return true;
            if (slot == table.BlockCount) return false;
            cursor = table.Block(slot++).First();
            inBlock = true;
        }
    }
}
