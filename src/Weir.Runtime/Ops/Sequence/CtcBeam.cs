namespace Weir.Ops;

/// <summary>A beam search over the labels of one sequence: the prefixes that are most likely so far, as leaves of a tree.</summary>
/// <remarks>Source: ctc_beam_search.h, ctc_beam_entry.h; Graves, "Supervised Sequence Labelling with Recurrent Neural Networks", 2012.</remarks>
internal sealed class CtcBeam
{
    private readonly int width;
    private readonly int blank;
    private List<Prefix> leaves = [];

    /// <param name="width">How many prefixes are kept.</param>
    /// <param name="blank">The class that is no label; those below it are.</param>
    public CtcBeam(int width, int blank)
    {
        (this.width, this.blank) = (width, blank);
        leaves.Add(new Prefix(null, -1) { New = new Chance { Total = 0, Blank = 0, Label = double.NegativeInfinity } });
    }

    /// <summary>How many prefixes there are.</summary>
    public int Count => leaves.Count;

    public double LogProbability(int path) => leaves[path].New.Total;

    /// <summary>The labels of a prefix; if merged, neighbours that are equal are one.</summary>
    public IReadOnlyList<int> Labels(int path, bool merge)
    {
        List<int> labels = [];
        int previous = -1;
        for (Prefix? at = leaves[path]; at?.Parent is not null; at = at.Parent)
        {
            if (!merge || at.Label != previous) labels.Add(at.Label);
            previous = at.Label;
        }

        labels.Reverse();
        return labels;
    }

    /// <summary>Takes in the logits of one step; they are made log probabilities.</summary>
    public void Step(Span<double> logits)
    {
        Normalize(logits);
        List<Prefix> branches = leaves;
        leaves = [];   // a width may be any number: room grows with what is found
        foreach (Prefix branch in branches) branch.Old = branch.New;
        foreach (Prefix branch in branches)
        {
            Continue(branch, logits);
            Push(branch);
        }

        foreach (Prefix branch in branches)
        {
            if (!IsCandidate(branch.Old.Total)) continue;
            for (int label = 0; label < blank; label++) Extend(branch, label, logits[label]);
        }
    }

    private static void Normalize(Span<double> logits)
    {
        double most = double.NegativeInfinity, sum = 0;
        foreach (double logit in logits) most = Math.Max(most, logit);
        foreach (double logit in logits) sum += Math.Exp(logit - most);
        double offset = most + Math.Log(sum);
        for (int i = 0; i < logits.Length; i++) logits[i] -= offset;
    }

    /// <summary>The same prefix after one more step: a blank, its last label again, or its parent followed by it.</summary>
    private void Continue(Prefix prefix, ReadOnlySpan<double> logits)
    {
        Chance chance = prefix.New;
        if (prefix.Parent is { } parent)
        {
            if (parent.IsActive) chance.Label = LogSum(chance.Label, prefix.Label == parent.Label ? parent.Old.Blank : parent.Old.Total);
            chance.Label += logits[prefix.Label];
        }

        chance.Blank = prefix.Old.Total + logits[blank];
        chance.Total = LogSum(chance.Blank, chance.Label);
        prefix.New = chance;
    }

    private void Extend(Prefix prefix, int label, double logit)
    {
        Prefix? child = prefix.Find(label);
        if (child is { IsActive: true }) return;
        double total = logit + (label == prefix.Label ? prefix.Old.Blank : prefix.Old.Total);
        if (!IsCandidate(total)) return;
        if (leaves.Count == width)
        {
            leaves[^1].New = Chance.None;
            leaves.RemoveAt(leaves.Count - 1);
        }

        child ??= prefix.Add(label);
        child.New = new Chance { Total = total, Label = total, Blank = double.NegativeInfinity };
        Push(child);
    }

    private bool IsCandidate(double total) => total > double.NegativeInfinity && (leaves.Count < width || total > leaves[^1].New.Total);

    /// <summary>Puts a prefix among the leaves, the most likely first, behind those that are as likely.</summary>
    private void Push(Prefix prefix)
    {
        (int begin, int end) = (0, leaves.Count);
        while (begin < end)
        {
            int middle = (begin + end) / 2;
            if (leaves[middle].New.Total >= prefix.New.Total) begin = middle + 1;
            else end = middle;
        }

        leaves.Insert(begin, prefix);
    }

    private static double LogSum(double x, double y)
    {
        (double most, double least) = x > y ? (x, y) : (y, x);
        return double.IsNegativeInfinity(least) ? most : most + Math.Log(1 + Math.Exp(least - most));
    }

    /// <summary>Log probabilities of a prefix: ending in a blank, ending in its label, both together.</summary>
    private struct Chance
    {
        public static Chance None => new() { Total = double.NegativeInfinity, Blank = double.NegativeInfinity, Label = double.NegativeInfinity };

        public double Total;
        public double Blank;
        public double Label;
    }

    private sealed class Prefix(Prefix? parent, int label)
    {
        private Dictionary<int, Prefix>? children;

        public Prefix? Parent => parent;

        public int Label => label;

        public Chance Old { get; set; } = Chance.None;

        public Chance New { get; set; } = Chance.None;

        public bool IsActive => !double.IsNegativeInfinity(New.Total);

        public Prefix? Find(int next) => children?.GetValueOrDefault(next);

        public Prefix Add(int next) => (children ??= [])[next] = new Prefix(this, next);
    }
}
