namespace Weir.Buffers;

/// <summary>The elements of a string, resource or variant tensor: ordinary objects.</summary>
/// <typeparam name="T"><c>byte[]</c> for strings, <c>object</c> for resources and variants.</typeparam>
internal sealed class ManagedBuffer<T>(T[] elements) : TensorBuffer
    where T : class
{
    public T[] Elements { get; } = elements;

    protected override void Recycle()
    {
    }
}
