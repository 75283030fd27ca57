namespace Weir.Ops;

/// <summary>Elements that wait to be taken by key. An element may be put, and taken, in parts: its tensors have indices.</summary>
/// <remarks>The element that is taken without a key is the one of the least. Source: map_stage_op.cc, which leaves that open for maps without an order.</remarks>
internal class StagingMap(StagedTensors spec) : AwaitedResource
{
    private readonly SortedDictionary<long, Tensor?[]> complete = [];
    private readonly Dictionary<long, Tensor?[]> incomplete = [];
    private long heldBytes;

    public int Count => Do(() => complete.Count);

    public int IncompleteCount => Do(() => incomplete.Count);

    /// <summary>Adds tensors of an element, when there is room.</summary>
    /// <param name="key">The element's.</param>
    /// <param name="indices">Which of its tensors, in ascending order.</param>
    /// <param name="tensors">The map takes them over.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public ValueTask<object?> PutAsync(long key, int[] indices, Tensor[] tensors, CancellationToken cancellation)
    {
        long bytes = StagedTensors.Bytes(tensors);
        return DoAsync(() => Put(key, indices, tensors, bytes), () => TensorQueue.Free(tensors), cancellation);
    }

    /// <summary>Takes tensors of an element out, or reads them, when the element is complete.</summary>
    /// <param name="key">Which element; null: the one of the least key.</param>
    /// <param name="indices">Which of its tensors, in ascending order.</param>
    /// <param name="keeps">Whether they stay.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A <see cref="Taken"/>, the caller's.</returns>
    public ValueTask<object?> TakeAsync(long? key, int[] indices, bool keeps, CancellationToken cancellation) => DoAsync(() => Take(key, indices, keeps), static () => { }, cancellation);

    public void Clear() => Do(() =>
    {
        Free();
        return true;
    });

    protected override void Free()
    {
        foreach (Tensor?[] element in complete.Values.Concat(incomplete.Values)) TensorQueue.Free(element);
        complete.Clear();
        incomplete.Clear();
        heldBytes = 0;
    }

    private StagingMap? Put(long key, int[] indices, Tensor[] tensors, long bytes)
    {
        RequireIndices(key, indices);
        spec.RequireRoom(bytes, complete.Count + incomplete.Count);
        bool isWhole = indices.Length == spec.Types.Length;
        if (!(isWhole ? spec.Fits(bytes, heldBytes, complete.Count) : spec.FitsMemory(bytes, heldBytes))) return null;
        if (isWhole) Complete(key, tensors);
        else PutParts(key, indices, tensors);
        heldBytes += bytes;
        return this;
    }

    /// <summary>Adds to the parts of an element, which is complete with the last of them.</summary>
    private void PutParts(long key, int[] indices, Tensor[] tensors)
    {
        Tensor?[] element = incomplete.GetValueOrDefault(key) ?? new Tensor?[spec.Types.Length];
        foreach (int index in indices.Where(index => element[index] is not null)) throw Invalid($"The tensor for index '{index}' for key '{key}' was already initialized '{spec.Types.Length}'.");
        for (int i = 0; i < indices.Length; i++) element[indices[i]] = tensors[i];
        incomplete[key] = element;
        if (!Array.TrueForAll(element, tensor => tensor is not null)) return;
        incomplete.Remove(key);
        Complete(key, element);
    }

    /// <summary>A key that is there keeps the element it has, as in TensorFlow.</summary>
    private void Complete(long key, Tensor?[] element)
    {
        if (complete.TryAdd(key, element)) return;
        heldBytes -= StagedTensors.Bytes(element);
        TensorQueue.Free(element);
    }

    private Taken? Take(long? key, int[] indices, bool keeps)
    {
        if (complete.Count == 0) return null;
        long found = key ?? complete.First().Key;
        RequireIndices(found, indices);
        if (!complete.TryGetValue(found, out Tensor?[]? element)) return null;
        foreach (int index in indices.Where(index => element[index] is null)) throw Invalid($"Tensor at index '{index}' for key '{found}' has already been removed.");
        Tensor[] tensors = Array.ConvertAll(indices, index => keeps ? element[index]!.Share() : element[index]!);
        if (keeps) return new Taken(found, tensors);
        foreach (int index in indices) element[index] = null;
        heldBytes -= StagedTensors.Bytes(tensors);
        if (Array.TrueForAll(element, tensor => tensor is null)) complete.Remove(found);
        return new Taken(found, tensors);
    }

    private void RequireIndices(long key, int[] indices)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (i > 0 && indices[i] <= indices[i - 1]) throw Invalid("Indices are not strictly ordered");
            if ((uint)indices[i] >= (uint)spec.Types.Length) throw Invalid($"Index '{indices[i]}' for key '{key}' was out of bounds '{spec.Types.Length}'.");
        }
    }

    private static TfException Invalid(string message) => new(StatusCode.InvalidArgument, message);

    /// <summary>Tensors of one element.</summary>
    internal sealed record Taken(long Key, Tensor[] Tensors);
}

/// <summary>The kind that TensorFlow keeps in the order of the keys; to resources it is a kind of its own.</summary>
internal sealed class OrderedStagingMap(StagedTensors spec) : StagingMap(spec);
