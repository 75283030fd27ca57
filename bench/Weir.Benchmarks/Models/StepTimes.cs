using System.Globalization;

namespace Weir.Benchmarks.Models;

/// <summary>Where the time of a model goes, by op: from traced runs, in which the clock's own calls count too.</summary>
internal static class StepTimes
{
    private const int Runs = 15;

    public static void Print(WeirCaller weir)
    {
        List<RunTrace> traces = [];
        for (int run = 0; run < Runs; run++)
        {
            traces.Add(new RunTrace());
            weir.Run(new RunOptions { Trace = traces[^1] });
        }

        // The fastest of the runs at each step: what disturbs a run is not the model's.
        int steps = traces[0].Entries.Count;
        var best = Enumerable.Range(0, steps).Select(i => (traces[0].Entries[i].Op, Time: traces.Min(trace => trace.Entries[i].Duration.TotalMicroseconds))).ToList();
        double total = best.Sum(step => step.Time);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {steps} steps, {total:F1} us"));
        foreach (var op in best.GroupBy(step => step.Op).OrderByDescending(op => op.Sum(step => step.Time)).Take(16))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {op.Key,-22} {op.Count(),5} x | {op.Sum(step => step.Time),9:F1} us | {op.Sum(step => step.Time) / total,4:P0}"));
        }
    }
}
