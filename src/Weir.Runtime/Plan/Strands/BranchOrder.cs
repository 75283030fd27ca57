using Weir.Ops;

namespace Weir.Plans;

/// <summary>Steps in an order in which a branch of the graph is done before the next one begins: each right after what it alone needs.</summary>
/// <remarks>Time is linear in the steps and their dependencies; nothing recurses.</remarks>
internal sealed class BranchOrder
{
    private readonly List<Step> given;
    private readonly List<int>[] before;

    public BranchOrder(List<Step> steps)
    {
        given = steps;
        before = [.. steps.Select(step => new List<int>(step.Dependencies))];
        KeepEffectsInOrder();
        KeepReadersOfResourcesInOrder();
        Arrange();
    }

    /// <summary>The steps.</summary>
    public List<Step> Steps { get; } = [];

    /// <summary>The places of what the step at a place must wait for.</summary>
    public List<int[]> Before { get; } = [];

    /// <summary>Where branches meet, from first to last.</summary>
    public List<Meeting> Meetings { get; } = [];

    /// <summary>Branches that one step needs, or the end does.</summary>
    /// <param name="Place">The step's place; the number of steps for the end.</param>
    /// <param name="Begins">Where each branch begins. It ends where the next one begins, the last one where they meet. The first brings along what others need, too.</param>
    public sealed record Meeting(int Place, int[] Begins)
    {
        /// <summary>Where a branch ends.</summary>
        public int End(int branch) => branch + 1 < Begins.Length ? Begins[branch + 1] : Place;
    }

    private void KeepEffectsInOrder()
    {
        int written = -1;
        List<int> readSince = [];
        for (int i = 0; i < given.Count; i++)
        {
            if (given[i].Effect <= OpEffect.WithinRun) continue;
            if (written >= 0) before[i].Add(written);
            if (given[i].Effect == OpEffect.Writes)
            {
                before[i].AddRange(readSince);
                readSince.Clear();
                written = i;
            }
            else
            {
                readSince.Add(i);
            }
        }
    }

    /// <summary>An array of this run knows one thread at a time.</summary>
    private void KeepReadersOfResourcesInOrder()
    {
        Dictionary<int, int> lastReaders = [];
        for (int i = 0; i < given.Count; i++)
        {
            foreach (int slot in given[i].Inputs)
            {
                if (!lastReaders.TryGetValue(slot, out int reader)) continue;
                if (reader != i) before[i].Add(reader);
                lastReaders[slot] = i;
            }

            for (int output = 0; output < given[i].Outputs.Length; output++)
            {
                if (given[i].OutputTypes[output].BaseType() == DType.Resource) lastReaders[given[i].Outputs[output]] = i;
            }
        }
    }

    private void Arrange()
    {
        bool[] isNeeded = new bool[given.Count];
        foreach (int source in before.SelectMany(sources => sources)) isNeeded[source] = true;
        int[] places = new int[given.Count];
        Array.Fill(places, -1);
        Stack<Visit> open = new();
        open.Push(new Visit(-1, [.. Enumerable.Range(0, given.Count).Where(step => !isNeeded[step])]));
        while (open.TryPeek(out Visit? visit))
        {
            if (visit.Next < visit.Sources.Count)
            {
                int source = visit.Sources[visit.Next++];
                if (places[source] >= 0) continue;
                visit.Begins.Add(Steps.Count);
                open.Push(new Visit(source, before[source]));
                continue;
            }

            open.Pop();
            if (visit.Begins.Count > 1) Meetings.Add(new Meeting(Steps.Count, [.. visit.Begins]));
            if (visit.Step < 0) return;
            places[visit.Step] = Steps.Count;
            Steps.Add(given[visit.Step]);
            Before.Add([.. before[visit.Step].Select(source => places[source])]);
        }
    }

    /// <summary>A step whose sources are being put in order; -1 for the end.</summary>
    private sealed class Visit(int step, List<int> sources)
    {
        public int Step => step;

        public List<int> Sources => sources;

        public List<int> Begins { get; } = [];

        public int Next { get; set; }
    }
}
