using Spectre.Console;
using Weir.Checkpoints;

namespace Weir.Cli.Inspect;

/// <summary>A tensor that is not the same in two checkpoints: in dtype or shape, or in its values.</summary>
internal sealed record ChangedTensor(CheckpointEntry Left, CheckpointEntry Right, TensorDifference? Values);

/// <summary>What differs between two checkpoints.</summary>
/// <param name="Left">The first.</param>
/// <param name="Right">The second.</param>
/// <param name="Removed">What only the first has.</param>
/// <param name="Added">What only the second has.</param>
/// <param name="Changed">What both have, not the same.</param>
/// <param name="Same">How many tensors are the same, bit by bit.</param>
internal sealed record CheckpointDiff(
    string Left, string Right, IReadOnlyList<CheckpointEntry> Removed, IReadOnlyList<CheckpointEntry> Added, IReadOnlyList<ChangedTensor> Changed, int Same)
{
    public bool IsEmpty => Removed.Count + Added.Count + Changed.Count == 0;

    /// <summary>Compares two checkpoints, or what they have of one tensor or scope.</summary>
    public static CheckpointDiff Of(string left, string right, string name, CliContext context)
    {
        using CheckpointReader first = CheckpointReader.Open(CheckpointPath.Find(left), RestoreMode.MapVerified);
        using CheckpointReader second = CheckpointReader.Open(CheckpointPath.Find(right), RestoreMode.MapVerified);
        Dictionary<string, CheckpointEntry> old = Entries(first, second, name), now = Entries(second, first, name);
        List<ChangedTensor> changed = [];
        List<(CheckpointEntry Left, CheckpointEntry Right)> both = [.. old.Values.Where(entry => now.ContainsKey(entry.Name)).Select(entry => (entry, now[entry.Name]))];
        LongWork.Do(context, "comparing", both.Sum(pair => Sizes.BytesOf(pair.Left)), progress =>
        {
            foreach ((CheckpointEntry before, CheckpointEntry after) in both)
            {
                if (Compare(first, before, second, after) is { } found) changed.Add(found);
                progress(Sizes.BytesOf(before));
            }
        });
        return new CheckpointDiff(first.Prefix, second.Prefix, [.. old.Values.Where(entry => !now.ContainsKey(entry.Name))],
            [.. now.Values.Where(entry => !old.ContainsKey(entry.Name))], changed, both.Count - changed.Count);
    }

    public void Print(CliContext context)
    {
        context.Print($"from {Left}\nto   {Right}");
        if (!IsEmpty) TerminalOutput.Open(context.Output, context.Width).Write(Rows(context));
        context.Print($"{Removed.Count} removed, {Added.Count} added, {Changed.Count} changed, {Same} the same");
    }

    private Table Rows(CliContext context)
    {
        Table table = TerminalOutput.Table(context.Width);
        CheckpointTable.AddColumns(table, "", "name", "dtype", "shape", ">differ", ">max abs difference");
        foreach (CheckpointEntry entry in Removed) CheckpointTable.AddRow(table, "-", entry.Name, NumpyNames.Of(entry.DType), entry.Shape.ToString(), "", "");
        foreach (CheckpointEntry entry in Added) CheckpointTable.AddRow(table, "+", entry.Name, NumpyNames.Of(entry.DType), entry.Shape.ToString(), "", "");
        foreach (ChangedTensor changed in Changed)
        {
            CheckpointTable.AddRow(table, "~", changed.Left.Name, Change(NumpyNames.Of(changed.Left.DType), NumpyNames.Of(changed.Right.DType)), Change(changed.Left.Shape.ToString(), changed.Right.Shape.ToString()),
                changed.Values is { } values ? $"{Sizes.Count(values.Elements)} of {Sizes.Count(changed.Left.Shape.ElementCount)}" : "",
                changed.Values is { MaxAbsolute: not double.NaN } numbers ? Sizes.Number(numbers.MaxAbsolute) : "");
        }

        return table;
    }

    private static string Change(string before, string after) => before == after ? before : $"{before} -> {after}";

    private static Dictionary<string, CheckpointEntry> Entries(CheckpointReader reader, CheckpointReader other, string name)
    {
        try
        {
            return TensorSelection.Of(reader, name).DistinctBy(entry => entry.Name).ToDictionary(entry => entry.Name);
        }
        catch (TfException e) when (e.Code == StatusCode.NotFound && TensorSelection.Has(other, name))
        {
            return []; // The other one has it: that is a difference.
        }
    }

    private static ChangedTensor? Compare(CheckpointReader first, CheckpointEntry before, CheckpointReader second, CheckpointEntry after)
    {
        if (before.DType != after.DType || !before.Shape.Equals(after.Shape)) return new ChangedTensor(before, after, null);
        if (before.DType == DType.Variant) return null;
        using Tensor left = first.Read(before.Name);
        using Tensor right = second.Read(after.Name);
        return TensorDifference.Of(left, right) is { } values ? new ChangedTensor(before, after, values) : null;
    }
}
