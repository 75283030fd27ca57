namespace Weir.Plans;

/// <summary>Puts one step in the place of the strands that may run side by side.</summary>
internal static class StrandSteps
{
    /// <param name="steps">In running order, before <see cref="ReleaseSlots"/> has looked at them.</param>
    /// <param name="kept">Slots that are read after the last step.</param>
    /// <param name="mayBeDead">Whether steps may have to be skipped.</param>
    /// <param name="number">Gives a step its <see cref="Step.Number"/>.</param>
    /// <returns>The steps in running order: the same where there are no strands.</returns>
    public static List<Step> Join(List<Step> steps, int[] kept, bool mayBeDead, Func<int> number)
    {
        if (StrandFinder.Find(steps) is not { } found) return steps;
        Dictionary<int, HashSet<Step[]>> uses = [];
        foreach (Step[] strand in found.SelectMany(group => group))
        {
            foreach (int slot in strand.SelectMany(Touched))
            {
                if (!uses.TryGetValue(slot, out HashSet<Step[]>? strands)) uses.Add(slot, strands = []);
                strands.Add(strand);
            }
        }

        HashSet<int> staying = [.. kept];
        return [.. found.Select(group => group.Length == 1 ? group[0][0] : Join(group, slot => !staying.Contains(slot) && uses[slot].Count == 1, mayBeDead, number()))];
    }

    /// <param name="strands">The strands.</param>
    /// <param name="isOwn">Whether a slot is touched by one strand alone.</param>
    /// <param name="mayBeDead">Whether steps may have to be skipped.</param>
    /// <param name="number">The new step's number.</param>
    private static Step Join(Step[][] strands, Func<int, bool> isOwn, bool mayBeDead, int number)
    {
        foreach (Step[] strand in strands) ReleaseSlots.Mark([.. strand], [], pending: false, [.. strand.SelectMany(Touched).Where(isOwn)]);
        Step[] all = [.. strands.SelectMany(strand => strand)];
        (int Slot, DType Type)[] made = [.. all.SelectMany(step => step.Outputs.Zip(step.OutputTypes)).Where(output => !isOwn(output.First))];
        int[] outputs = [.. made.Select(output => output.Slot)];
        return new Step
        {
            Kernel = new StrandsKernel(Array.ConvertAll(strands, strand => new Block(strand, [], mayBeDead))),
            NodeName = string.Join(", ", strands.Select(strand => strand[^1].NodeName)),
            OpName = "_WeirStrands",
            Inputs = [.. all.SelectMany(step => step.Inputs.Concat(step.Gates)).Where(slot => !Slot.IsPrologue(slot) && !isOwn(slot)).Distinct().Except(outputs)],
            Outputs = outputs,
            OutputTypes = [.. made.Select(output => output.Type)],
            Liveness = Liveness.None,
            Number = number,
        };
    }

    private static IEnumerable<int> Touched(Step step) => step.Inputs.Concat(step.Gates).Where(slot => !Slot.IsPrologue(slot)).Concat(step.Outputs);
}
