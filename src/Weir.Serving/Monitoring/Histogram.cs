using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Weir.Monitoring;

/// <summary>Counts values by their size, in buckets whose limits grow exponentially.</summary>
internal sealed class Histogram : Metric
{
    private readonly double[] limits;
    private readonly ConcurrentDictionary<MetricLabels, Cell> cells = new();

    /// <param name="path">The metric's name, with slashes.</param>
    /// <param name="scale">The limit of the first bucket.</param>
    /// <param name="growth">What the limits grow by.</param>
    /// <param name="buckets">How many limits; one bucket more takes the rest.</param>
    /// <param name="labelNames">The names of its labels.</param>
    public Histogram(string path, double scale, double growth, int buckets, params string[] labelNames)
        : base(path, labelNames)
    {
        limits = new double[buckets];
        for (int i = 0; i < buckets; i++) limits[i] = i == 0 ? scale : limits[i - 1] * growth;
    }

    public void Add(MetricLabels labels, double value) => cells.GetOrAdd(labels, static (_, count) => new Cell(count), limits.Length + 1).Add(limits, value);

    public override void Write(StringBuilder page)
    {
        if (cells.IsEmpty) return;
        page.Append("# TYPE ").Append(Name).Append(" histogram\n");
        foreach ((MetricLabels labels, Cell cell) in cells.OrderBy(pair => Labels(pair.Key), StringComparer.Ordinal))
        {
            string text = Labels(labels);
            long total = 0;
            for (int i = 0; i <= limits.Length; i++)
            {
                total += cell.Count(i);
                string limit = i < limits.Length ? limits[i].ToString("G6", CultureInfo.InvariantCulture) : "+Inf";
                page.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{text},le=\"{limit}\"}} {total}\n");
            }

            page.Append(CultureInfo.InvariantCulture, $"{Name}_sum{{{text}}} {cell.Sum}\n{Name}_count{{{text}}} {total}\n");
        }
    }

    private sealed class Cell(int buckets)
    {
        private readonly long[] counts = new long[buckets];
        private double sum;

        public double Sum => Volatile.Read(ref sum);

        public long Count(int bucket) => Volatile.Read(ref counts[bucket]);

        public void Add(double[] limits, double value)
        {
            int bucket = 0;
            while (bucket < limits.Length && value >= limits[bucket]) bucket++;
            Interlocked.Increment(ref counts[bucket]);
            double seen = Volatile.Read(ref sum);
            for (double found; (found = Interlocked.CompareExchange(ref sum, seen + value, seen)) != seen;) seen = found;
        }
    }
}
