namespace Weir.Buffers;

/// <summary>The elements of a string, resource or variant tensor: ordinary objects.</summary>
/// <typeparam name="T"><c>byte[]</c> for strings, <c>object</c> for resources and variants.</typeparam>
internal sealed class ManagedBuffer<T>(T[] elements) : TensorBuffer
    where T : class
{
    public T[] Elements { get; } = elements;

    /// <summary>Whether the elements are nobody else's, so that they are disposed with the last reference. Copying one ends that.</summary>
    public bool OwnsElements { get; set; }

    protected override void Recycle()
    {
        if (!OwnsElements) return;
        foreach (T element in Elements) (element as IDisposable)?.Dispose();
    }
}
