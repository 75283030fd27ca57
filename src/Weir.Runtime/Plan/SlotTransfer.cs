namespace Weir.Plans;

/// <summary>Values that go from slots to other slots at the border of a block, as if all at once.</summary>
/// <remarks>A slot that the block owns gives its value away with the last transfer from it; others share theirs.</remarks>
internal sealed class SlotTransfer
{
    private readonly (int From, int To, bool Moves)[] transfers;

    /// <param name="from">Where the values are: slots of the run or of the prologue.</param>
    /// <param name="to">The slot for each.</param>
    /// <param name="owned">Whether a slot may be emptied.</param>
    /// <param name="spare">Gives a slot that nobody else uses, for values whose slot another one goes to.</param>
    public SlotTransfer(int[] from, int[] to, Func<int, bool> owned, Func<int> spare)
    {
        List<(int From, int To, bool Moves)> ordered = [];
        int[] source = [.. from];
        for (int i = 0; i < source.Length; i++)
        {
            // Read later than it is overwritten: put aside first.
            if (Array.IndexOf(to, source[i]) is >= 0 and int writer && writer < i)
            {
                int aside = spare();
                ordered.Add((source[i], aside, false));
                source[i] = aside;
            }
        }

        HashSet<int> put = [.. ordered.Select(transfer => transfer.To)];
        for (int i = 0; i < source.Length; i++)
        {
            bool last = Array.LastIndexOf(source, source[i]) == i;
            bool moves = last && (put.Contains(source[i]) || (owned(source[i]) && Array.IndexOf(to, source[i]) < 0));
            if (source[i] != to[i]) ordered.Add((source[i], to[i], moves));
        }

        transfers = [.. ordered];
    }

    public void Run(RunFrame frame)
    {
        foreach ((int from, int to, bool moves) in transfers) frame.Transfer(from, to, moves);
    }
}
