namespace Weir.Ops;

/// <summary>The tensors that a session keeps from run to run, by handle. Thread-safe.</summary>
/// <param name="maxTensors">How many it may hold.</param>
internal sealed class SessionTensors(int maxTensors) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
    private long lastId;

    /// <summary>Keeps a tensor, with a reference of its own.</summary>
    /// <returns>Its handle: the node's name, a number that no other handle of the session has, the device.</returns>
    public string Add(string node, Tensor tensor)
    {
        lock (gate)
        {
            if (tensors.Count >= maxTensors) throw new TfException(StatusCode.ResourceExhausted, $"The session keeps {tensors.Count} tensors: more are over the limit.");
            string handle = $"{node};{lastId++};{Sessions.StepStatsOf.Device}";
            tensors.Add(handle, tensor.Share());
            return handle;
        }
    }

    /// <summary>The tensor of a handle; the caller disposes it.</summary>
    public Tensor Get(string handle)
    {
        lock (gate)
        {
            return tensors.TryGetValue(handle, out Tensor? tensor) ? tensor.Share()
                : throw new TfException(StatusCode.InvalidArgument, $"The tensor with handle '{handle}' is not in the session store.");
        }
    }

    public void Delete(string handle)
    {
        lock (gate)
        {
            if (!tensors.Remove(handle, out Tensor? tensor)) throw new TfException(StatusCode.InvalidArgument, $"Failed to delete a tensor with handle '{handle}' in the session store.");
            tensor.Dispose();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (Tensor tensor in tensors.Values) tensor.Dispose();
            tensors.Clear();
        }
    }
}
