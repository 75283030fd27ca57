namespace Weir.Ops;

/// <summary>All ways through one sequence that spell some labels: their probability together, and how it depends on the logits.</summary>
/// <remarks>Forward and backward variables in logarithms. Source: ctc_loss_calculator.cc; Graves, "Supervised Sequence Labelling with Recurrent Neural Networks", 2012.</remarks>
internal sealed class CtcPaths
{
    private readonly int[] states;
    private readonly int blank;
    private readonly bool merge;
    private readonly double[,] probabilities;
    private readonly double[,] forward;
    private readonly double[,] backward;

    /// <param name="labels">All below the blank.</param>
    /// <param name="blank">The class that is no label.</param>
    /// <param name="merge">Whether a label that comes several times with no blank between is one.</param>
    /// <param name="probabilities">[time, classes].</param>
    public CtcPaths(IReadOnlyList<int> labels, int blank, bool merge, double[,] probabilities)
    {
        (this.blank, this.merge, this.probabilities) = (blank, merge, probabilities);

        // A blank before, between and behind all labels.
        states = new int[(2 * labels.Count) + 1];
        Array.Fill(states, blank);
        for (int i = 0; i < labels.Count; i++) states[(2 * i) + 1] = labels[i];
        forward = Forward();
        backward = Backward();
        LogProbability = double.NegativeInfinity;
        for (int u = 0; u < states.Length; u++) LogProbability = LogSum(LogProbability, forward[0, u] + backward[0, u]);
    }

    /// <summary>Minus infinity: there is no way.</summary>
    public double LogProbability { get; }

    private int Time => probabilities.GetLength(0);

    /// <summary>The derivative of minus the log probability by each logit, [time, classes].</summary>
    public double[,] Gradient()
    {
        double[,] gradient = (double[,])probabilities.Clone();
        if (double.IsNegativeInfinity(LogProbability)) return gradient;
        for (int t = 0; t < Time; t++)
        {
            for (int u = 0; u < states.Length; u++) gradient[t, states[u]] -= Math.Exp(forward[t, u] + backward[t, u] - LogProbability);
        }

        return gradient;
    }

    private double[,] Forward()
    {
        double[,] log = Nothing();
        log[0, 0] = Log(0, 0);
        if (states.Length > 1) log[0, 1] = Log(0, 1);
        for (int t = 1; t < Time; t++)
        {
            (int begin, int end) = Reachable(t);
            for (int u = begin; u < end; u++)
            {
                double sum = Stays(u) ? log[t - 1, u] : double.NegativeInfinity;
                if (u > 0) sum = LogSum(sum, log[t - 1, u - 1]);
                if (u > 1 && Skips(u - 2, u)) sum = LogSum(sum, log[t - 1, u - 2]);
                log[t, u] = Log(t, u) + sum;
            }
        }

        return log;
    }

    private double[,] Backward()
    {
        double[,] log = Nothing();
        for (int u = Math.Max(0, states.Length - 2); u < states.Length; u++) log[Time - 1, u] = 0;
        for (int t = Time - 2; t >= 0; t--)
        {
            (int begin, int end) = Reachable(t);
            for (int u = begin; u < end; u++)
            {
                double sum = Stays(u) ? log[t + 1, u] + Log(t + 1, u) : double.NegativeInfinity;
                if (u + 1 < states.Length) sum = LogSum(sum, log[t + 1, u + 1] + Log(t + 1, u + 1));
                if (u + 2 < states.Length && Skips(u, u + 2)) sum = LogSum(sum, log[t + 1, u + 2] + Log(t + 1, u + 2));

                // Without labels TensorFlow's table has one state, and what it sets before the last one falls on the step before.
                if (states.Length == 1 && t == Time - 2) sum = LogSum(sum, 0);
                log[t, u] = sum;
            }
        }

        return log;
    }

    private double[,] Nothing()
    {
        double[,] log = new double[Time, states.Length];
        System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref log[0, 0], log.Length).Fill(double.NegativeInfinity);
        return log;
    }

    /// <summary>The states from which the end can be reached and that can be reached from the beginning.</summary>
    private (int Begin, int End) Reachable(int t) => ((int)Math.Max(0, states.Length - (2L * (Time - t))), (int)Math.Min(states.Length, 2L * (t + 1)));

    private bool Stays(int state) => merge || states[state] == blank;

    /// <summary>Whether the blank between two labels may be left out.</summary>
    private bool Skips(int from, int to) => states[to] != blank && states[from] != blank && !(merge && states[from] == states[to]);

    private double Log(int t, int state) => Math.Log(probabilities[t, states[state]]);

    private static double LogSum(double x, double y)
    {
        (double most, double least) = x > y ? (x, y) : (y, x);
        return double.IsNegativeInfinity(least) ? most : most + Math.Log(1 + Math.Exp(least - most));
    }
}
