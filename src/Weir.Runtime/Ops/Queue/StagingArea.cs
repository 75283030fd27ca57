namespace Weir.Ops;

/// <summary>Elements that wait to be taken, first in, first out.</summary>
/// <remarks>Source: stage_op.cc.</remarks>
internal sealed class StagingArea(StagedTensors spec) : AwaitedResource
{
    private readonly Queue<Tensor[]> elements = [];
    private long heldBytes;

    public int Count => Do(() => elements.Count);

    /// <summary>Adds an element, when there is room.</summary>
    /// <param name="element">The area takes the tensors over.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public ValueTask<object?> PutAsync(Tensor[] element, CancellationToken cancellation)
    {
        long bytes = StagedTensors.Bytes(element);
        return DoAsync(Put, () => TensorQueue.Free(element), cancellation);

        object? Put()
        {
            spec.RequireRoom(bytes, elements.Count);
            if (!spec.Fits(bytes, heldBytes, elements.Count)) return null;
            elements.Enqueue(element);
            heldBytes += bytes;
            return element;
        }
    }

    /// <summary>Takes the first element out, when there is one.</summary>
    /// <returns>Its tensors, the caller's.</returns>
    public ValueTask<object?> TakeAsync(CancellationToken cancellation) => DoAsync(Take, static () => { }, cancellation);

    /// <summary>Reads an element, when there is one at this place.</summary>
    /// <returns>Its tensors, the caller's.</returns>
    public ValueTask<object?> PeekAsync(int index, CancellationToken cancellation) =>
        DoAsync(() => index < elements.Count ? Array.ConvertAll(elements.ElementAt(index), tensor => tensor.Share()) : null, static () => { }, cancellation);

    public void Clear() => Do(() =>
    {
        Free();
        return true;
    });

    protected override void Free()
    {
        foreach (Tensor[] element in elements) TensorQueue.Free(element);
        elements.Clear();
        heldBytes = 0;
    }

    private Tensor[]? Take()
    {
        if (!elements.TryDequeue(out Tensor[]? first)) return null;
        heldBytes -= StagedTensors.Bytes(first);
        return first;
    }
}
