namespace Weir.Sessions;

/// <summary>
/// What TensorFlow's Python Session does around a run: it checks the shapes of feeds, and answers a fetch that is fed with the feed.
/// </summary>
internal sealed class PythonDoor
{
    private readonly Tensor?[] answers;

    public PythonDoor(IReadOnlyDictionary<Output, Tensor> feeds, IReadOnlyList<Output> fetches)
    {
        FeedOutputs = [.. feeds.Keys];
        FeedTensors = [.. feeds.Values];
        for (int i = 0; i < FeedOutputs.Length; i++) FeedChecks.Check(FeedOutputs[i], FeedTensors[i], checkShape: true);
        answers = [.. fetches.Select(fetch => feeds.GetValueOrDefault(fetch))];
        Fetches = [.. fetches.Where(fetch => !feeds.ContainsKey(fetch))];
    }

    public Output[] FeedOutputs { get; }

    public Tensor[] FeedTensors { get; }

    /// <summary>What is left to compute.</summary>
    public Output[] Fetches { get; }

    /// <summary>A tensor for each fetch that was asked for.</summary>
    public Tensor[] Results(Tensor[] computed)
    {
        if (computed.Length == answers.Length) return computed;
        int next = 0;
        return [.. answers.Select(fed => fed is null ? computed[next++] : fed.Share())];
    }
}
