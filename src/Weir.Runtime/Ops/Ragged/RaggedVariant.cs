namespace Weir.Ops;

/// <summary>A ragged tensor as one variant: its row splits, outermost first, and its values. Never changes.</summary>
internal sealed class RaggedVariant(Tensor[] splits, Tensor values) : IDisposable
{
    public Tensor[] Splits => splits;

    public Tensor Values => values;

    /// <summary>How many rows the outermost dimension has.</summary>
    public long Rows => splits.Length > 0 ? splits[0].ElementCount - 1 : values.Shape[0];

    public void Dispose()
    {
        foreach (Tensor level in splits) level.Dispose();
        values.Dispose();
    }
}
