using Weir.Graphs;

namespace Weir.Ops;

/// <summary>An op that calls a function on the inputs of several runs at once.</summary>
internal interface IBatchedCallOp : ICallOp
{
    /// <summary>How many of the inputs, from the first on, are joined. The others are the run's own.</summary>
    int BatchedInputs(AttributeList attributes);

    BatchOptions Options(AttributeList attributes, string nodeName);
}

/// <summary>How calls are batched.</summary>
/// <param name="Container">Where the queue of batches is.</param>
/// <param name="Name">Its name there.</param>
/// <param name="MaxRows">The most rows of a batch.</param>
/// <param name="Timeout">How long a batch waits to be filled.</param>
/// <param name="Threads">How many batches are computed at once.</param>
/// <param name="MaxWaiting">How many batches may wait.</param>
/// <param name="AllowedRows">The sizes that batches are filled up to; none: any size.</param>
/// <param name="Splits">Whether a call of too many rows is computed in parts instead of refused.</param>
internal sealed record BatchOptions(string Container, string Name, long MaxRows, TimeSpan Timeout, int Threads, long MaxWaiting, long[] AllowedRows, bool Splits);
