namespace Weir.Plans;

/// <summary>Finds after which step each slot is read for the last time.</summary>
internal static class ReleaseSlots
{
    /// <param name="steps">In running order.</param>
    /// <param name="kept">Slots that are read after the last step.</param>
    /// <param name="pending">Whether steps may overtake each other.</param>
    /// <param name="owned">The slots that may be released here; null: all.</param>
    public static void Mark(List<Step> steps, int[] kept, bool pending, HashSet<int>? owned = null)
    {
        HashSet<int> staying = [.. kept];
        Dictionary<int, List<int>> readers = [];
        for (int i = 0; i < steps.Count; i++)
        {
            // An output that nobody reads dies with the step that makes it.
            foreach (int slot in steps[i].Outputs.Concat(steps[i].Inputs).Concat(steps[i].Gates))
            {
                if (Slot.IsPrologue(slot) || staying.Contains(slot) || owned?.Contains(slot) == false) continue;
                if (!readers.TryGetValue(slot, out List<int>? list)) readers.Add(slot, list = []);
                if (list.Count == 0 || list[^1] != i) list.Add(i);
            }
        }

        foreach (IGrouping<int, KeyValuePair<int, List<int>>> dying in readers.GroupBy(pair => pair.Value[^1]))
        {
            Step last = steps[dying.Key];
            last.Releases = [.. dying.Select(pair => pair.Key)];
            last.Dies = Array.ConvertAll(last.Inputs, slot => last.Releases.Contains(slot));
            // Where steps may overtake each other, the one that lets go waits for all other readers.
            if (pending) last.Dependencies = [.. last.Dependencies.Union(dying.SelectMany(pair => pair.Value)).Where(step => step != dying.Key)];
        }
    }
}
