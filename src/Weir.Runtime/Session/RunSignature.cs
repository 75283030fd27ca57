namespace Weir.Sessions;

/// <summary>What a run is asked for: the key of its plan.</summary>
internal sealed class RunSignature(Output[] feeds, Output[] fetches, Operation[] targets) : IEquatable<RunSignature>
{
    public Output[] Feeds => feeds;

    public Output[] Fetches => fetches;

    public Operation[] Targets => targets;

    /// <exception cref="ArgumentException">A feed, fetch or target belongs to another graph.</exception>
    public void RequireFrom(Graph graph)
    {
        foreach (Output feed in feeds) graph.RequireOwn(feed.Operation, nameof(feeds));
        foreach (Output fetch in fetches) graph.RequireOwn(fetch.Operation, nameof(fetches));
        foreach (Operation target in targets) graph.RequireOwn(target, nameof(targets));
    }

    public bool Equals(RunSignature? other) => other is not null
        && feeds.AsSpan().SequenceEqual(other.Feeds) && fetches.AsSpan().SequenceEqual(other.Fetches) && targets.AsSpan().SequenceEqual(other.Targets);

    public override bool Equals(object? obj) => Equals(obj as RunSignature);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (Output feed in feeds) hash.Add(feed);
        hash.Add(-1);
        foreach (Output fetch in fetches) hash.Add(fetch);
        foreach (Operation target in targets) hash.Add(target);
        return hash.ToHashCode();
    }
}
