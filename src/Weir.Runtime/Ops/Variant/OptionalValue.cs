namespace Weir.Ops;

/// <summary>The value of an optional variant: some tensors, or nothing. Never changes.</summary>
internal sealed class OptionalValue(Tensor[]? components) : IDisposable
{
    /// <summary>The tensors; null: nothing.</summary>
    public Tensor[]? Components { get; private set; } = components;

    public void Dispose()
    {
        foreach (Tensor tensor in Components ?? []) tensor.Dispose();
        Components = null;
    }
}
