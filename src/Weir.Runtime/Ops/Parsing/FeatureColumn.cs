namespace Weir.Ops;

/// <summary>The values of one feature over the examples of a batch.</summary>
internal sealed class FeatureColumn(FeatureSpec spec)
{
    private int[] ends = [];

    public FeatureSpec Spec { get; } = spec;

    public FeatureValues Values { get; } = FeatureValues.Of(spec.DType);

    /// <summary>The example in which the feature was met last; -1: none yet.</summary>
    public int LastExample { get; set; } = -1;

    /// <summary>How many examples have ended.</summary>
    public int Examples { get; private set; }

    /// <summary>The most values of an example.</summary>
    public int Longest { get; private set; }

    public int StartOf(int example) => example == 0 ? 0 : ends[example - 1];

    public int EndOf(int example) => ends[example];

    /// <summary>Notes that an example's values end here.</summary>
    public void EndExample()
    {
        if (Examples == ends.Length) Array.Resize(ref ends, Math.Max(16, Examples * 2));
        int start = Examples == 0 ? 0 : ends[Examples - 1];
        ends[Examples++] = Values.Count;
        Longest = Math.Max(Longest, Values.Count - start);
    }

    /// <summary>Forgets everything but the memory.</summary>
    public void Clear()
    {
        Values.Clear();
        (LastExample, Examples, Longest) = (-1, 0, 0);
    }
}
