using Weir.Ops;

namespace Weir.Plans;

/// <summary>Finds the strands of a plan: groups of steps between two points which every step waits for or waits on, with nothing to say to each other.</summary>
/// <remarks>
/// The steps are put in an order in which a branch of the graph is done before the next one begins. Where all that was made so far has been read, by one step, the
/// plan has such a point. Time is linear in the steps and their dependencies.
/// </remarks>
internal sealed class StrandFinder
{
    private readonly List<Step> steps;
    private readonly List<int>[] before;

    private StrandFinder(List<Step> steps)
    {
        this.steps = steps;
        before = [.. steps.Select(step => new List<int>(step.Dependencies))];
        KeepEffectsInOrder();
        KeepReadersOfResourcesInOrder();
    }

    /// <summary>The steps in running order; those in one element after the first are strands beside each other.</summary>
    /// <returns>Null where the plan has no two strands that may take long.</returns>
    public static List<Step[][]>? Find(List<Step> steps) => steps.Count(MayTakeLong) < 2 ? null : new StrandFinder(steps).Find();

    private List<Step[][]>? Find()
    {
        List<Step[][]> found = [];
        List<int> segment = [];
        bool[] isRead = new bool[steps.Count];
        int unread = 0;
        foreach (int step in BranchByBranch())
        {
            foreach (int source in before[step])
            {
                if (!isRead[source]) unread--;
                isRead[source] = true;
            }

            unread++;
            if (unread > 1)
            {
                segment.Add(step);
                continue;
            }

            Close(segment, found);
            found.Add([[steps[step]]]);
        }

        Close(segment, found);
        return found.Exists(group => group.Length > 1) ? found : null;
    }

    /// <summary>A loop or a product: what else there is takes microseconds.</summary>
    private static bool MayTakeLong(Step step) => step.Kernel is LoopKernel or FrameKernel or PreparingKernel { PreparedInputs.Length: > 0 };

    private void KeepEffectsInOrder()
    {
        int written = -1;
        List<int> readSince = [];
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i].Effect <= OpEffect.WithinRun) continue;
            if (written >= 0) before[i].Add(written);
            if (steps[i].Effect == OpEffect.Writes)
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
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (int slot in steps[i].Inputs)
            {
                if (!lastReaders.TryGetValue(slot, out int reader)) continue;
                if (reader != i) before[i].Add(reader);
                lastReaders[slot] = i;
            }

            for (int output = 0; output < steps[i].Outputs.Length; output++)
            {
                if (steps[i].OutputTypes[output].BaseType() == DType.Resource) lastReaders[steps[i].Outputs[output]] = i;
            }
        }
    }

    /// <summary>Each step after what it needs, and that right before it where nothing else needs it.</summary>
    private List<int> BranchByBranch()
    {
        bool[] isNeeded = new bool[steps.Count], isOrdered = new bool[steps.Count];
        foreach (int source in before.SelectMany(sources => sources)) isNeeded[source] = true;
        List<int> order = new(steps.Count);
        Stack<(int Step, int Next)> open = new();
        for (int last = 0; last < steps.Count; last++)
        {
            if (isNeeded[last]) continue;
            open.Push((last, 0));
            while (open.TryPop(out (int Step, int Next) top))
            {
                if (isOrdered[top.Step]) continue;
                if (top.Next < before[top.Step].Count)
                {
                    open.Push((top.Step, top.Next + 1));
                    open.Push((before[top.Step][top.Next], 0));
                    continue;
                }

                isOrdered[top.Step] = true;
                order.Add(top.Step);
            }
        }

        return order;
    }

    /// <summary>Cuts a segment into its strands; what takes no time goes before them.</summary>
    private void Close(List<int> segment, List<Step[][]> found)
    {
        Dictionary<int, int> leaders = segment.ToDictionary(step => step);
        foreach (int step in segment)
        {
            foreach (int source in before[step])
            {
                if (leaders.ContainsKey(source)) leaders[Leader(leaders, source)] = Leader(leaders, step);
            }
        }

        Step[][] strands = [.. segment.GroupBy(step => Leader(leaders, step), step => steps[step]).Select(strand => strand.ToArray())];
        Step[][] longer = Array.FindAll(strands, strand => Array.Exists(strand, MayTakeLong));
        foreach (Step step in (longer.Length > 1 ? strands.Except(longer) : strands).SelectMany(strand => strand)) found.Add([[step]]);
        if (longer.Length > 1) found.Add(longer);
        segment.Clear();
    }

    private static int Leader(Dictionary<int, int> leaders, int step)
    {
        while (leaders[step] != step) step = leaders[step] = leaders[leaders[step]];
        return step;
    }
}
