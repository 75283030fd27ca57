namespace Weir.Ops;

/// <summary>The steps of one feature list over the sequence examples of a batch: rows of values, and how many rows each example has.</summary>
internal sealed class SequenceColumn(FeatureSpec spec)
{
    private readonly List<int> ends = [];

    public FeatureSpec Spec { get; } = spec;

    /// <summary>The rows of all examples.</summary>
    public FeatureColumn Rows { get; } = new(spec);

    /// <summary>The example in which the list was met last; -1: none yet.</summary>
    public int LastExample { get; set; } = -1;

    /// <summary>The first example that lacks the list; -1: all have it.</summary>
    public int FirstWithout { get; private set; } = -1;

    public int Examples => ends.Count;

    /// <summary>The most rows of an example.</summary>
    public int MostRows { get; private set; }

    public int FirstRow(int example) => example == 0 ? 0 : ends[example - 1];

    public int EndRow(int example) => ends[example];

    /// <summary>Notes that an example's rows end here.</summary>
    public void EndExample()
    {
        int first = FirstRow(ends.Count);
        if (LastExample != ends.Count && FirstWithout < 0) FirstWithout = ends.Count;
        ends.Add(Rows.Examples);
        MostRows = Math.Max(MostRows, Rows.Examples - first);
    }

    /// <summary>Forgets everything but the memory.</summary>
    public void Clear()
    {
        ends.Clear();
        Rows.Clear();
        (LastExample, FirstWithout, MostRows) = (-1, -1, 0);
    }
}
