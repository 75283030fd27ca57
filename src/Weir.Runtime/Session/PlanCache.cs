using Weir.Plans;

namespace Weir.Sessions;

/// <summary>The plans of a session, the most recently used ones: what to fetch can be a client's choice, so they are bounded. Thread-safe.</summary>
internal sealed class PlanCache(int capacity) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<RunSignature, LinkedListNode<(RunSignature Key, Plan Plan)>> plans = [];
    private readonly LinkedList<(RunSignature Key, Plan Plan)> byUse = [];

    public int Count
    {
        get
        {
            lock (gate) return plans.Count;
        }
    }

    public Plan GetOrBuild(RunSignature key, Func<RunSignature, Plan> build)
    {
        lock (gate)
        {
            if (plans.TryGetValue(key, out LinkedListNode<(RunSignature, Plan)>? node))
            {
                byUse.Remove(node);
                byUse.AddFirst(node);
                return node.Value.Item2;
            }
        }

        Plan built = build(key);
        lock (gate)
        {
            if (plans.TryGetValue(key, out LinkedListNode<(RunSignature, Plan)>? other))
            {
                built.Dispose();
                return other.Value.Item2;
            }

            plans.Add(key, byUse.AddFirst((key, built)));
            if (plans.Count > capacity)
            {
                (RunSignature oldest, Plan retired) = byUse.Last!.Value;
                plans.Remove(oldest);
                byUse.RemoveLast();
                retired.Dispose();
            }

            return built;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach ((RunSignature _, Plan plan) in byUse) plan.Dispose();
            plans.Clear();
            byUse.Clear();
        }
    }
}
